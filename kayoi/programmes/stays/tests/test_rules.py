"""Days, prices, figures, possible days and what the law demands: the tables of cases."""

import csv
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.engines.rulesets.states.vocabulary.stays import STAY_FACTS
from kayoi.kit.verdict import Outcome
from kayoi.programmes.stays.rules import facts, figures, legal, possible, prices, spans
from kayoi.programmes.stays.rules.figures import Figures, Used
from kayoi.programmes.stays.rules.legal import LAWS, Duty, Guest
from kayoi.programmes.stays.rules.spans import Stay
from kayoi.programmes.stays.states import LegalBasis

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 4, 1)
# A household to which nothing but the days may do harm.
HOUSEHOLD: dict[str, Any] = {
    "applicant.lives_in": "13104", "application.lives_in": "13104", "applicant.organized_crime": False,
    "stay.considers": "move", "stay.purpose": "trial", "stay.consultation": "had", "stay.answers_surveys": True,
    "stay.pets": False, "stay.minors_only": False, "stay.earlier": (), "stay.companions": (), "sanuki.reserved": True,
}  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cases(name: str, why: str = "なぜ") -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows(name), ids=lambda row: row[why])


def stay_of(row: dict[str, str]) -> Stay:
    return Stay(date.fromisoformat(row["初日"]), date.fromisoformat(row["最終日"]))


@cache
def ruleset(key: str) -> Ruleset:
    return read_ruleset(json.loads((settings.ROOT / "data" / "rulesets" / f"{key}.json").read_text(encoding="utf-8")))


@cases("nights_and_days")
def test_nights_and_days(row: dict[str, str]) -> None:
    stay = stay_of(row)
    assert (len(spans.nights(stay)), len(spans.days(stay))) == (int(row["泊"]), int(row["日"]))


def test_a_stay_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="最終日が初日より前"):
        Stay(date(2026, 5, 2), date(2026, 5, 1))


@cases("months_and_days")
def test_months_and_days(row: dict[str, str]) -> None:
    assert spans.months_and_days(stay_of(row)) == (int(row["満の月"]), int(row["日"]))


@cases("month_parts")
def test_month_parts(row: dict[str, str]) -> None:
    found = spans.month_parts(spans.days(stay_of(row)))
    assert " ".join(f"{one.month:%Y-%m} {one.days}/{one.of_days}" for one in found) == row["月ごと"]


@cases("split")
def test_split(row: dict[str, str]) -> None:
    parts = spans.split(stay_of(row), [date.fromisoformat(one) for one in row["改定の日"].split()])
    told = " ".join(f"{one.from_on} {len(one.nights)}泊{len(one.days)}日" for one in parts)
    assert told == row["分けた期間"]


stays = st.builds(
    lambda start, length: Stay(start, start + timedelta(days=length)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 400),
)  # fmt: skip


@given(stays, st.lists(st.dates(date(2020, 1, 1), date(2036, 1, 1)), max_size=4))
def test_parts_are_the_whole_stay_and_no_night_stands_twice(stay: Stay, changes: list[date]) -> None:
    parts = spans.split(stay, changes)
    assert tuple(night for part in parts for night in part.nights) == spans.nights(stay)
    assert tuple(day for part in parts for day in part.days) == spans.days(stay)


@given(stays)
def test_months_and_days_make_up_the_stay(stay: Stay) -> None:
    months, over = spans.months_and_days(stay)
    assert 0 <= over <= 31
    assert sum(one.days for one in spans.month_parts(spans.days(stay))) == len(spans.days(stay))
    assert months * 28 + over <= len(spans.days(stay)) <= months * 31 + over


@cases("is_rest_day")
def test_is_rest_day(row: dict[str, str]) -> None:
    assert facts.is_rest_day(date.fromisoformat(row["日"])) is bool(row["休みの日"])


