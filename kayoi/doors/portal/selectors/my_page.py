"""A person's own page: what they wait for, which towns they have to do with, what they have told about themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kayoi.doors.portal.selectors.places import day_of, full_name_of
from kayoi.doors.portal.selectors.relations import TownRelation, relations_of
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.selectors.applications import applications
from kayoi.foundation.identity.models import HouseholdMember, IdentityProof, Membership, Person, User
from kayoi.foundation.identity.selectors import memberships_of, partnerships_of
from kayoi.foundation.identity.services.proofs import client
from kayoi.foundation.places.selectors import place_of
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.kit.html import Detail
from kayoi.programmes.appointments.models import Booking
from kayoi.programmes.appointments.selectors.bookings import coming_bookings
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.family_plans.models import Plan
from kayoi.programmes.family_plans.selectors import plans_of_person
from kayoi.programmes.furusato.models import Registration
from kayoi.programmes.furusato.selectors.activities import towns_helped
from kayoi.programmes.furusato.selectors.registered import registrations_of_person as friends_of_person
from kayoi.programmes.homes.models import Seeker
from kayoi.programmes.homes.selectors.seekers import registrations_of_person
from kayoi.programmes.stays.selectors.desk_pages import towns_worked_in
from kayoi.programmes.stays.selectors.tenancies_own import towns_lived_in
from kayoi.programmes.tours.models import Party
from kayoi.programmes.tours.selectors.own import parties_of_person

# More than anybody has; those before are on the towns' pages.
APPLICATIONS = 50


@dataclass(frozen=True)
class Waiting:
    """A question that a town has still to answer."""

    town: TownRelation
    question: Question


@dataclass(frozen=True)
class Applied:
    """An application, and the procedure where the town has opened it without code."""

    application: Application
    procedure: Procedure | None


@dataclass(frozen=True)
class MyPage:
    """Everything that my page shows."""

    person: Person
    details: Sequence[Detail]
    household: Sequence[HouseholdMember]
    proofs: Sequence[IdentityProof]
    can_prove: bool
    towns: Sequence[TownRelation]
    waiting: Sequence[Waiting]
    bookings: Sequence[Booking]
    memberships: Sequence[Membership]
    partnerships: Sequence[Partnership]
    plans: Sequence[Plan]
    applications: Sequence[Applied]
    registrations: Sequence[Seeker]
    friends: Sequence[Registration]
    helped: Sequence[Organization]
    tours: Sequence[Party]
    lived_in: Sequence[Organization]
    worked_in: Sequence[Organization]


def my_page(person: Person, user: User, *, on: date) -> MyPage:
    """Return a person's own page (マイページ)."""
    towns = relations_of(person)
    with scope.of_person(person.pk):
        bookings = coming_bookings(on=on)
        applied = list(applications().select_related("organization")[:APPLICATIONS])
    return MyPage(
        person=person,
        details=_details(person),
        household=household_of(person),
        proofs=list(IdentityProof.objects.filter(person=person).order_by("-proved_at")),
        can_prove=client() is not None,
        towns=towns,
        waiting=[Waiting(town, question) for town in towns for question in town.waiting],
        bookings=bookings,
        memberships=memberships_of(user, on=on),
        partnerships=partnerships_of(user, on=on),
        plans=_plans(person),
        applications=_applied(applied),
        registrations=_registrations(person),
        friends=_friends(person),
        helped=_helped(person),
        tours=_tours(person),
        lived_in=_lived_in(person),
        worked_in=_worked_in(person),
    )


def _applied(applications: Sequence[Application]) -> list[Applied]:
    """Return applications with what they are for; the procedures of towns are public."""
    with scope.of_public():
        rows = Procedure.objects.filter(key__in={one.procedure for one in applications})
        known = {(row.organization_id, row.key): row for row in rows}
    return [Applied(one, known.get((one.organization_id, one.procedure))) for one in applications]


def _plans(person: Person) -> list[Plan]:
    """Return the plans that towns have made with the person; towns that no longer use plans show none."""
    with scope.of_person(person.pk):
        return [plan for plan in plans_of_person() if "family_plans" in plan.organization.programmes]


def _registrations(person: Person) -> list[Seeker]:
    """Return where the person is registered as a seeker of a house."""
    with scope.of_person(person.pk):
        return [row for row in registrations_of_person() if "homes" in row.organization.programmes]


def _friends(person: Person) -> list[Registration]:
    """Return where the person is registered with a town, or asks for it."""
    with scope.of_person(person.pk):
        return [row for row in friends_of_person() if "furusato" in row.organization.programmes]


def _helped(person: Person) -> list[Organization]:
    """Return the towns in which the person helps: each shows what counts there and what is missing."""
    with scope.of_person(person.pk):
        return [town for town in towns_helped() if "furusato" in town.programmes]


def _tours(person: Person) -> list[Party]:
    """Return the parties with which the person hopes for a tour, or comes."""
    with scope.of_person(person.pk):
        return [party for party in parties_of_person() if "tours" in party.organization.programmes]


def _lived_in(person: Person) -> list[Organization]:
    """Return the towns in whose homes the person lives for a longer time, or asks to."""
    with scope.of_person(person.pk):
        return [town for town in towns_lived_in() if "stays" in town.programmes]


def _worked_in(person: Person) -> list[Organization]:
    """Return the towns in which the person is a member of a space with desks, or asks to be."""
    with scope.of_person(person.pk):
        return [town for town in towns_worked_in() if "stays" in town.programmes]


def _details(person: Person) -> list[Detail]:
    place = place_of(person.place_code) if person.place_code else None
    values = (
        (_("お名前"), person.name),
        (_("ふりがな"), person.kana),
        (_("生年月日"), "" if person.birth_on is None else day_of(person.birth_on)),
        (_("電話番号"), person.phone),
        (_("郵便番号"), person.postal_code),
        (_("住んでいる市区町村"), full_name_of(place) if place else person.place_code),
        (_("住所(市区町村より後)"), person.address),
    )
    return [Detail(term, value or _("書かれていません")) for term, value in values]


def household_of(person: Person) -> list[HouseholdMember]:
    """Return the members of the person's household who have no log-in."""
    if person.household_id is None:
        return []
    return list(HouseholdMember.objects.filter(household=person.household_id).order_by("pk"))


def as_saved(person: Person) -> Person:
    """Return the profile as it stands in the database now."""
    return Person.objects.get(pk=person.pk)


def own_household_member(person: Person, pk: int) -> HouseholdMember | None:
    """Return a member of the person's own household, or None."""
    if person.household_id is None:
        return None
    return HouseholdMember.objects.filter(pk=pk, household=person.household_id).first()
