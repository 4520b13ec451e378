"""Load the demonstration: organizations, members, persons, and a year and a half of questions and answers."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from kayoi.doors.demo.services import (
    activities,
    appointments,
    benefits,
    bodies,
    budgets,
    calls,
    desks,
    fairs,
    family_plans,
    groups,
    home_finding,
    home_lists,
    home_offers,
    home_people,
    homes,
    house_seekers,
    imports,
    mail,
    obligations,
    payment_checks,
    points,
    recoveries,
    registers,
    rounds,
    rulesets,
    schemes,
    settling,
    stays,
    sublets,
    surveys,
    tenancies,
    ties,
    tours,
    trials,
    village_sheets,
)
from kayoi.doors.demo.services.counter import open_counter
from kayoi.doors.demo.services.happenings import tell_stories
from kayoi.doors.demo.services.home_lists import hand_brokers_on
from kayoi.doors.demo.states import (
    CONTRACTOR,
    COUNTER,
    MEMBERS,
    OPERATOR,
    PARTNER,
    PASSWORD,
    PERSONS,
    PROGRAMMES,
    SUBLESSOR,
    TOTP_SECRET,
    TOWNS,
    DemoOrganization,
    DemoPerson,
)
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Membership, Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import DESK_KINDS, OrganizationKind, Shared
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.programmes.consultations import services as consultations

OPENED_DAYS_AGO = 560
# Ina and its neighbour show their houses on one page and use the same brokers; the prefecture shows them too.
SHARED = (
    ("ina", "nagano-ken", Shared.FIGURES),
    ("ina", "nagano-ken", Shared.HOMES),
    ("ina", "chino", Shared.HOMES),
    ("chino", "ina", Shared.HOMES),
    ("ina", "chino", Shared.BROKERS),
)
# What else a town has, one function a programme (services/<programme>.py), each called in the scope of each town.
FILLS: tuple[Callable[..., None], ...] = (
    fairs.fill,
    mail.fill,
    appointments.fill,
    rounds.fill,
    calls.fill,
    imports.fill,
    family_plans.fill,
    village_sheets.fill,
    settling.fill,
    home_finding.fill,
    home_people.fill,
    homes.fill,
    home_offers.fill,
    house_seekers.fill,
    home_lists.fill,
    rulesets.fill,
    budgets.fill,
    schemes.fill,
    payment_checks.fill,
    recoveries.fill,
    trials.fill,
    obligations.fill,
    bodies.fill,
    stays.fill,
    activities.fill,
    registers.fill,
    groups.fill,
    ties.fill,
    benefits.fill,
    points.fill,
    tenancies.fill,
    desks.fill,
    sublets.fill,
    tours.fill,
    surveys.fill,
)

# They stamp applications and have no part in what the desk does.
ONLY_APPROVE = {"division_head", "department_head"}


@transaction.atomic
def load_demo(*, by: Actor, at: datetime) -> bool:
    """Load the demonstration once (デモを入れる); return False when an operator is there already."""
    if Organization.objects.filter(kind=OrganizationKind.OPERATOR).exists():
        return False
    opened_at = at - timedelta(days=OPENED_DAYS_AGO)
    _open(OPERATOR, by=by, at=opened_at)
    contractor = _open(CONTRACTOR, by=by, at=opened_at)
    towns = {spec.slug: _open(spec, by=by, at=opened_at) for spec in TOWNS}
    organizations = towns | {OPERATOR.slug: Organization.objects.get(slug=OPERATOR.slug)}
    members = dict(_members(organizations, contractor, opened_at=opened_at, at=at))
    persons = {spec.key: _person(spec, at=at) for spec in PERSONS}
    for giver, reader, what in SHARED:
        _share(towns[giver], towns[reader], what, starts_on=local_date(opened_at), by=by, at=at)
    chance = Random(20261121)  # noqa: S311  # the same demonstration every time
    for slug, town in towns.items():
        of_town = [member for key, member in members.items() if key.startswith(f"{slug}:")]
        staff = [member for member in of_town if member.role not in ONLY_APPROVE]
        tell_stories(town=town, staff=staff, person=persons["person"], chance=chance, by=by, at=at)
        for fill in FILLS:
            with scope.of_organization(town.pk):
                fill(town=town, staff=staff, by=by, at=at)
    hand_brokers_on(giver=towns["ina"], reader=towns["chino"], by=by, at=at)
    open_counter(town=towns[PARTNER.organization], user=_worker(PARTNER.email), spec=PARTNER, by=by, at=at)
    sublets.open_counter(town=towns[SUBLESSOR.organization], user=_worker(SUBLESSOR.email), by=by, at=at)
    benefits.open_counter(town=towns[COUNTER.organization], user=_worker(COUNTER.email), by=by, at=at)
    return True


def _open(spec: DemoOrganization, *, by: Actor, at: datetime) -> Organization:
    fields = asdict(spec) | {"programmes": list(PROGRAMMES) if spec.kind in DESK_KINDS else []}
    organization = identity.open_organization(fields=fields, by=by, at=at)
    if organization.is_desk:
        with scope.of_organization(organization.pk):
            consultations.publish_desk(
                organization=organization,
                fields={
                    "title": f"{spec.name}の移住・二地域居住の相談",
                    "title_en": f"Ask {spec.name_en} about living there",
                    "summary": "平日の8時30分から17時15分まで、職員がお答えします。",
                    "summary_en": "Our staff answers on working days, 8:30 to 17:15.",
                },
                path=f"/{spec.slug}/ask/",
                by=by,
                at=at,
            )
    return organization


def _log_in(email: str) -> User:
    user = User.objects.create_user(email, PASSWORD)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _worker(email: str) -> User:
    """Make a log-in with the second factor that work asks for."""
    user = _log_in(email)
    TOTP.activate(user, TOTP_SECRET)
    return user


def _members(
    organizations: dict[str, Organization], contractor: Organization, *, opened_at: datetime, at: datetime
) -> Iterator[tuple[str, Membership]]:
    starts_on = local_date(opened_at)
    contract_end = date(local_date(at).year + 2, 4, 1)
    for spec in MEMBERS:
        user = _worker(spec.email)
        organization = organizations[spec.organization]
        with scope.of_organization(organization.pk):
            is_contractor = spec.role == "contractor"
            membership = Membership.objects.create(
                user=user,
                role=spec.role,
                name=spec.name,
                title=spec.title,
                email=spec.email,
                starts_on=starts_on,
                employer=contractor if is_contractor else None,
                ends_before=contract_end if is_contractor else None,
            )
        yield f"{spec.organization}:{spec.key}", membership


def _person(spec: DemoPerson, *, at: datetime) -> Person:
    person = identity.ensure_person(user=_log_in(spec.email), by=system("demo.load"), at=at)
    changes = {
        "name": f"{spec.name}(架空)", "kana": spec.kana, "phone": spec.phone, "place_code": spec.place_code,
        "birth_on": spec.birth_on,
    }  # fmt: skip
    identity.change_person(person=person, changes=changes, version=person.version, by=system("demo.load"), at=at)
    return Person.objects.select_related("user").get(pk=person.pk)  # towns' scopes read no log-ins


def _share(
    giver: Organization, reader: Organization, what: Shared, *, starts_on: date, by: Actor, at: datetime
) -> None:
    with scope.of_organization(giver.pk):
        identity.share(giver=giver, reader=reader, what=what, starts_on=starts_on, by=by, at=at)
