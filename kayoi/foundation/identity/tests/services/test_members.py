"""Invitations, memberships, organizations, settings, sharings, persons."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity import selectors, services
from kayoi.foundation.identity.models import Invitation, Membership, Person, User
from kayoi.foundation.identity.selectors import member_of, members
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Sharing
from kayoi.foundation.tenancy.selectors import givers_to, setting
from kayoi.foundation.tenancy.states import OrganizationKind, Shared
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.states import TownSetting
from tests.cast import Member, actor_of, make_member, make_organization, make_user

BY = system("test")
TODAY = date(2026, 11, 20)
DAYS = TownSetting("test.days", "日数", default=5, unit="日", least=1, most=60)


def invite(town: Organization, at: datetime, **fields: object) -> str:
    values = {"email": "New@Example.jp", "name": "新人", "title": "主事", "role": "officer"} | fields
    with scope.of_organization(town.pk):
        _, token = services.invite_member(**values, by=BY, at=at)  # type: ignore[arg-type]
    return token


def test_invitation_is_stored_as_a_hash_and_accepted_once(ina: Organization, at: datetime) -> None:
    token = invite(ina, at)
    assert token not in str(list(Invitation.across.values_list()))
    user = make_user("new@example.jp")
    membership = services.accept_invitation(token=token, user=user, by=BY, at=at)
    assert (membership.organization, membership.role, membership.email) == (ina, "officer", "new@example.jp")
    with pytest.raises(services.InvitationInvalid):
        services.accept_invitation(token=token, user=make_user("other@example.jp"), by=BY, at=at)


@pytest.mark.parametrize(
    ("after", "valid"), [(timedelta(days=7) - timedelta(seconds=1), True), (timedelta(days=7), False)]
)
def test_invitation_ends_after_a_week(ina: Organization, at: datetime, after: timedelta, valid: bool) -> None:
    token = invite(ina, at)
    assert (selectors.open_invitation(token, at=at + after) is not None) is valid


def test_withdrawn_invitation_opens_nothing(ina: Organization, at: datetime) -> None:
    token = invite(ina, at)
    with scope.of_organization(ina.pk):
        row = Invitation.objects.get()
        services.withdraw_invitation(invitation=row, by=BY, at=at)
        with pytest.raises(ChangedMeanwhile):
            services.withdraw_invitation(invitation=row, by=BY, at=at)
    with pytest.raises(services.InvitationInvalid):
        services.accept_invitation(token=token, user=make_user("new@example.jp"), by=BY, at=at)


@pytest.mark.parametrize(("day", "works"), [("2027-03-31", True), ("2027-04-01", False)])
def test_contractors_access_ends_with_the_contract(ina: Organization, at: datetime, day: str, works: bool) -> None:
    support = make_organization("support", name="支援", kind="contractor")
    token = invite(ina, at, role="contractor", employer=support, access_ends_before=date(2027, 4, 1))
    user = make_user("new@example.jp")
    services.accept_invitation(token=token, user=user, by=BY, at=at)
    assert bool(selectors.memberships_of(user, on=date.fromisoformat(day))) is works


@pytest.mark.parametrize("ends_before", [None, date(2027, 4, 1)])
def test_who_is_a_member_cannot_become_a_second_one(
    in_ina: Organization, officer: Member, at: datetime, ends_before: date | None
) -> None:
    token = invite(in_ina, at, role="section_head", access_ends_before=ends_before)
    same = services.accept_invitation(token=token, user=officer.membership.user, by=BY, at=at)
    assert (same.pk, same.role, same.ends_before) == (officer.membership.pk, "officer", None)
    assert Membership.objects.filter(user=officer.membership.user).count() == 1


def test_who_comes_back_takes_the_membership_up_again(in_ina: Organization, officer: Member, at: datetime) -> None:
    user = officer.membership.user
    services.end_membership(membership=officer.membership, ends_before=TODAY, by=BY, at=at)
    token = invite(in_ina, at, role="section_head", title="係長")
    again = services.accept_invitation(token=token, user=user, by=BY, at=at)
    assert (again.pk, again.role, again.title) == (officer.membership.pk, "section_head", "係長")
    assert (again.starts_on, again.ends_before) == (TODAY, None)
    assert Entry.objects.filter(
        action="identity.membership.change", before__role="officer", after__role="section_head"
    ).exists()


def test_contractor_without_an_end_is_refused_by_the_database(in_ina: Organization) -> None:
    support = make_organization("support", name="支援", kind="contractor")
    with pytest.raises(IntegrityError, match="identity_contractor_ends"), transaction.atomic():
        Membership.objects.create(
            user=make_user("x@example.jp"), role="contractor", name="x", employer=support, starts_on=TODAY
        )


def test_ended_membership_counts_no_more(in_ina: Organization, officer: Member, at: datetime) -> None:
    services.end_membership(membership=officer.membership, ends_before=TODAY, by=BY, at=at)
    assert list(selectors.members(on=TODAY)) == []
    assert [member.pk for member in selectors.members(on=TODAY - timedelta(days=1))] == [officer.membership.pk]


def test_two_editors_of_a_member(in_ina: Organization, officer: Member, at: datetime) -> None:
    change = {"role": "section_head", "name": "佐藤 係長", "title": "係長", "version": 1}
    services.change_membership(membership=officer.membership, **change, by=BY, at=at)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        services.change_membership(membership=officer.membership, **change, by=BY, at=at)  # type: ignore[arg-type]


def test_second_operator_and_reserved_slug_are_refused(operator_organization: Organization, at: datetime) -> None:
    for fields in ({"slug": "second", "kind": "operator"}, {"slug": "account", "kind": "municipality"}):
        with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
            services.open_organization(fields={"name": "x", **fields}, by=BY, at=at)


def test_opening_an_organization_is_its_first_entry(operator_organization: Organization, at: datetime) -> None:
    town = services.open_organization(fields={"slug": "kayo", "name": "通町", "kind": "municipality"}, by=BY, at=at)
    with scope.of_organization(town.pk):
        assert [entry.action for entry in Entry.objects.all()] == ["organization.open"]


@pytest.mark.parametrize(("day", "value"), [("2026-11-19", 5), ("2026-11-20", 3), ("2026-11-30", 3), ("2026-12-01", 7)])
def test_setting_counts_from_its_day(in_ina: Organization, at: datetime, day: str, value: int) -> None:
    services.set_setting(which=DAYS, value=3, starts_on=TODAY, by=BY, at=at)
    services.set_setting(which=DAYS, value=7, starts_on=date(2026, 12, 1), by=BY, at=at)
    assert setting(DAYS, on=date.fromisoformat(day)) == value


@pytest.mark.parametrize("value", [0, 61])
def test_setting_outside_its_limits_is_refused(in_ina: Organization, at: datetime, value: int) -> None:
    with pytest.raises(ValueError, match="1から60日まで"):
        services.set_setting(which=DAYS, value=value, starts_on=TODAY, by=BY, at=at)


def test_sharing_counts_for_its_time_only(
    ina: Organization, nagano: Organization, sado: Organization, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        sharing = services.share(
            giver=ina, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at
        )
        services.end_sharing(sharing=sharing, by=BY, at=at)
    with scope.of_organization(nagano.pk):
        assert givers_to(nagano, Shared.FIGURES, on=date(2026, 11, 19)) == [ina]
        for day in (date(2026, 3, 31), TODAY):
            assert givers_to(nagano, Shared.FIGURES, on=day) == []
    with scope.of_organization(sado.pk):
        assert not Sharing.objects.exists()


def test_future_sharing_that_is_ended_never_was(ina: Organization, nagano: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        sharing = services.share(giver=ina, reader=nagano, what=Shared.FIGURES, starts_on=TODAY, by=BY, at=at)
        services.end_sharing(sharing=sharing, by=BY, at=at)
        assert not Sharing.objects.exists()


def test_erasing_a_person_leaves_no_log_in(hana: Person, at: datetime) -> None:
    services.add_household_member(
        person=hana, fields={"relation": "child", "name": "実", "birth_on": None}, by=actor_of(hana), at=at
    )
    hana.refresh_from_db()
    services.erase_person(person=hana, by=actor_of(hana), at=at)
    assert not Person.objects.exists()
    assert not User.objects.exists()
    from kayoi.foundation.identity.models import Household, HouseholdMember

    assert not Household.objects.exists()
    assert not HouseholdMember.objects.exists()


def test_erasing_keeps_the_log_in_that_a_town_needs(officer: Member, at: datetime) -> None:
    person = services.ensure_person(user=officer.user, by=BY, at=at)
    services.erase_person(person=person, by=BY, at=at)
    assert User.objects.filter(pk=officer.user.pk).exists()
    assert not Person.objects.exists()


def test_profile_entry_names_fields_and_no_values(
    operator_organization: Organization, hana: Person, at: datetime
) -> None:
    services.change_person(person=hana, changes={"name": "山田 華"}, version=1, by=actor_of(hana), at=at)
    with pytest.raises(ChangedMeanwhile):
        services.change_person(person=hana, changes={"name": "x"}, version=1, by=actor_of(hana), at=at)
    with scope.of_organization(operator_organization.pk):
        entry = Entry.objects.get(action="person.change")
    assert entry.after == {"fields": ["name"]}


def test_one_person_of_a_partner_is_ended_and_the_others_stay(in_ina: Organization, at: datetime) -> None:
    partner = services.open_partner(kind=OrganizationKind.HOST, name="団体", by=BY, at=at)
    left, stays = (make_member(partner, "sublessor", name) for name in ("去る 人", "残る 人"))
    assert member_of(None, left.membership.pk) is None
    found = member_of(partner, left.membership.pk)
    assert found is not None
    services.end_partner_member(membership=found, by=BY, at=at)
    with scope.of_organization(partner.pk):
        assert [one.pk for one in members(on=local_date(at))] == [stays.membership.pk]
