"""Versions and sets of places, by tables that an official can read."""

from datetime import date
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.answers import answer, chosen, evaluate, with_day
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Version, breaks
from kayoi.engines.rulesets.states import APPLIED_ON
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.engines.rulesets.tests.written import case, cases, file, ruleset, version
from kayoi.kit.verdict import Outcome

ANCHORS = {"転入": "move.moved_in_on", "申請": "application.on"}
ANSWERS = {"有": Outcome.MET, "無": Outcome.NOT_MET, "不明": Outcome.UNKNOWN}
PLACES: dict[str, Any] = {
    "23区": {"label": "東京23区", "codes": [str(code) for code in range(13101, 13124)]},
    "条件不利地域": {"label": "条件不利地域", "codes": ["13421"], "doubtful": ["11361"]},
    "東京圏": {"label": "東京圏", "prefectures": ["11", "12", "13", "14"], "excepting": "条件不利地域"},
    "島": {"label": "島", "codes": ["13421"]},
    "島を除く東京圏": {"label": "島を除く", "prefectures": ["11", "12", "13", "14"], "excepting": "島"},
}


def versions(text: str) -> list[dict[str, Any]]:
    told = [one.split("/") for one in text.split()]
    return [
        version(key=key, from_=first or None, until=last or None, anchor=ANCHORS[anchor])
        for key, first, last, anchor in told
    ]


@cases("places")
def test_place_in_a_set(row: dict[str, str]) -> None:
    rules = ruleset({"place": "move.from", "in": row["集合"]}, places=PLACES)
    assert answer(rules, case(rules, {"move.from": row["市区町村"]})).outcome is ANSWERS[row["答え"]]


@cases("versions")
def test_chosen_version(row: dict[str, str]) -> None:
    rules = read_ruleset(file(*versions(row["版(名前/始まり/終わり/基準日)"])))
    facts = read_facts({"move.moved_in_on": row["転入日"] or None, "application.on": row["申請日"]}, VOCABULARY)
    found = chosen(rules, case(rules, {}, on=facts[APPLIED_ON]).with_row(facts))
    told = found.key if isinstance(found, Version) else found
    wanted = row["版"]
    assert told == (None if wanted == "なし" else ANCHORS[wanted[1:]] if wanted.startswith("?") else wanted)


@cases("breaks")
def test_breaks(row: dict[str, str]) -> None:
    told = versions(row["版(名前/始まり/終わり/基準日)"])
    found = breaks(read_ruleset(file(*told)).versions) if told else breaks([])
    words = [
        f"{'空白' if one.is_gap else '重なり'}/{one.first_on}/{one.last_on}/{one.before}/{one.after}" for one in found
    ]
    assert words == row["答え"].split()


def test_the_version_of_the_day_of_moving_decides_and_not_that_of_the_application() -> None:
    steps = [{"start": 1000000}]
    rules = read_ruleset(
        file(
            version(key="2022", from_="2022-04-01", until="2023-03-31", anchor="move.moved_in_on",
                    amount=[*steps, {"add": 300000, "per": "household.members"}]),
            version(key="2023", from_="2023-04-01", anchor="move.moved_in_on",
                    amount=[*steps, {"add": 1000000, "per": "household.members"}]),
        )
    )  # fmt: skip
    facts = read_facts({"move.moved_in_on": "2023-03-31", "household.members": [{}, {}]}, VOCABULARY)
    found = evaluate(rules, facts, on=date(2023, 12, 1))
    assert found.version is not None
    assert found.amount is not None
    assert (found.version.key, found.amount.yen) == ("2022", 1600000)
    later = evaluate(rules, facts | {"move.moved_in_on": date(2023, 4, 1)}, on=date(2023, 12, 1))
    assert later.amount is not None
    assert later.amount.yen == 3000000


def test_without_a_version_nothing_is_met_and_without_its_anchor_nothing_is_known() -> None:
    rules = read_ruleset(file(version(from_="2024-04-01", anchor="move.moved_in_on")))
    early = evaluate(rules, {"move.moved_in_on": date(2024, 3, 31)}, on=date(2026, 5, 1))
    assert (early.outcome, early.version, early.missing, early.against) == (Outcome.NOT_MET, None, (), [])
    open_ = evaluate(rules, {}, on=date(2026, 5, 1))
    assert (open_.outcome, open_.missing) == (Outcome.UNKNOWN, ("move.moved_in_on",))


@pytest.mark.parametrize(("known", "day"), [(None, date(2026, 5, 1)), (date(2026, 4, 1), date(2026, 4, 1))])
def test_with_day(known: date | None, day: date) -> None:
    assert with_day({APPLIED_ON: known, "x": 1}, date(2026, 5, 1)) == {APPLIED_ON: day, "x": 1}
