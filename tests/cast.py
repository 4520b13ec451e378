"""The cast of all tests: two towns, a prefecture, the operator; officers, persons; the officer of the other town."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from kayoi.foundation.identity.models import Membership, Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind
from tests.clock import NOW

PROGRAMMES = [
    "consultations", "appointments", "fairs", "settling", "family_plans", "village_sheets", "rounds", "homes",
    "schemes", "stays", "furusato", "tours", "surveys",
]  # fmt: skip


@pytest.fixture
def at() -> datetime:
    """The moment at which tests happen."""
    return NOW


@contextmanager
def log_in_side() -> Iterator[None]:
    """Step out of whatever scope a fixture has opened: log-ins are made on the log-in side."""
    before = scope._current.set(None)
    scope._tell({"role": settings.KAYOI_ROLES["web"]})
    try:
        yield
    finally:
        scope._current.reset(before)
        if scope.is_open():
            scope._tell(scope.current().settings())


def make_organization(slug: str, **fields: Any) -> Organization:
    """Make an organization, a town unless said otherwise."""
    defaults = {"name": slug, "kind": "municipality", "opened_on": date(2026, 1, 1), "programmes": PROGRAMMES}
    with log_in_side():
        return Organization.objects.create(slug=slug, **(defaults | fields))


@pytest.fixture
def operator_organization(db: None) -> Organization:
    """The operator of the installation; identity's audit entries are its."""
    return make_organization("kayoi-operator", name="運営者", kind="operator", programmes=[])


@pytest.fixture
def ina(operator_organization: Organization) -> Organization:
    return make_organization("ina", name="伊那市", name_en="Ina City", place_code="202096", email="iju@ina.example")


@pytest.fixture
def sado(operator_organization: Organization) -> Organization:
    return make_organization("sado", name="佐渡市", name_en="Sado City", place_code="152242")


@pytest.fixture
def nagano(operator_organization: Organization) -> Organization:
    return make_organization("nagano-ken", name="長野県", kind="prefecture", place_code="200000")


@dataclass(frozen=True)
class Member:
    """A member of staff: log-in, membership, and the actor that services take."""

    user: User
    membership: Membership
    actor: Actor
    organization: Organization


def make_user(email: str) -> User:
    from allauth.account.models import EmailAddress

    with log_in_side():
        user = User.objects.create_user(email)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def make_member(organization: Organization, role: str, name: str, **fields: Any) -> Member:
    """Make a member of an organization with one of the roles of config/roles.py."""
    from kayoi.config.roles import PARTNER_ROLES, ROLES

    with log_in_side():
        email = f"{role}.{organization.slug}.{User.objects.count()}@example.jp"
    user = make_user(email)
    with scope.of_organization(organization.pk):
        values = {"starts_on": date(2026, 4, 1), "email": email} | fields
        membership = Membership.objects.create(user=user, role=role, name=name, **values)
    kind = ActorKind.PARTNER if role in PARTNER_ROLES else ActorKind.STAFF
    permissions = (ROLES | PARTNER_ROLES)[role].permissions
    actor = Actor(kind, name, user_id=user.pk, membership_id=membership.pk, permissions=permissions)
    return Member(user, membership, actor, organization)


@pytest.fixture
def officer(ina: Organization) -> Member:
    """Sato, officer of Ina."""
    return make_member(ina, "officer", "佐藤 担当")


@pytest.fixture
def head(ina: Organization) -> Member:
    """Kato, head of section in Ina."""
    return make_member(ina, "section_head", "加藤 係長")


@pytest.fixture
def sado_officer(sado: Organization) -> Member:
    """Mori, officer of Sado, who must see nothing of Ina."""
    return make_member(sado, "section_head", "森 担当")


def make_person(email: str, **fields: Any) -> Person:
    user = make_user(email)
    with log_in_side():
        return Person.objects.create(user=user, made_at=NOW, **fields)


@pytest.fixture
def hana(operator_organization: Organization) -> Person:
    """Hana, a mother of two in Tokyo who has a log-in."""
    return make_person("hana@example.jp", name="山田 花", kana="やまだ はな", phone="090-1111-2222")


@pytest.fixture
def ken(operator_organization: Organization) -> Person:
    """Ken, another person, who must see nothing of Hana."""
    return make_person("ken@example.jp", name="鈴木 健", kana="すずき けん")


@pytest.fixture
def in_ina(ina: Organization) -> Iterator[Organization]:
    """Ina's scope is open for the whole test."""
    with scope.of_organization(ina.pk):
        yield ina


def actor_of(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, "本人", user_id=person.user_id, person_id=person.pk)


def needs_owner() -> None:
    """Skip what only the owner of the tables can do: on a server with two log-ins tests work as that of the web."""
    if settings.KAYOI_OWNER:
        pytest.skip("the web log-in of this server may not become the owner of the tables (DATABASE_OWNER_URL)")


LogIn = Callable[[User], Client]


def enter(user: User) -> Client:
    """Return a client that is logged in with a second factor."""
    assert not scope.is_open(), "a browser opens its own scope"
    client = Client()
    client.force_login(user)
    session = client.session
    assert session[SESSION_KEY] == str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": NOW.timestamp(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def log_in(db: None) -> LogIn:
    """Return the function that logs a user in."""
    return enter
