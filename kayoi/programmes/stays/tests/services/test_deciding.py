"""Allowed and refused by two people; asked for, paid, relieved; somebody more comes along."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.engines.procedures.services import Decided, UnableToDecide
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.tests.factories import BY
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import Charge, Stay
from kayoi.programmes.stays.selectors import checks
from kayoi.programmes.stays.selectors.deciding import lent_days, may_allow, uses_in_words
from kayoi.programmes.stays.selectors.letters import says_allowed
from kayoi.programmes.stays.services import charging, deciding
from kayoi.programmes.stays.services.cancelling import cancel_for
from kayoi.programmes.stays.services.changing import UnableToChangeStay, extend_stay
from kayoi.programmes.stays.services.companions import add_companion
from kayoi.programmes.stays.states import CANCELLED_MAIL, STAY, CancelReason, ChargeKind, PaidBy, Relief
from kayoi.programmes.stays.tests.factories import DEPOSIT, a_house, a_priced_stay, a_room, a_stay, some_prices
from tests.cast import Member

LINK = "https://example.jp/ina/stays/a/{token}/"
YES, NO = ApplicationStatus.APPROVED, ApplicationStatus.REFUSED


def proposed(stay: Stay, by: Member, at: datetime, *reasons: str) -> Stay:
    outcome = NO if reasons else YES
    deciding.propose_stay(stay=stay, outcome=outcome, reasons=reasons, by=by.actor, at=at)
    return Stay.objects.select_related("booking", "application", "room__house").get(pk=stay.pk)


def signed(town: Organization, stay: Stay, by: Member, at: datetime) -> Decided:
    done = deciding.sign_stay(organization=town, stay=stay, link=LINK, by=by.actor, at=at)
    assert isinstance(done, Decided)
    return done


def allowed(town: Organization, officer: Member, head: Member, at: datetime, **fields: str) -> Stay:
    stay = proposed(a_priced_stay(at=at, **fields), officer, at)
    signed(town, stay, head, at)
    return Stay.objects.select_related("booking", "application", "room__house").get(pk=stay.pk)


def test_allowed_the_room_is_theirs_and_the_price_is_asked_for(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    stay = proposed(a_priced_stay(at=at), officer, at)
    assert FollowUp.objects.open().get(cause=STAY).title.startswith("滞在の申請を決裁する")
    with pytest.raises(UnableToDecide):  # who has examined does not decide
        deciding.sign_stay(organization=in_ina, stay=stay, link=LINK, by=officer.actor, at=at)
    letter = signed(in_ina, stay, head, at).letter
    stay.refresh_from_db()
    assert (stay.status, stay.booking.status, stay.booking.lapses_at) == ("allowed", "confirmed", None)
    money = dict(Charge.objects.values_list("kind", "amount_yen"))
    assert money == {ChargeKind.FEE: 12_000, ChargeKind.DEPOSIT: 10_000}
    assert set(Charge.objects.values_list("due_on", flat=True)) == {date(2026, 12, 4)}
    said = dict(letter.values["stay"])
    assert said["利用料"] == "金12,000円"
    assert said["納期限"] == "令和8年12月4日"
    assert said["所在地"].endswith("高遠町1番地")
    assert "不服" in letter.values["instruction"] or "審査請求" in letter.values["instruction"]
    assert letter_pdf(letter).startswith(b"%PDF")
    assert not FollowUp.objects.open().filter(cause=STAY).exists()
    assert checks.states_that_cannot_meet() == 0


def test_refused_the_room_is_free_and_the_letter_opens_other_doors(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    stay = a_priced_stay(at=at)
    other = a_room(a_house(at=at, name="長谷の家"), at=at)
    stay = proposed(stay, officer, at, "観光が目的です。")
    letter = signed(in_ina, stay, head, at).letter
    fresh = Stay.objects.select_related("booking").get(pk=stay.pk)
    assert (fresh.status, fresh.booking.status, fresh.why) == ("refused", "cancelled", "観光が目的です。")
    assert letter.title == "利用不許可通知書"
    assert letter.values["reasons"] == ["観光が目的です。"]
    assert any("長谷の家" in line for line in letter.values["doors"])
    assert "所在地" not in dict(letter.values["stay"])
    assert letter_pdf(letter).startswith(b"%PDF")
    assert not Charge.objects.exists()
    assert other.house.name == "長谷の家"
    assert checks.states_that_cannot_meet() == 0


def test_a_contract_says_nothing_of_appeals(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    allowed(in_ina, officer, head, at, basis="notice")
    assert Letter.objects.get().values["instruction"] == ""


def test_a_lease_of_three_nights_is_not_allowed_by_law(in_ina: Organization, officer: Member, at: datetime) -> None:
    stay = a_priced_stay(at=at, basis="fixed_lease")
    with pytest.raises(deciding.UnableToAllow) as refused:
        deciding.propose_stay(stay=stay, outcome=YES, by=officer.actor, at=at)
    assert [one.code for one in refused.value.verdict.reasons] == ["stays.shorter_than_a_month"]


def test_without_a_price_nothing_is_allowed(in_ina: Organization, officer: Member, at: datetime) -> None:
    stay = a_priced_stay(at=at)
    Stay.objects.filter(pk=stay.pk).update(price_yen=None)
    with pytest.raises(deciding.UnableToAllow) as refused:
        deciding.propose_stay(stay=stay, outcome=YES, by=officer.actor, at=at)
    assert [one.code for one in refused.value.verdict.reasons] == ["stays.price_open"]


@pytest.mark.parametrize(("nights", "price", "asked"), [(3, 12_000, 2_400), (2, 8_000, None), (3, None, "open")])
def test_a_deposit_by_its_rule(
    in_ina: Organization, officer: Member, at: datetime, nights: int, price: int | None, asked: int | str | None
) -> None:
    rule = some_prices("stay-deposit", DEPOSIT)
    stay = a_stay(a_room(a_house(at=at, deposit_rule=rule, deposit_yen=9), at=at), at=at, price_yen=price,
                  leaves_on=date(2026, 12, 1 + nights))  # fmt: skip
    if asked == "open":
        assert [one.code for one in may_allow(stay, at=at).reasons] == ["stays.deposit_open"]
        return
    assert may_allow(stay, at=at).met
    charging.charge_allowed(stay=stay, by=officer.actor, at=at)
    row = Charge.objects.filter(kind=ChargeKind.DEPOSIT).first()
    assert (row.amount_yen if row else None) == asked
    assert dict(says_allowed(stay, on=at.date())["stay"]).get("預り金") == ("金2,400円" if asked else None)


def test_a_price_that_changed_goes_back_to_the_examiner(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    stay = proposed(a_priced_stay(at=at), officer, at)
    Stay.objects.filter(pk=stay.pk).update(price_yen=1)
    with pytest.raises(deciding.UnableToAllow):
        deciding.sign_stay(organization=in_ina, stay=stay, link=LINK, by=head.actor, at=at)
    deciding.send_back_stay(stay=stay, why="料金", by=head.actor, at=at)
    assert stay.application is not None
    stay.application.refresh_from_db()
    assert stay.application.status == ApplicationStatus.SUBMITTED
    assert FollowUp.objects.open().get(cause=STAY).owner_id == officer.membership.pk


def test_given_back_by_mail_and_letter(in_ina: Organization, officer: Member, at: datetime) -> None:
    stay = a_priced_stay(at=at)
    assert stay.case_file is not None
    type(stay.case_file).objects.update(email="m@example.jp")
    stay = Stay.objects.get(pk=stay.pk)
    what = deciding.Return(["同行者の生年月日"], date(2026, 11, 30), by_letter=True)
    deciding.return_stay(organization=in_ina, stay=stay, what=what, link=LINK, by=officer.actor, at=at)
    assert "同行者の生年月日" in Message.objects.get().body
    assert Letter.objects.get().values["reasons"] == ["同行者の生年月日"]


def test_a_payment_is_noted_once_and_taken_back_with_a_reason(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    allowed(in_ina, officer, head, at)
    fee = Charge.objects.get(kind=ChargeKind.FEE)
    charging.note_payment(charge=fee, paid_on=date(2026, 11, 25), paid_by=PaidBy.DONATION, by=officer.actor, at=at)
    with pytest.raises(charging.UnableToCharge):
        charging.note_payment(charge=fee, paid_on=date(2026, 11, 26), paid_by=PaidBy.SLIP, by=officer.actor, at=at)
    charging.take_payment_back(charge=fee, why="別の人の入金", by=officer.actor, at=at)
    fee.refresh_from_db()
    assert (fee.paid_on, fee.paid_by) == (None, "")


def test_relief_by_the_ruleset_and_by_hand(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    stay = allowed(in_ina, officer, head, at)

    def relieve(relief: Relief, amount: int | None = None) -> list[tuple[str, int]]:
        charging.relieve(
            stay=stay, relief=relief, article="条例第8条", why="被災", amount_yen=amount, by=head.actor, at=at
        )
        fees = Charge.objects.filter(kind__in=[ChargeKind.FEE, ChargeKind.REFUND]).order_by("pk")
        return list(fees.values_list("kind", "amount_yen"))

    assert relieve(Relief.DISASTER, 5_000) == [("fee", 5_000)]
    stay.refresh_from_db()
    assert stay.price_yen == 5_000
    assert stay.price["lines"][-1]["yen"] == -7_000
    assert relieve(Relief.CHILD) == []  # free by the ruleset
    with pytest.raises(charging.UnableToCharge):
        relieve(Relief.DISASTER, 20_000)


@pytest.mark.parametrize(("amount", "longer", "more"), [(5_000, 9_000, 4_000), (0, 0, 0)])
def test_relief_by_hand_stays_when_a_stay_becomes_longer(
    in_ina: Organization, officer: Member, head: Member, at: datetime, amount: int, longer: int, more: int
) -> None:
    stay = allowed(in_ina, officer, head, at)
    words: Any = {"relief": Relief.DISASTER, "article": "条例第8条", "why": "被災"}
    charging.relieve(stay=stay, **words, amount_yen=amount, by=head.actor, at=at)
    extend_stay(stay=stay, until=stay.leaves_on + timedelta(days=1), why="道路の復旧まで", by=head.actor, at=at)
    stay.refresh_from_db()
    assert stay.price_yen == longer
    assert stay.price["total_yen"] == sum(line["yen"] for line in stay.price["lines"]) == longer
    extra = Charge.objects.filter(words="延長の分").values_list("amount_yen", flat=True)
    assert sum(extra) == more
    assert FollowUp.objects.open().get(cause=STAY).title.startswith("料金が変わりました。減免を見直す")
    charging.relieve(stay=stay, **words, amount_yen=longer, by=head.actor, at=at)
    stay.refresh_from_db()
    assert stay.price_yen == longer


def test_what_was_paid_beyond_goes_back(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    stay = allowed(in_ina, officer, head, at)
    fee = Charge.objects.get(kind=ChargeKind.FEE)
    charging.note_payment(charge=fee, paid_on=date(2026, 11, 25), paid_by=PaidBy.SLIP, by=officer.actor, at=at)
    charging.relieve(stay=stay, relief=Relief.CHILD, article="第8条", why="乳児", by=head.actor, at=at)
    assert Charge.objects.get(kind=ChargeKind.REFUND).amount_yen == 12_000


def test_a_companion_who_comes_later_is_priced_and_fits(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    stay = allowed(in_ina, officer, head, at)
    add_companion(stay=stay, name="子", birth_on=date(2020, 1, 1), relation="子", by=officer.actor, at=at)
    assert (stay.adults, stay.children, stay.price_yen) == (2, 1, 13_000)
    stay.booking.refresh_from_db()
    assert stay.booking.persons == 3
    assert list(Charge.objects.filter(kind=ChargeKind.FEE).values_list("amount_yen", flat=True)) == [13_000]
    add_companion(stay=stay, name="祖母", birth_on=None, by=officer.actor, at=at)
    assert (stay.adults, stay.children) == (3, 1)
    with pytest.raises(UnableToChangeStay) as refused:
        add_companion(stay=stay, name="友人", birth_on=None, by=officer.actor, at=at)
    assert [one.code for one in refused.value.verdict.reasons] == ["stays.full"]
    assert stay.companions.count() == 2


def test_cancelled_by_the_office_the_guest_is_told_and_asked_for_no_more(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    stay = allowed(in_ina, officer, head, at)
    CaseFile.objects.update(email="m@example.jp")
    stay = Stay.objects.get(pk=stay.pk)
    cancel_for(
        organization=in_ina, stay=stay, why="雪害", reason=CancelReason.TOWN, link=LINK, by=head.actor, at=at
    )  # fmt: skip
    assert not Charge.objects.exists()
    mail = Message.objects.get(template=CANCELLED_MAIL)
    assert "雪害" in mail.body
    assert "https://example.jp/ina/stays/a/" in mail.body
    assert stay.room.house.name not in mail.body
    assert checks.states_that_cannot_meet() == 0


def test_uses_of_the_year_and_nights_lent(in_ina: Organization, at: datetime) -> None:
    room = a_room(at=at)
    first = a_stay(room, at=at, is_allowed=True)
    second = a_stay(room, at=at, arrives_on=date(2026, 12, 20), leaves_on=date(2026, 12, 22), file=first.case_file)
    assert uses_in_words(second)[0] == "この年度の利用: 1回(この申請を除く)"
    assert uses_in_words(second)[1].startswith("前の利用からの間隔: 16日")
    assert lent_days(second) == 3
    reservations.cancel(booking=second.booking, by=BY, at=at)
