"""Days, fiscal years, eras, ages, periods and business days, by case tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.dates import (
    JST,
    CountingMethod,
    Period,
    age_attained_on,
    age_on,
    business_day_from,
    business_days_between,
    business_days_later,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_end_of_age,
    fiscal_year_label,
    fiscal_year_months,
    fiscal_year_start,
    holiday_name,
    is_business_day,
    is_holiday,
    local_date,
    local_time,
    months_later,
    period_end,
    school_grade,
    school_grade_label,
    wareki,
    wareki_short,
    wareki_year,
)
from kayoi.kit.tests.case_tables import cases

YES = {"はい": True, "いいえ": False}
METHODS = {method.value: method for method in CountingMethod}
day = date.fromisoformat
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def number(text: str) -> int:
    """Return the number of a cell; an empty one is 0."""
    return int(text or 0)


# Moments


def test_the_day_changes_at_midnight_in_japan() -> None:
    assert local_date(datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert local_date(datetime(2026, 11, 20, 15, 0, tzinfo=UTC)) == date(2026, 11, 21)
    assert local_date(datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("America/New_York"))) == date(2026, 11, 21)


def test_a_moment_is_shown_on_the_clock_of_japan() -> None:
    shown = local_time(datetime(2026, 11, 21, 0, 30, tzinfo=UTC))
    assert (shown.hour, shown.minute, shown.tzinfo) == (9, 30, JST)


@pytest.mark.parametrize("read", [local_date, local_time])
def test_a_moment_without_zone_is_refused(read: object) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match="時間帯のない日時"):
        read(datetime(2026, 11, 21, 0, 30))


# 年度


@cases("dates_fiscal_years")
def test_fiscal_years(case: dict[str, str]) -> None:
    year = fiscal_year(day(case["日"]))
    assert year == int(case["年度"])
    assert fiscal_year_label(year) == case["和暦の年度名"]
    assert fiscal_year_label(year, western=True) == case["西暦の年度名"]


@given(days)
def test_a_fiscal_year_holds_its_days(on: date) -> None:
    year = fiscal_year(on)
    assert fiscal_year_start(year) <= on <= fiscal_year_end(year)
    assert fiscal_year(fiscal_year_start(year) - timedelta(days=1)) == year - 1
    assert fiscal_year(fiscal_year_end(year) + timedelta(days=1)) == year + 1


def test_the_months_of_a_fiscal_year_run_from_april_to_march() -> None:
    months = fiscal_year_months(2026)
    assert [month.month for month in months] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert months[0] == fiscal_year_start(2026)
    assert months_later(months[-1], 1) == fiscal_year_start(2027)


# 和暦


@cases("dates_wareki")
def test_wareki(case: dict[str, str]) -> None:
    on = day(case["西暦"])
    assert wareki(on) == case["和暦"]
    assert wareki_short(on) == case["略記"]
    assert wareki_year(on) == case["年"]


def test_days_of_the_lunar_calendar_have_no_wareki_here() -> None:
    with pytest.raises(ValueError, match="旧暦"):
        wareki(date(1872, 12, 31))


# 年齢・学年


@cases("dates_ages")
def test_ages(case: dict[str, str]) -> None:
    assert age_on(day(case["生年月日"]), day(case["日"])) == int(case["満年齢"])


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="生年月日"):
        age_on(date(2026, 11, 21), date(2026, 11, 20))


@cases("dates_attained")
def test_days_on_which_an_age_is_attained(case: dict[str, str]) -> None:
    birth, age = day(case["生年月日"]), int(case["年齢"])
    assert age_attained_on(birth, age) == day(case["達した日"])
    assert fiscal_year_end_of_age(birth, age) == day(case["達する日以後の最初の3月31日"])


def test_no_day_attains_age_zero() -> None:
    with pytest.raises(ValueError, match="0歳"):
        age_attained_on(date(2026, 11, 21), 0)


@given(birth=days, age=st.integers(1, 110), after=st.integers(-400, 400))
def test_an_age_is_had_from_the_day_after_it_was_attained(birth: date, age: int, after: int) -> None:
    attained = age_attained_on(birth, age)
    on = max(birth, attained + timedelta(days=after))
    assert (age_on(birth, on) >= age) is (on > attained)


@cases("dates_school_grades")
def test_school_grades(case: dict[str, str]) -> None:
    grade = school_grade(day(case["生年月日"]), day(case["日"]))
    assert grade == int(case["学年"])
    assert school_grade_label(grade) == case["学年の名"]


# 期間


@cases("dates_periods")
def test_ends_of_periods(case: dict[str, str]) -> None:
    end = period_end(
        day(case["起点"]),
        years=number(case["年"]),
        months=number(case["月"]),
        days=number(case["日"]),
        method=METHODS[case["数え方"]],
    )
    assert end == day(case["末日"])


@cases("dates_clawback")
def test_the_contested_days_of_repayment(case: dict[str, str]) -> None:
    method = METHODS[case["数え方"]]
    end = period_end(day(case["申請日"]), years=int(case["年数"]), method=method)
    assert (day(case["起きた日"]) <= end) is YES[case["期間内"]]


@given(start=days, years=st.integers(0, 10), months=st.integers(0, 30), extra=st.integers(0, 60))
def test_not_counting_the_first_day_is_counting_from_the_next(start: date, years: int, months: int, extra: int) -> None:
    if not (years or months or extra):
        extra = 1
    without = period_end(start, years=years, months=months, days=extra, method=CountingMethod.CIVIL_CODE)
    next_day = start + timedelta(days=1)
    counted = period_end(next_day, years=years, months=months, days=extra, method=CountingMethod.DAY_BEFORE)
    assert without == counted


@given(start=days, months=st.integers(1, 60))
def test_before_the_end_of_a_month_the_methods_differ_by_exactly_one_day(start: date, months: int) -> None:
    start = start.replace(day=min(start.day, 27))
    later, earlier = (period_end(start, months=months, method=method) for method in CountingMethod)
    assert later - earlier == timedelta(days=1)
    assert later == months_later(start, months)


@given(start=days, count=st.integers(1, 1000))
def test_counted_in_days_the_methods_always_differ_by_exactly_one(start: date, count: int) -> None:
    later, earlier = (period_end(start, days=count, method=method) for method in CountingMethod)
    assert later - earlier == timedelta(days=1)
    assert later - start == timedelta(days=count)


@given(start=days, months=st.integers(1, 60))
def test_periods_follow_on_one_another_without_gap_or_overlap(start: date, months: int) -> None:
    """A lease from the first of a month ends with a month, and the next begins the day after."""
    first = start.replace(day=1)
    end = period_end(first, months=months, method=CountingMethod.DAY_BEFORE)
    assert end + timedelta(days=1) == months_later(first, months)


@pytest.mark.parametrize(("years", "months", "extra"), [(0, 0, 0), (0, 0, -1), (1, -1, 0), (-1, 0, 400)])
def test_an_empty_or_negative_period_is_refused(years: int, months: int, extra: int) -> None:
    with pytest.raises(ValueError, match="期間は1日以上"):
        period_end(date(2026, 4, 1), years=years, months=months, days=extra, method=CountingMethod.CIVIL_CODE)


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-21", 0, "2026-11-21"),
    ],
)
def test_months_later_stays_within_the_month(start: str, months: int, later: str) -> None:
    assert months_later(day(start), months) == day(later)


def test_a_period_is_half_open() -> None:
    stay = Period(date(2026, 11, 21), date(2026, 11, 24))
    assert date(2026, 11, 20) not in stay
    assert date(2026, 11, 21) in stay
    assert date(2026, 11, 23) in stay
    assert date(2026, 11, 24) not in stay
    assert (stay.days, stay.last_on) == (3, date(2026, 11, 23))


def test_a_period_without_end_goes_on() -> None:
    rule = Period(date(2026, 4, 1))
    assert date(2026, 3, 31) not in rule
    assert date.max in rule
    assert (rule.days, rule.last_on) == (None, None)


def test_periods_that_touch_do_not_overlap() -> None:
    first, second = Period(date(2026, 4, 1), date(2026, 5, 1)), Period(date(2026, 5, 1))
    assert not first.overlaps(second)
    assert not second.overlaps(first)
    assert first.overlaps(Period(date(2026, 4, 30), date(2026, 5, 1)))
    assert Period(date(2026, 4, 30)).overlaps(first)
    assert second.overlaps(Period(date(2030, 1, 1)))


@pytest.mark.parametrize("end", ["2026-04-01", "2026-03-31"])
def test_a_period_without_days_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match="期間の終わり"):
        Period(date(2026, 4, 1), day(end))


# 開庁日


@cases("dates_business_days")
def test_business_days(case: dict[str, str]) -> None:
    on = day(case["日"])
    assert is_business_day(on) is YES[case["開庁日"]]
    assert holiday_name(on) == (case["祝日名"] or None)
    assert is_holiday(on) is bool(case["祝日名"])


@cases("dates_business_days_later")
def test_business_days_later(case: dict[str, str]) -> None:
    start, count = day(case["起点"]), int(case["営業日"])
    assert business_days_later(start, count) == day(case["その日"])


@cases("dates_deadlines")
def test_deadlines_on_closed_days_move_on(case: dict[str, str]) -> None:
    assert business_day_from(day(case["末日"])) == day(case["期限"])


@given(start=days, count=st.integers(1, 40))
def test_business_days_between_counts_what_business_days_later_went(start: date, count: int) -> None:
    end = business_days_later(start, count)
    assert is_business_day(end)
    assert business_days_between(start, end) == count
    assert business_days_between(start, end - timedelta(days=1)) == count - 1


def test_no_business_days_pass_on_the_same_day() -> None:
    assert business_days_between(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert business_days_between(date(2026, 11, 20), date(2026, 11, 23)) == 0
    assert business_days_between(date(2026, 12, 28), date(2027, 1, 4)) == 1


def test_business_days_do_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="より前"):
        business_days_between(date(2026, 11, 21), date(2026, 11, 20))
    with pytest.raises(ValueError, match="0営業日"):
        business_days_later(date(2026, 11, 20), 0)


def test_a_town_closes_on_days_of_its_own() -> None:
    memorial = {date(2026, 6, 23)}
    assert is_business_day(date(2026, 6, 23))
    assert not is_business_day(date(2026, 6, 23), also_closed=memorial)
    assert business_day_from(date(2026, 6, 23), also_closed=memorial) == date(2026, 6, 24)
    assert business_days_later(date(2026, 6, 22), 1, also_closed=memorial) == date(2026, 6, 24)
    assert business_days_between(date(2026, 6, 22), date(2026, 6, 24), also_closed=memorial) == 1


def test_a_deadline_carries_over_but_a_duration_does_not() -> None:
    method = CountingMethod.CIVIL_CODE
    start = date(2026, 4, 3)
    assert period_end(start, months=1, method=method) == date(2026, 5, 3)
    assert period_end(start, months=1, method=method, carry_over=True) == date(2026, 5, 7)
    closed = {date(2026, 5, 7)}
    assert period_end(start, months=1, method=method, carry_over=True, also_closed=closed) == date(2026, 5, 8)
