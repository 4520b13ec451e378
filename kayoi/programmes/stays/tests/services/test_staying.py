"""From the key to the end: arriving, leaving, missing, taking back, inspecting; counted once."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.tests.factories import make_ruleset
from kayoi.engines.reservations.rules import nights
from kayoi.engines.reservations.tests.factories import make_booking
from kayoi.engines.rulesets.models import Ruleset
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import JST
from kayoi.programmes.stays.models import Cleaning, House, Room, Stay
from kayoi.programmes.stays.selectors import checks
from kayoi.programmes.stays.services import inspecting, staying
from kayoi.programmes.stays.services.charging import charge, note_payment
from kayoi.programmes.stays.services.inspecting import Found
from kayoi.programmes.stays.services.staying import UnableToStay
from kayoi.programmes.stays.states import STAY, ChargeKind, PaidBy
from kayoi.programmes.stays.tests.factories import a_house, a_priced_stay, a_procedure, a_room, a_stay, an_address_rule
from tests.cast import Member

FIRST, LAST = datetime(2026, 12, 1, 15, 0, tzinfo=JST), datetime(2026, 12, 4, 10, 0, tzinfo=JST)
EARLY = datetime(2026, 12, 3, 9, 0, tzinfo=JST)


def codes(refused: pytest.ExceptionInfo[UnableToStay]) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def staying_now(officer: Member, **fields: Any) -> Stay:
    stay = a_stay(is_allowed=True, **fields)
    staying.check_in(stay=stay, by=officer.actor, at=FIRST)
    stay.refresh_from_db()
    return stay


def left(officer: Member, at: datetime = LAST, **fields: Any) -> Stay:
    stay = staying_now(officer, **fields)
    staying.check_out(stay=stay, by=officer.actor, at=at)
    stay.refresh_from_db()
    return stay


def counted() -> list[tuple[str, int]]:
    rows = Engagement.objects.filter(cause=STAY).order_by("pk")
    return [(kind, int(quantity)) for kind, quantity in rows.values_list("kind", "quantity")]


def test_in_and_out_and_closed_is_counted_once(in_ina: Organization, officer: Member) -> None:
    stay = staying_now(officer)
    assert (stay.status, stay.booking.status, stay.arrived_at) == ("staying", "in_use", FIRST)
    staying.check_out(stay=stay, by=officer.actor, at=LAST)
    staying.check_out(stay=stay, by=officer.actor, at=LAST)  # pressed twice
    assert FollowUp.objects.open().get(cause=STAY).title.startswith("退去後の点検をする")
    assert counted() == []
    inspecting.inspect(stay=stay, found=Found(LAST.date()), by=officer.actor, at=LAST)
    with pytest.raises(UnableToStay):
        inspecting.inspect(stay=stay, found=Found(LAST.date()), by=officer.actor, at=LAST)
    stay.refresh_from_db()
    assert stay.status == "closed"
    assert counted() == [("stay", 6)]
    assert Engagement.objects.get(cause=STAY).unit == "人泊"
    assert FollowUp.objects.open().get(cause=STAY).title.startswith("滞在の後の様子を聞く")
    assert checks.states_that_cannot_meet() == checks.days_unlike_bookings() == 0


def test_by_the_code_of_the_room_on_its_days_only(in_ina: Organization, officer: Member) -> None:
    stay = a_stay(is_allowed=True)
    Room.objects.filter(pk=stay.room_id).update(arrival_code="K7QM3X")
    with pytest.raises(UnableToStay) as refused:
        staying.arrive(stay=stay, code="k7qm3x", by=officer.actor, at=FIRST - timedelta(days=1))
    assert codes(refused) == ["stays.not_on_these_days"]
    with pytest.raises(UnableToStay) as refused:
        staying.arrive(stay=stay, code="x", by=officer.actor, at=FIRST)
    assert codes(refused) == ["stays.wrong_code"]
    for _ in range(2):
        staying.arrive(stay=stay, code="k7qm 3x", by=officer.actor, at=FIRST)
    stay.refresh_from_db()
    assert stay.status == "staying"


@pytest.mark.parametrize(
    ("lives_in", "said"),
    [
        (None, ["stays.address_unasked"]), ("20209", ["stays.moved_since"]),  # moved into the town: cancelled
        ("", []), ("20202", []),  # where they lived, or elsewhere outside of it
    ],
)  # fmt: skip
def test_who_has_moved_into_the_town_since_gets_no_key(
    in_ina: Organization, officer: Member, lives_in: str | None, said: list[str]
) -> None:
    room = a_room(a_house(procedure=a_procedure(ruleset=an_address_rule())))
    stay = a_stay(room, is_allowed=True, lives_in="13101")
    Room.objects.filter(pk=room.pk).update(arrival_code="K7QM3X")
    if not said:
        staying.check_in(stay=stay, lives_in=lives_in, by=officer.actor, at=FIRST)
        return
    with pytest.raises(UnableToStay) as refused:
        staying.check_in(stay=stay, lives_in=lives_in, by=officer.actor, at=FIRST)
    assert codes(refused) == said
    with pytest.raises(UnableToStay) as refused:
        staying.arrive(stay=stay, code="K7QM3X", by=officer.actor, at=FIRST)
    assert codes(refused) == ["stays.address_unasked"]
    staying.arrive(stay=stay, code="K7QM3X", same_address=True, by=officer.actor, at=FIRST)


def test_unpaid_the_key_is_given_with_a_reason_only(in_ina: Organization, officer: Member) -> None:
    stay = a_stay(is_allowed=True)
    fee = charge(stay=stay, kind=ChargeKind.FEE, amount_yen=3000, words="", by=officer.actor, at=FIRST)
    with pytest.raises(UnableToStay) as refused:
        staying.check_in(stay=stay, by=officer.actor, at=FIRST)
    assert codes(refused) == ["stays.unpaid"]
    staying.check_in(stay=stay, why="銀行の休み", by=officer.actor, at=FIRST)
    assert fee.paid_on is None


def test_left_early_the_rest_is_free_and_the_price_stays(in_ina: Organization, officer: Member) -> None:
    stay = left(officer, EARLY)
    assert (stay.leaves_on, stay.was_until) == (date(2026, 12, 3), date(2026, 12, 4))
    assert not stay.charges.exists()
    make_booking(stay.room.unit, nights(date(2026, 12, 3), date(2026, 12, 4)), at=EARLY)  # free again
    with pytest.raises(UnableToStay):  # so that the departure cannot be taken back
        staying.take_back(stay=stay, why="誤り", by=officer.actor, at=EARLY)
    assert checks.days_unlike_bookings() == 0


def test_what_the_ruleset_gives_back_to_who_leaves_early(in_ina: Organization, officer: Member, at: datetime) -> None:
    stay = a_priced_stay(is_allowed=True)
    body = {
        "anchor": "stay.starts_on", "source": "架空町条例",
        "condition": {"fact": "cancel.on", "at_most": {"fact": "stay.ends_on"}, "source": "第9条"},
        "amount": [
            {"start": {"fact": "charge.price_yen"}, "source": "第9条"},
            {"times": "1/3", "if": {"fact": "cancel.left_early", "is": True}, "source": "第9条"},
        ],
    }  # fmt: skip
    rule = make_ruleset(key="early", body=body)
    Ruleset.objects.filter(pk=rule.pk).update(kind="price")
    House.objects.filter(pk=stay.room.house_id).update(cancel_rule=rule)
    staying.check_in(stay=stay, by=officer.actor, at=FIRST)
    assert staying.check_out(stay=stay, by=officer.actor, at=EARLY) == 8000
    assert stay.charges.get(kind=ChargeKind.REFUND).amount_yen == 8000
    staying.take_back(stay=stay, why="誤り", by=officer.actor, at=EARLY)
    stay.refresh_from_db()
    assert (stay.status, stay.leaves_on, stay.booking.leaves_on) == ("staying", date(2026, 12, 4), date(2026, 12, 4))
    assert not stay.charges.exists()


def test_nobody_came_the_room_is_free(in_ina: Organization, officer: Member) -> None:
    stay = a_stay(is_allowed=True)
    with pytest.raises(UnableToStay):
        staying.mark_absent(stay=stay, why="連絡なし", by=officer.actor, at=FIRST - timedelta(days=2))
    staying.mark_absent(stay=stay, why="連絡なし", by=officer.actor, at=FIRST)
    stay.refresh_from_db()
    assert (stay.status, stay.booking.status) == ("absent", "no_show")
    staying.take_back(stay=stay, why="遅れて着いた", by=officer.actor, at=FIRST)
    stay.refresh_from_db()
    assert (stay.status, stay.booking.status) == ("allowed", "confirmed")
    assert counted() == []


def test_every_wrong_entry_goes_back_one_by_one(in_ina: Organization, officer: Member) -> None:
    stay = left(officer)
    inspecting.inspect(stay=stay, found=Found(LAST.date()), by=officer.actor, at=LAST)
    seen = []
    for _ in range(3):
        staying.take_back(stay=stay, why="誤り", by=officer.actor, at=LAST)
        stay.refresh_from_db()
        seen.append((stay.status, stay.booking.status))
        assert checks.states_that_cannot_meet() == 0
    assert seen == [("left", "finished"), ("staying", "in_use"), ("allowed", "confirmed")]
    assert counted() == [("stay", 6), ("stay_withdrawn", 6)]
    assert stay.arrived_at is None


@pytest.mark.parametrize(
    ("damage", "money"),
    [(0, {"deposit_back": 10_000}), (4_000, {"deposit_back": 6_000}), (15_000, {"damage": 5_000})],
)
def test_what_is_broken_is_taken_from_the_deposit(
    in_ina: Organization, officer: Member, damage: int, money: dict[str, int], settings: Any, tmp_path: Path
) -> None:
    settings.UPLOADS = tmp_path
    stay = left(officer)
    deposit = charge(stay=stay, kind=ChargeKind.DEPOSIT, amount_yen=10_000, words="", by=officer.actor, at=FIRST)
    note_payment(charge=deposit, paid_on=FIRST.date(), paid_by=PaidBy.SLIP, by=officer.actor, at=FIRST)
    photo: Any = BytesIO(picture())
    photo.name, photo.size = "窓.jpg", len(photo.getvalue())
    found = Found(LAST.date(), "窓が割れている", damage, [photo])
    inspection = inspecting.inspect(stay=stay, found=found, by=officer.actor, at=LAST)
    rows = stay.charges.exclude(kind=ChargeKind.DEPOSIT).values_list("kind", "amount_yen")
    assert dict(rows) == money
    assert inspection.pictures.count() == 1


def test_cleaned_once(in_ina: Organization, officer: Member) -> None:
    stay = left(officer)
    for who in ("クリーン社", "山田"):
        inspecting.note_cleaning(booking=stay.booking, done_by=who, by=officer.actor, at=LAST)
    assert Cleaning.objects.get().done_by == "山田"
