"""Persons: profile, household, erasure. All on the log-in side; the operator's audit trail keeps what happened."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Household, HouseholdMember, Membership, Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.selectors import operator
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile


def ensure_person(*, user: User, by: Actor, at: datetime) -> Person:
    """Return the person behind a log-in, made at the first visit of my page (本人を登録する)."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        with transaction.atomic():
            person, made = Person.objects.get_or_create(user=user, defaults={"made_at": at})
            if made:
                _record("person.make", person, by=by, at=at)
    return person


@transaction.atomic
def change_person(*, person: Person, changes: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Change one's own profile (プロフィールを変える). Raises ChangedMeanwhile. The entry names fields, not values."""
    if not Person.objects.filter(pk=person.pk, version=version).update(**changes, version=version + 1):
        raise ChangedMeanwhile
    person.refresh_from_db()
    _record("person.change", person, by=by, at=at, after={"fields": sorted(changes)})


@transaction.atomic
def add_household_member(*, person: Person, fields: dict[str, Any], by: Actor, at: datetime) -> HouseholdMember:
    """Add somebody of the household who has no log-in (家族を加える)."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.household is None:
        locked.household = Household.objects.create(made_at=at)
        locked.save(update_fields=["household"])
    member = HouseholdMember.objects.create(household=locked.household, **fields)
    _record("person.add_household_member", person, by=by, at=at, after={"relation": member.relation})
    return member


@transaction.atomic
def remove_household_member(*, person: Person, member: HouseholdMember, by: Actor, at: datetime) -> None:
    """Remove a member of the household (家族を外す)."""
    assert member.household_id == person.household_id, "a person removes members of the own household only"
    member.delete()
    _record("person.remove_household_member", person, by=by, at=at)


@transaction.atomic
def erase_person(*, person: Person, by: Actor, at: datetime) -> None:
    """Erase log-in, profile, household, proofs, passkeys and sessions (ログインとプロフィールを消去する).

    Case files of towns are unlinked before, by the caller, in each town's scope. What stays here is an entry with ids.
    """
    user, household = person.user, person.household
    _record("person.erase", person, by=by, at=at)
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    person.delete()
    if household is not None and not household.persons.exists():
        household.delete()
    if Membership.across.filter(user=user).exists():  # a member of a town keeps the log-in for that work
        return
    user.delete()


def _record(action: str, person: Person, *, by: Actor, at: datetime, after: dict[str, Any] | None = None) -> None:
    with scope.of_organization(operator().pk):
        audit.record(action, person, by=by, at=at, after=after)