def test_facts_of_a_stay_are_facts_of_rulesets() -> None:
    stay = Stay(date(2026, 4, 16), date(2026, 5, 16))
    found = facts.facts_of(stay)
    assert (found["stay.nights"], found["stay.days"], found["stay.months"], found["stay.days_over"]) == (30, 31, 1, 1)
    assert (found["stay.starts_on_rest_day"], found["stay.ends_on_rest_day"]) == (False, True)
    (part,) = spans.split(stay, [])
    charged = facts.facts_charged(part)
    assert charged["charge.nights"][0] == {"this.on": date(2026, 4, 16)}
    assert charged["charge.nights"][-1] == {"this.on": date(2026, 5, 15)}
    assert charged["charge.days"][-1] == {"this.on": date(2026, 5, 16)}
    month = {"this.month": date(2026, 5, 1), "this.months": 1, "this.days": 16, "this.of_days": 31}
    assert charged["charge.months"][1] == month
    columns = {f"this.{one.key}" for one in VOCABULARY["charge.months"].columns}
    assert set(month) == columns
    assert set(found) | set(charged) <= set(VOCABULARY)


@cases("interval")
def test_an_interval_between_stays_is_said_as_documented(row: dict[str, str]) -> None:
    since = {"shift": {"fact": "stay.starts_on"}, "by": {"months": -6}}
    rules = read_ruleset({
        "format": 1, "key": "interval", "kind": "stay", "title": "間隔",
        "versions": [{"key": "1", "anchor": "application.on", "condition": {
            "count": "stay.earlier", "where": {"fact": "this.until", "at_least": since}, "at_most": 0}}],
    })  # fmt: skip
    until = row["前の利用の最終日"]
    earlier = ({"this.from": date(2026, 4, 20), "this.until": date.fromisoformat(until)},) if until else ()
    first = date.fromisoformat(row["初日"])
    found = possible.possible(rules, {"stay.earlier": earlier}, stay=Stay(first, first + timedelta(days=3)), on=DAY)
    assert found.outcome.value == row["答え"]


def known_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, _, value in (one.partition("=") for one in text.split()):
        found[key] = int(value) if value.isdecimal() else date.fromisoformat(value) if key.endswith("_on") else value
        if key == "cancel.on":
            found[key] = date.fromisoformat(value)
    return found


@cases("quote")
def test_quote(row: dict[str, str]) -> None:
    price = prices.quote(ruleset(row["要件"]), stay_of(row), known_of(row["分かっていること"]), on=DAY)
    assert price.outcome.value == row["結果"]
    total = str(price.total_yen) if price.total_yen is not None else f"{price.least_yen}-{price.most_yen}"
    assert total == row["合計"] or (price.outcome is Outcome.NOT_MET and price.total_yen is None and not row["合計"])
    assert " ".join(f"{one.how.ja}={one.yen}" for one in price.lines) == row["明細"]
    if price.lines:
        assert sum(one.yen for one in price.lines) == price.total_yen


def test_a_price_is_told_in_both_languages_and_by_its_versions() -> None:
    price = prices.quote(
        ruleset("sample-stay-price"), Stay(date(2027, 3, 30), date(2027, 4, 2)),
        {"stay.persons": 2, "charge.relief": "none"}, on=DAY,
    )  # fmt: skip
    first = price.lines[0]
    assert (first.what.ja, first.what.en, first.how.en) == ("1泊4,000円", "4,000 yen a night", "4,000 yen × 2 nights")
    assert (first.source, first.from_on, price.versions) == ("見本条例 別表", date(2027, 3, 30), ("2026", "2027"))
    assert price.lines[2].from_on == date(2027, 4, 1)


def test_no_price_tells_why() -> None:
    price = prices.quote(ruleset("sample-stay-price"), Stay(DAY, DAY), {}, on=DAY)
    assert [one.condition.note.label.ja for one in price.against] == ["1泊以上の利用であること"]


@cases("settled")
def test_refund_on_cancel(row: dict[str, str]) -> None:
    paid, fee, deposit = int(row["払った額"]), int(row["取消料か弁償"]), int(row["預り金"])
    settled = prices.refund_on_cancel(paid_yen=paid, fee_yen=fee, deposit_yen=deposit)
    assert (settled.back_yen, settled.owed_yen) == (int(row["返す額"]), int(row["まだ払う額"]))
    assert prices.deposit_returned(deposit_yen=paid + deposit, damage_yen=fee) == settled


@pytest.mark.parametrize(("name", "groups", "persons"), [("65組218人", 65, 218), ("54組157人", 54, 157)])
def test_results_of_ina_come_out_of_rows(name: str, groups: int, persons: int) -> None:
    sizes = [int(row["組の人数"]) for row in rows("groups") if row["実績"] == name for _ in range(int(row["組の数"]))]
    used = [Used(Stay(DAY + timedelta(days=number), DAY + timedelta(days=number + 2)), size)
            for number, size in enumerate(sizes)]  # fmt: skip
    found = figures.figures(used)
    assert (found.groups, found.persons) == (groups, persons)
    assert (found.nights, found.person_nights) == (2 * groups, 2 * persons)


