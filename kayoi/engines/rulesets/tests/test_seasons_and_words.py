"""Times of every year, months without use, and the words for days, months and what is not known."""

from datetime import date
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.answers import evaluate
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.rules.wording import condition_in_words, step_in_words

DAY = date(2026, 12, 1)
NEW_YEAR = {"yearly": {"fact": "stay.ends_on"}, "first": "12-29", "last": "01-03"}
FEBRUARY = {**NEW_YEAR, "first": "02-01", "last": "02-29"}


def ruleset(condition: Any, amount: Any = ()) -> Ruleset:
    version = {"key": "v", "anchor": "application.on", "condition": condition, "amount": list(amount)}
    return read_ruleset({"format": 1, "key": "k", "kind": "stay", "title": "滞在", "versions": [version]})


@pytest.mark.parametrize(
    ("season", "ends_on", "verdict"),
    [
        (NEW_YEAR, "2026-12-28", "not_met"),
        (NEW_YEAR, "2026-12-29", "met"),
        (NEW_YEAR, "2027-01-03", "met"),
        (NEW_YEAR, "2027-01-04", "not_met"),
        (FEBRUARY, "2028-01-31", "not_met"),
        (FEBRUARY, "2028-02-01", "met"),
        (FEBRUARY, "2028-02-29", "met"),
        (FEBRUARY, "2028-03-01", "not_met"),
        (FEBRUARY, None, "unknown"),
    ],
)
def test_a_time_of_every_year_may_run_over_the_new_year(season: Any, ends_on: str | None, verdict: str) -> None:
    rules = ruleset(season)
    assert evaluate(rules, read_facts({"stay.ends_on": ends_on}, rules.facts), on=DAY).outcome.value == verdict


@pytest.mark.parametrize("day", ["13-01", "02-30", "1-3", "01/03", "2026-01-03"])
def test_a_day_that_no_year_has_is_refused(day: str) -> None:
    with pytest.raises(BadRuleset, match=r"condition\.last: expected a day of every year as MM-DD"):
        ruleset({**NEW_YEAR, "last": day})


def monthly(gap_months: Any) -> dict[str, Any]:
    steps = [{"start": {"fact": "this.fare_yen"}}, {"cap": 1000}]
    return {"monthly": "commuting.claims", "steps": steps, "most_months": 4, "gap_months": gap_months}


@pytest.mark.parametrize(("gap_months", "yen"), [(None, 2000), (1, 3000), (2, 4000), ("any", 4000)])
def test_months_without_use_shorten_the_time_but_for_those_that_extend_it(gap_months: Any, yen: int) -> None:
    rules = ruleset({"count": "commuting.claims", "at_least": 1}, [monthly(gap_months)])
    months = ["2026-01-01", "2026-02-01", "2026-05-01", "2026-06-01"]
    claims = [{"month": month, "months": 1, "fare_yen": 1000} for month in months]
    found = evaluate(rules, read_facts({"commuting.claims": claims}, rules.facts), on=DAY).amount
    assert found is not None
    assert found.yen == yen


@pytest.mark.parametrize(
    ("gap_months", "ja", "en"),
    [
        (None, "", ""),
        (
            12,
            "。使わない月があるときは通算12か月まで期間を延ばす",
            "; months without use extend the time by 12 months in total",
        ),
        ("any", "。使わない月は数えない", "; months without use do not count"),
    ],
)
def test_words_for_what_is_added_up(gap_months: Any, ja: str, en: str) -> None:
    rules = ruleset({"all": []}, [monthly(gap_months)])
    step = rules.versions[0].steps[0]
    told = "通勤定期券ごとに「定期券の代金、上限 1,000円」を計算して足す(合わせて最長4か月)"
    assert step_in_words(step, rules) == told + ja
    told = "for each of Commuter passes: Fare, at most 1,000 yen; all added up, for 4 months at most"
    assert step_in_words(step, rules, "en") == told + en


@pytest.mark.parametrize(
    ("condition", "ja", "en"),
    [
        (
            NEW_YEAR,
            "利用の最終日が毎年12月29日から1月3日までの間であること",
            "Last day of the stay between 12/29 and 1/3 of any year",
        ),
        (
            {"fact": "move.moved_in_on", "at_least": "2022-04-01"},
            "転入日が令和4年4月1日以後であること",
            "Day of moving in: on or after 2022-04-01",
        ),
        (
            {"fact": "move.moved_in_on", "less_than": {"fact": "house.contract_on"}},
            "転入日が契約日より前であること",
            "Day of moving in: before Day of the contract",
        ),
        (
            {"shift": {"fact": "stay.starts_on"}, "by": {"days": -14}, "at_least": {"fact": "application.on"}},
            "利用の初日の14日前が申請日以後であること",
            "14 days before First day of the stay: on or after Day of application",
        ),
        (
            {"fact": "stay.days", "at_most": 14},
            "利用日数(初日と最終日を含む)が14日以下であること",
            "Days, the first and the last included: 14 days or less",
        ),
        ({"unknown": {"ja": "額の定め", "en": "the amount"}}, "額の定め(窓口で確認)", "the amount (ask the office)"),
        ({"unknown": "額の定め"}, "額の定め(窓口で確認)", "額の定め (ask the office)"),
    ],
)
def test_words(condition: Any, ja: str, en: str) -> None:
    rules = ruleset(condition)
    found = rules.versions[0].condition
    assert (condition_in_words(found, rules), condition_in_words(found, rules, "en")) == (ja, en)
