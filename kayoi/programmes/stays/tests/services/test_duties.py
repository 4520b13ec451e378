"""Guests, intent and leases: written down, asked for before the key, forgotten in time."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import Guest, Lease, Stay
from kayoi.programmes.stays.selectors.duties import check_in_allowed, duties_of, passport_of
from kayoi.programmes.stays.services import duties
from kayoi.programmes.stays.services.duties import Written
from kayoi.programmes.stays.states import Intent
from kayoi.programmes.stays.tests.factories import a_house, a_room, a_stay
from tests.cast import Member

FIRST = date(2026, 12, 1)
HERE = Written("山田 花", "長野県松本市1", "090-0000-0001")
ABROAD = Written("Anna Berg", "Oslo", "+47 1", True, "Norway", "N1234567", True)


def allowed(basis: str, at: datetime) -> Stay:
    return a_stay(a_room(a_house(at=at, basis=basis, basis_detail="第1号"), at=at), at=at, is_allowed=True)


def lacking(stay: Stay) -> list[str]:
    return [one.code for one in check_in_allowed(stay, on=FIRST).reasons]


def test_everybody_stands_in_the_register_before_the_key_is_given(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    stay = allowed("inn", at)
    assert lacking(stay) == ["stays.register_short"]
    duties.write_guest(stay=stay, guest=HERE, by=officer.actor, at=at)
    row = duties.write_guest(stay=stay, guest=ABROAD, by=officer.actor, at=at)
    assert lacking(stay) == []
    assert "N1234567" not in row.passport_sealed
    assert passport_of(row) == "N1234567"
    assert "N1234567" not in str(list(Entry.objects.values_list("after", flat=True)))
    duties.strike_guest(guest=row, why="書き間違い", by=officer.actor, at=at)
    assert lacking(stay) == ["stays.register_short"]


def test_a_row_from_abroad_needs_its_passport(in_ina: Organization, officer: Member, at: datetime) -> None:
    with pytest.raises(duties.UnableToRecord) as refused:
        duties.write_guest(
            stay=allowed("inn", at), guest=Written("Anna", "Oslo", "+47", True, "Norway"), by=officer.actor, at=at
        )
    assert refused.value.verdict.reasons[0].missing == ("passport_number",)


def test_the_register_is_forgotten_after_three_years(in_ina: Organization, officer: Member, at: datetime) -> None:
    row = duties.write_guest(stay=allowed("inn", at), guest=HERE, by=officer.actor, at=at)
    assert row.kept_until == date(2029, 12, 4)
    last = at + (row.kept_until - local_date(at))
    assert duties.forget_guests(by=officer.actor, at=last) == 0
    assert duties.forget_guests(by=officer.actor, at=last + timedelta(days=1)) == 1
    assert not Guest.objects.exists()


def test_whoever_means_neither_to_buy_nor_to_rent_is_not_let_in_by_the_notice(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    stay = allowed("notice", at)
    assert lacking(stay) == ["stays.intent_unconfirmed"]
    record = duties.confirm_intent(
        stay=stay, intent=Intent.NEITHER, said="旅行です", asked_on=FIRST, by=officer.actor, at=at
    )
    assert lacking(stay) == ["stays.intent_unconfirmed"]
    duties.confirm_intent(stay=stay, intent=Intent.BUY, said="中古を探す", asked_on=FIRST, by=officer.actor, at=at)
    record.refresh_from_db()
    assert (record.said, lacking(stay)) == ("中古を探す", [])
    assert duties_of(stay, on=FIRST).owes_intent


def test_a_lease_is_explained_before_it_is_signed(in_ina: Organization, officer: Member, at: datetime) -> None:
    stay, by = allowed("fixed_lease", at), officer.actor
    assert lacking(stay) == ["stays.not_explained", "stays.not_signed"]
    with pytest.raises(duties.UnableToRecord):
        duties.note_signed(stay=stay, signed_on=date(2026, 11, 25), by=by, at=at)
    papers = [duties.issue_explanation(stay=stay, by=by, at=at), duties.issue_contract(stay=stay, by=by, at=at)]
    duties.note_explained(stay=stay, explained_on=date(2026, 11, 24), by=by, at=at)
    duties.note_signed(stay=stay, signed_on=date(2026, 11, 25), by=by, at=at)
    assert lacking(stay) == []
    lease = Lease.objects.get()
    assert [lease.explanation, lease.contract] == papers
    assert [one.title for one in papers] == ["定期建物賃貸借契約についての事前説明書", "定期建物賃貸借契約書"]
    assert all(letter_pdf(one).startswith(b"%PDF") for one in papers)