def used_of(text: str) -> Used:
    days, _, persons = text.partition("x")
    first, last = days.split("/")
    return Used(Stay(date.fromisoformat(first), date.fromisoformat(last)), int(persons))


def told(found: Figures) -> str:
    return f"{found.groups}組{found.persons}人{found.nights}泊{found.person_nights}人泊"


@cases("figures_by_month")
def test_figures_by_month(row: dict[str, str]) -> None:
    used = [used_of(one) for one in row["利用"].split()]
    months = figures.figures_by_month(used)
    assert " ".join(f"{month:%Y-%m} {told(one)}" for month, one in months.items()) == row["月ごと"]
    assert sum(months.values(), Figures()) == figures.figures(used)


COLUMNS = {
    "名簿": Duty.REGISTER, "意思の確認": Duty.WILL, "契約前の説明": Duty.EXPLANATION, "契約": Duty.CONTRACT,
    "条例": Duty.ORDINANCE, "使用料": Duty.FEE, "許可書": Duty.PERMISSION, "理由": Duty.REASONS, "教示": Duty.REMEDY,
    "番号": Duty.LICENCE, "終了の通知": Duty.END_NOTICE, "報告": Duty.REPORT,
}  # fmt: skip


@cases("duties", "根拠")
def test_duties(row: dict[str, str]) -> None:
    basis = LegalBasis.of(row["根拠"])
    assert [name for name, duty in COLUMNS.items() if legal.owes(basis, duty)] == [one for one in COLUMNS if row[one]]
    order = [one.due for one in legal.demands(basis)]
    assert order == sorted(order, key=list(legal.Due).index)


def test_every_basis_stands_in_the_table_with_its_articles() -> None:
    assert {row["根拠"] for row in rows("duties")} | {LegalBasis.NONE_NEEDED} == set(LegalBasis) == set(LAWS)
    assert all(one.source for basis in LegalBasis for one in legal.demands(basis))


def page() -> str:
    return (settings.ROOT / "docs" / "reference" / "stays.md").read_text(encoding="utf-8")


def test_the_table_of_duties_in_the_reference_is_current() -> None:
    table = [
        f"| {basis.label} | {one.due.label} | {one.duty.label} | {one.source} |"
        for basis in LegalBasis for one in legal.demands(basis)
    ]  # fmt: skip
    assert [line for line in page().split("| 根拠 |")[1].splitlines()[2:] if line] == table


def test_every_fact_of_stays_stands_in_the_reference() -> None:
    assert [one.key for one in STAY_FACTS if f"`{one.key}`" not in page()] == []


@cases("may_be_lent")
def test_may_be_lent(row: dict[str, str]) -> None:
    answer = legal.may_be_lent(LegalBasis.of(row["根拠"]), stay_of(row), lent_days=int(row["年度に貸した日数"]))
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@cases("register")
def test_register_is_complete(row: dict[str, str]) -> None:
    guest = Guest(
        row["氏名"], row["住所"], row["連絡先"], row["国内に住所のない外国人"] == "はい", row["国籍"], row["旅券番号"]
    )
    answer = legal.register_is_complete(guest)
    assert " ".join(key for one in answer.reasons for key in one.missing) == row["足りない"]
    assert answer.met is not bool(row["足りない"])


def test_a_register_is_kept_for_three_years() -> None:
    assert legal.register_kept_until(date(2026, 5, 1)) == date(2029, 5, 1)


@cases("end_notice_between")
def test_end_notice_between(row: dict[str, str]) -> None:
    between = legal.end_notice_between(stay_of(row))
    assert " ".join(one.isoformat() for one in between or ()) == f"{row['通知の始め']} {row['通知の終わり']}".strip()


@cases("possible")
def test_possible(row: dict[str, str]) -> None:
    on = date.fromisoformat(row["申請の日"])
    found = possible.possible(ruleset(row["要件"]), HOUSEHOLD, stay=stay_of(row), on=on)
    assert found.outcome.value == row["答え"], found.reasons()
    assert found.is_open is (row["答え"] != "not_met")
    assert any(row["理由"] in reason for reason in found.reasons()) if row["理由"] else found.reasons() == []
