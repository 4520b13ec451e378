"""The mark of a view: who may come in, and whose rows are then open.

Each view carries exactly one mark. The mark finds the organization of the address, checks log-in, membership, second
factor and permission, opens the scope (one transaction, one database role) and runs the view inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.core.ratelimit import consume
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone, translation

from kayoi.foundation.identity.models import Membership, Person, User
from kayoi.foundation.identity.services import ensure_person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor, ActorKind
from kayoi.kit.dates import local_date

SECOND_FACTOR = frozenset({"mfa", "demo"})


@dataclass(frozen=True)
class Mark:
    """What a view declares: public, person, staff or partner; the permission; which rows are open while it runs."""

    kind: Literal["public", "person", "staff", "partner"]
    permission: str | None
    opens: Literal["nothing", "public", "town", "partner", "person"]
    limit: str | None = None  # a key of ACCOUNT_RATE_LIMITS; the view asks request.limited, so that input is kept


class Request(HttpRequest):
    """The request as a marked view sees it. `organization` is set where the address names one."""

    organization: Organization  # of the address: on pages of partners, the town
    membership: Membership
    person: Person | None
    actor: Actor
    limited: bool


View = Callable[..., HttpResponseBase]


def mark_of(request: HttpRequest) -> Mark | None:
    """Return the mark of the page that is shown, once the address has been resolved."""
    found = getattr(request.resolver_match.func, "mark", None) if request.resolver_match else None
    return found if isinstance(found, Mark) else None


def public(
    *, opens: Literal["nothing", "public", "town"] = "public", limit: str | None = None
) -> Callable[[View], View]:
    """Let everybody in. `opens="town"` is for pages on which a visitor leaves something with the town."""
    return _marked(Mark("public", None, opens, limit), _let_in_public)


def person(*, opens: Literal["nothing", "person", "town"] = "person") -> Callable[[View], View]:
    """Let people in who have logged in; they see what towns hold of them."""
    return _marked(Mark("person", None, opens), _let_in_person)


def staff(permission: str) -> Callable[[View], View]:
    """Let members of the organization in who hold the permission and have shown a second factor."""
    return _marked(Mark("staff", str(permission), "town"), _let_in_staff)


def partner(permission: str) -> Callable[[View], View]:
    """Let members of the town's partners in who hold the permission; they read the rows that are given to them.

    They write by services of the town, inside `in_town`.
    """
    return _marked(Mark("partner", str(permission), "partner"), _let_in_partner)


@contextmanager
def in_town(request: Request) -> Iterator[None]:
    """Step from a partner's rows into the town's scope: for one service, about a row that the partner was shown."""
    with scope.of_organization(request.organization.pk):
        yield


def _marked(mark: Mark, let_in: Callable[[Request, Mark], HttpResponseBase | None]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        assert not hasattr(view, "mark"), f"{view.__name__} has a mark already"
        programme = _programme_of(view.__module__)

        @wraps(view)
        def marked(request: Request, **kwargs: Any) -> HttpResponseBase:
            slug = kwargs.pop("organization", None)
            if slug is not None:
                request.organization = _organization(slug, programme)
            refused = let_in(request, mark)
            if refused is not None:
                return refused
            request.limited = mark.limit is not None and not consume(request, action=mark.limit)
            with _language(mark), _scope(request, mark):
                response = view(request, **kwargs)
                if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                    response.render()  # inside the scope, not after it
                if response.status_code >= 500 and mark.opens != "nothing":
                    transaction.set_rollback(True)
            if mark.kind != "public":
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        marked.mark = mark  # type: ignore[attr-defined]  # read by the guards and the walk
        return marked

    return decorate


def _programme_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["kayoi", "programmes"] else None


def _organization(slug: str, programme: str | None) -> Organization:
    today = local_date(timezone.now())
    found: Organization | None = Organization.objects.open_on(today).filter(slug=slug).first()
    if found is None or (programme is not None and programme not in found.programmes):
        raise Http404
    return found


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _to_log_in(request: HttpRequest, name: str = "account_login") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def _let_in_public(request: Request, mark: Mark) -> None:
    user = _user(request)
    request.person = Person.objects.filter(user=user).first() if user and mark.opens != "nothing" else None
    request.actor = _actor_of_person(request.person) if request.person else VISITOR


def _let_in_person(request: Request, mark: Mark) -> HttpResponseBase | None:
    user = _user(request)
    if user is None:
        return _to_log_in(request)
    request.person = ensure_person(user=user, by=VISITOR, at=timezone.now())
    request.actor = _actor_of_person(request.person)
    return None


def _let_in_staff(request: Request, mark: Mark) -> HttpResponseBase | None:
    memberships = Membership.across.active(local_date(timezone.now())).filter(organization=request.organization)
    return _let_in_member(request, mark, memberships, ActorKind.STAFF, settings.KAYOI_STAFF_ROLES)


def _let_in_partner(request: Request, mark: Mark) -> HttpResponseBase | None:
    today = local_date(timezone.now())
    memberships = Membership.across.active(today).of_partners(request.organization, on=today)
    return _let_in_member(request, mark, memberships, ActorKind.PARTNER, settings.KAYOI_PARTNER_ROLES)


def _let_in_member(
    request: Request, mark: Mark, memberships: QuerySet[Membership], kind: ActorKind, roles: dict[str, Any]
) -> HttpResponseBase | None:
    user = _user(request)
    if user is None:
        return _to_log_in(request)
    membership = memberships.filter(user=user).select_related("organization").order_by("-starts_on").first()
    role = roles.get(membership.role) if membership else None
    if membership is None or role is None:
        raise Http404  # the pages of a town do not exist for others
    if not SECOND_FACTOR & {record["method"] for record in get_authentication_records(request, user)}:
        return _to_log_in(request, "mfa_reauthenticate" if is_mfa_enabled(user) else "identity:second_factor_needed")
    request.membership, request.person = membership, None
    name = membership.name if kind is ActorKind.STAFF else f"{membership.organization.name} {membership.name}"[:100]
    request.actor = Actor(kind, name, user_id=user.pk, membership_id=membership.pk, permissions=role.permissions)
    if not request.actor.may(mark.permission):
        raise PermissionDenied
    return None


def _actor_of_person(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, ActorKind.PERSON.label, user_id=person.user_id, person_id=person.pk)


@contextmanager
def _language(mark: Mark) -> Iterator[None]:
    """Pages of staff and partners speak Japanese whatever the browser prefers."""
    if mark.kind in {"staff", "partner"}:
        with translation.override("ja"):
            yield
    else:
        yield


@contextmanager
def _scope(request: Request, mark: Mark) -> Iterator[None]:
    if mark.opens == "nothing":
        yield
    elif mark.opens == "public":
        with scope.of_public():
            yield
    elif mark.opens == "town":
        with scope.of_organization(request.organization.pk):
            yield
    elif mark.opens == "partner":
        with scope.of_partner(request.organization.pk, request.membership.organization_id):
            yield
    else:
        assert request.person is not None
        with scope.of_person(request.person.pk):
            yield
