"""Members of a space: fees, notice, pauses, what is included, who may join: the tables of cases."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.reservations.rules import Span
from kayoi.kit.dates import JST, months_later
from kayoi.programmes.stays.rules import desks as rules
from kayoi.programmes.stays.rules.desks import Good, Included, Pause, Use
from kayoi.programmes.stays.states import LegalBasis
from kayoi.programmes.stays.states.desks import Counted, PartMonths
from kayoi.programmes.stays.tests.test_rules import cases

Row = dict[str, str]
ONE_DAY = timedelta(days=1)
day = date.fromisoformat


def after(text: str) -> date | None:
    return day(text) + ONE_DAY if text else None


def pauses(row: Row) -> list[Pause]:
    ends = after(row["休会の最終日"])
    return [Pause(day(row["休会の初日"]), ends)] if ends else []


def codes(answer: object) -> str:
    return " ".join(one.code for one in answer.reasons)  # type: ignore[attr-defined]


@cases("desks_fee_of")
def test_the_fee_of_a_month(row: Row) -> None:
    found = rules.fee_of(
        int(row["会費"]), PartMonths.of(row["途中の月"]), starts_on=day(row["利用の初日"]),
        ends_before=after(row["最終日"]), month=day(row["月"]), pauses=pauses(row),
    )  # fmt: skip
    assert (found and found.yen) == (int(row["金額"]) if row["金額"] else None)


@cases("desks_notice")
def test_when_a_membership_ends_by_its_notice(row: Row) -> None:
    found = rules.ends_before_by_notice(
        day(row["申出の日"]), notice_days=int(row["何日前"]), starts_on=day(row["利用の初日"]),
        least_months=int(row["最低利用期間(月)"]),
    )  # fmt: skip
    assert found == after(row["最終日"])


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 90), st.integers(0, 24), st.integers(0, 900))
def test_a_membership_never_ends_before_notice_and_term_are_over(
    first: date, days: int, months: int, later: int
) -> None:
    notice = first + timedelta(days=later)
    found = rules.ends_before_by_notice(notice, notice_days=days, starts_on=first, least_months=months)
    assert found.day == 1
    assert found > notice + timedelta(days=days)
    assert found >= months_later(first, months)


@cases("desks_over_of")
def test_what_is_above_what_the_fee_includes(row: Row) -> None:
    included = Included(
        Counted.of(row["数え方"]), int(row["含まれる量"]) if row["含まれる量"] else None, int(row["超えた料金"])
    )
    uses = [Use(date(2026, 11, int(one[:2])), int(one[3:])) for one in row["利用(日:分)"].split()]
    assert rules.over_of(included, uses) == tuple(int(row[one]) for one in ("使った量", "超えた量", "金額"))


def clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


@cases("desks_may_use")
def test_when_a_member_may_book(row: Row) -> None:
    good = Good(
        day(row["初日"]), after(row["最終日"]), pauses(row), row["曜日"], clock(row["開始"]), clock(row["終了"])
    )
    hours = [f"{row['利用の日']}T{row[one]}" for one in ("何時から", "何時まで")]
    span = Span(*(datetime.fromisoformat(one).replace(tzinfo=JST) for one in hours))
    included = Included(
        Counted.HOURS, int(row["含まれる時間"]) if row["含まれる時間"] else None,
        int(row["超えた料金"]) if row["超えた料金"] else None,
    )  # fmt: skip
    before = [Use(date(2026, 11, 2), int(row["前の利用(分)"]))]
    assert codes(rules.may_use(good, span, included, before=before, on=date(2026, 11, 20))) == row["理由"]


def test_a_booking_over_midnight_is_no_use_of_a_desk() -> None:
    night = Span(datetime(2026, 11, 24, 22, tzinfo=JST), datetime(2026, 11, 25, 1, tzinfo=JST))
    good = Good(date(2026, 11, 1), None)
    assert codes(rules.may_use(good, night, Included(Counted.DAYS, None, 0), before=[], on=date(2026, 11, 20))) == (
        "desks.outside_plan"
    )


@cases("desks_may_pause")
def test_when_a_member_may_pause(row: Row) -> None:
    def months(first: str, last: str) -> Pause:
        return Pause(day(f"{first}-01"), months_later(day(f"{last}-01"), 1))

    others = [months(one, one) for one in row["ほかの休会"].split()]
    answer = rules.may_pause(
        months(row["最初の月"], row["最後の月"]), on=day(row["きょう"]), starts_on=day(row["利用の初日"]),
        ends_before=after(row["最終日"]), most_months=int(row["続けて何か月"]), pauses=others,
    )  # fmt: skip
    assert codes(answer) == row["理由"]


@cases("desks_may_join")
def test_who_may_join(row: Row) -> None:
    answer = rules.may_join(
        is_open=row["募集中"] == "yes", has_price=row["会費がある"] == "yes", left=int(row["残り"]),
        starts_on=day(row["利用の初日"]), on=day(row["きょう"]) if row["きょう"] else None,
    )  # fmt: skip
    assert codes(answer) == row["理由"]


@cases("desks_may_price")
def test_what_fee_may_be_set(row: Row) -> None:
    answer = rules.may_price(LegalBasis.of(row["根拠"]), article=row["条"], starts_on=day(row["いつから"]))
    assert codes(answer) == row["理由"]


def test_a_plan_opens_with_a_fee_and_a_desk() -> None:
    assert codes(rules.may_open(has_price=True, rooms=1)) == ""
    assert codes(rules.may_open(has_price=False, rooms=0)) == "desks.no_price desks.no_rooms"


@cases("desks_turnover")
def test_a_month_in_figures(row: Row) -> None:
    members = [
        (day(first), after(last)) for first, last in (one.split("/") for one in row["会員(初日/最終日)"].split())
    ]
    came = [(int(one[0]), day(f"2026-{one[2:]}")) for one in row["来た人(人:日)"].split()]
    found = rules.turnover(date(2026, 11, 1), members=members, arrivals=came)
    assert found == tuple(int(row[one]) for one in ("会員数", "入会", "退会", "利用", "日数", "人数"))
