"""Rules of rounds, by tables that an official can read."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from kayoi.engines.casefiles.states import CollectedFor, ContactBasis, Stage
from kayoi.programmes.rounds import rules
from kayoi.programmes.rounds.states import Purpose, Reply

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 20)


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def codes(answer: object) -> list[str]:
    return [reason.code for reason in answer.reasons]  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", rows("may_ask"), ids=lambda row: row["なぜ"])
def test_may_ask(row: dict[str, str]) -> None:
    days = row["前の声かけからの日数"]
    facts = rules.Facts(
        has_email=row["メール"] == "有",
        basis=ContactBasis.of(row["根拠"]),
        collected_for=CollectedFor.of(row["集めた目的"]),
        news_consent=row["お知らせの同意"] == "有",
        protected=row["支援措置"] == "有",
        language=row["言語"],
        last_asked_on=TODAY - timedelta(days=int(days)) if days else None,
        same_address_in_round=row["同じ宛先"] == "有",
    )
    answer = rules.may_ask(facts, purpose=Purpose.of(row["目的"]), languages=["ja"], cap_days=90, on=TODAY)
    assert codes(answer) == row["答え"].split()
    assert answer.met is not row["答え"].strip().startswith("rounds")


@pytest.mark.parametrize("row", rows("may_reply"), ids=lambda row: row["なぜ"])
def test_may_reply(row: dict[str, str]) -> None:
    offered = [Reply.of(value) for value in row["選べる返事"].split()]
    basis = ContactBasis.of(row["根拠"])
    answer = rules.may_reply(Reply.of(row["返事"]), offered=offered, given=row["前の返事"], basis=basis)
    assert codes(answer) == row["答え"].split()


@pytest.mark.parametrize("row", rows("silence_has_ended"), ids=lambda row: row["なぜ"])
def test_silence_has_ended(row: dict[str, str]) -> None:
    asked_on, on = date.fromisoformat(row["聞いた日"]), date.fromisoformat(row["今日"])
    ended = rules.silence_has_ended(asked_on=asked_on, silence_days=int(row["日数"]), on=on)
    assert ended is (row["過ぎた"] == "有")


@pytest.mark.parametrize("row", rows("may_write"), ids=lambda row: row["なぜ"])
def test_may_write(row: dict[str, str]) -> None:
    texts = [row["件名"], row["本文"], "May we?" if row["英語の本文"] else "", row["英語の本文"]]
    answer = rules.may_write(texts, purpose=Purpose.of(row["目的"]), source=row["元"])
    assert codes(answer) == row["答え"].split()


def test_in_words() -> None:
    criteria = rules.Criteria(
        asked_within_months=24, stages=("asking", "resting"), interests=("housing",), prefectures=("13", "14"),
        quiet_since="2026-04-01",
    )  # fmt: skip
    words = rules.in_words(criteria, {"13": "東京都", "14": "神奈川県"})
    assert words == (
        "段階が問い合わせか休止の、この24か月のうちに相談などのあった、令和8年4月1日から後に動きのない、"
        "関心が住まいの、いま東京都か神奈川県に住む人"
    )
    not_moved = tuple(stage.value for stage in Stage if stage is not Stage.MOVED)
    assert rules.in_words(rules.Criteria(stages=not_moved), {}) == "段階が移住済みではない人"
    assert rules.in_words(rules.Criteria(), {}) == "すべての人"
    assert rules.Criteria.of(criteria.as_data()) == criteria


IN_WORDS: list[tuple[dict[str, object], str]] = [
    ({"registers": ("7",)}, "第2町民に登録している人"),
    ({"registers": ("7", "8")}, "第2町民かパートナーに登録している人"),
    ({"registers": ("9",)}, "いまはない登録に登録している人"),
    ({"steps": ("1", "2")}, "登録の段階が1か2の人"),
    ({"did": ("stay", "activity"), "did_within_months": 12}, "この12か月のうちに滞在か担い手活動のあった人"),
    ({"did": ("stay",)}, "これまでに滞在のあった人"),
    ({"did_within_months": 12}, "すべての人"),
    ({"bands": ("some", "often")}, "関わりの段階が「ときどき」か「たびたび」の人"),
    ({"age_bands": ("30s", "40s")}, "年代が30代か40代の人"),
    ({"with_children": True}, "子どものいる世帯の人"),
    (
        {"registers": ("7",), "with_children": True, "did": ("activity",), "did_within_months": 12},
        "第2町民に登録している、この12か月のうちに担い手活動のあった、子どものいる世帯の人",
    ),
]


@pytest.mark.parametrize(("given", "words"), IN_WORDS, ids=[words for _, words in IN_WORDS])
def test_each_condition_in_words(given: dict[str, object], words: str) -> None:
    criteria = rules.Criteria(**given)  # type: ignore[arg-type]  # by name
    assert rules.in_words(criteria, {}, {"7": "第2町民", "8": "パートナー"}) == words
    assert rules.Criteria.of(criteria.as_data()) == criteria


def test_rounds_from_before_new_conditions_are_read() -> None:
    assert rules.Criteria.of({"stages": ["asking"], "quiet_since": ""}) == rules.Criteria(stages=("asking",))
