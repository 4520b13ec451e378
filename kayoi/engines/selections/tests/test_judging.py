"""Judging: the table of places, what closes it, what may be scored; each service; the places worked out anew."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from kayoi.engines.selections import services
from kayoi.engines.selections.forms import REFUSALS
from kayoi.engines.selections.models import Entry, Sheet
from kayoi.engines.selections.rules import judging as rules
from kayoi.engines.selections.selectors import judging as selectors
from kayoi.engines.selections.tests.test_rules import table
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused, Verdict

BY = system("tests")
CRITERIA = (rules.Criterion("c1", "なじむか", 5, 2), rules.Criterion("c2", "つくれるか", 10, 1))
TERMS = rules.Terms(CRITERIA, ("c1",), (rules.Prize("最優秀賞", 1, 50), rules.Prize("優秀賞", 1, 20)), 1)


def read(text: str) -> rules.Sheet:
    judge, _, rest = text.partition(":")
    number, _, points = rest.partition("=")
    first, _, second = points.partition("/")
    return rules.Sheet(int(judge), number, None if points == "-" else {"c1": int(first), "c2": int(second)})


def codes(answer: Verdict) -> list[str]:
    assert answer.reasons == () or all(sentences(answer, REFUSALS))
    return [one.code for one in answer.reasons]


@pytest.mark.parametrize("row", table("judging"), ids=lambda row: row["case"])
def test_places_and_prizes(row: dict[str, str]) -> None:
    sheets = [read(one) for one in row["sheets"].split()]
    numbers = sorted({one.number for one in sheets})
    found = rules.judged(TERMS, numbers, sheets)
    assert " ".join(one.number for one in found) == row["order"]
    assert " ".join(one.prize or "-" for one in found) == row["prizes"]
    assert [one.rank for one in found] == list(range(1, len(numbers) + 1))


def test_the_mean_is_a_fraction() -> None:
    sheets = [read("1:A=3/9"), read("2:A=4/9"), read("3:A=-")]
    assert rules.means_of(TERMS, sheets, "A") == (Fraction(16), {"c1": Fraction(7, 2), "c2": Fraction(9)}, 2)
    assert rules.means_of(TERMS, sheets, "B") == (Fraction(0), {}, 0)
    assert rules.whole_of(TERMS) == 20
    assert rules.read_judging(rules.terms_as_data(TERMS)) == TERMS


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"c1": 0, "c2": 10}, []),
        ({"c1": 5, "c2": 0}, []),
        ({"c1": 6, "c2": 10}, ["judging.score_beyond"]),
        ({"c1": -1, "c2": 11}, ["judging.score_beyond", "judging.score_beyond"]),
        ({"c2": 10}, ["judging.no_score"]),
        ({"c1": 1, "c2": 1, "c3": 1}, ["judging.bad_criteria"]),
    ],
)
def test_which_points_may_be_given(scores: dict[str, int], expected: list[str]) -> None:
    assert codes(rules.may_score(TERMS, scores)) == expected


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ("1:A=1/1 2:A=1/1 1:B=1/1 2:B=1/1", []),
        ("1:A=1/1 2:A=1/1 1:B=1/1", ["judging.lacking"]),
        ("1:A=1/1 2:A=- 1:B=1/1 2:B=1/1", []),
        ("1:A=- 2:A=- 1:B=1/1 2:B=1/1", ["judging.few_judges"]),
    ],
)
def test_when_a_judging_may_be_closed(sheets: str, expected: list[str]) -> None:
    given = [read(one) for one in sheets.split()]
    answer = rules.may_close_judging(TERMS, judges=[1, 2], numbers=["A", "B"], sheets=given)
    assert codes(answer) == expected


def test_by_what_may_be_judged() -> None:
    bad = rules.Terms((rules.Criterion("c1", "x", 0, 1),), ("c9",), ())
    assert codes(rules.may_open_judging(TERMS)) == []
    assert codes(rules.may_open_judging(bad)) == ["judging.bad_criteria", "judging.bad_ties", "judging.bad_prizes"]
    assert codes(rules.may_close_judging(TERMS, judges=[1], numbers=[], sheets=[])) == ["judging.no_entries"]


def unable(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return codes(refused.value.verdict)


def test_from_the_terms_to_the_places(in_ina: Organization, at: datetime) -> None:
    judging = services.open_judging(key="contest:1", terms=TERMS, by=BY, at=at)
    first, again, second = (
        services.add_entry(judging=judging, number=one, arrived_at=at, by=BY, at=at) for one in ("01", "01", "02")
    )
    assert first.pk == again.pk
    (one, token), (two, _) = (
        services.invite_judge(judging=judging, name=name, email=f"{name}@example.org", by=BY, at=at)
        for name in ("a", "b")
    )
    assert selectors.judge_of(token) == one
    anew, renewed = services.invite_judge(judging=judging, name="a", email="a@example.org", by=BY, at=at)
    assert (anew.pk, selectors.judge_of(token), selectors.judge_of(renewed)) == (one.pk, None, one)
    services.score_entry(judge=one, entry=first, scores={"c1": 1, "c2": 1}, by=BY, at=at)
    services.score_entry(judge=one, entry=first, scores={"c1": 3, "c2": 9}, remark="よい", by=BY, at=at)
    assert Sheet.objects.count() == 1
    with pytest.raises(services.UnableToJudge) as refused:
        services.score_entry(judge=two, entry=first, scores={"c1": 6, "c2": 9}, by=BY, at=at)
    assert unable(refused) == ["judging.score_beyond"]
    services.step_back(judge=two, entry=first, why="身内の作品", by=BY, at=at)
    services.score_entry(judge=one, entry=second, scores={"c1": 4, "c2": 8}, by=BY, at=at)
    with pytest.raises(services.UnableToJudge) as refused:
        services.close_judging(judging=judging, by=BY, at=at)
    assert unable(refused) == ["judging.lacking"]
    services.score_entry(judge=two, entry=second, scores={"c1": 5, "c2": 10}, by=BY, at=at)
    services.close_judging(judging=judging, by=BY, at=at)
    rows = list(Entry.objects.order_by("place").values_list("number", "place", "mean", "prize"))
    assert rows == [("02", 1, "18/1", "最優秀賞"), ("01", 2, "15/1", "優秀賞")]
    assert selectors.places_unlike_tables() == 0
    with pytest.raises(services.UnableToJudge) as refused:
        services.score_entry(judge=one, entry=first, scores={"c1": 5, "c2": 10}, by=BY, at=at)
    assert unable(refused) == ["judging.closed"]
    Sheet.objects.filter(judge=one, entry=first).update(scores={"c1": 5, "c2": 10})
    assert selectors.places_unlike_tables() == 1  # somebody has changed a table afterwards
    with pytest.raises(services.UnableToJudge):
        services.open_judging(key="contest:2", terms=rules.Terms((), (), ()), by=BY, at=at)


def test_between_equals_who_applied_earlier_is_first(in_ina: Organization, at: datetime) -> None:
    judging = services.open_judging(key="contest:1", terms=TERMS, by=BY, at=at)
    judge, _ = services.invite_judge(judging=judging, name="a", email="a@example.org", by=BY, at=at)
    for number, days in (("01", 0), ("02", 2), ("03", 1)):
        arrived = at - timedelta(days=days)
        entry = services.add_entry(judging=judging, number=number, arrived_at=arrived, by=BY, at=at)
        services.score_entry(judge=judge, entry=entry, scores={"c1": 3, "c2": 9}, by=BY, at=at)
    services.close_judging(judging=judging, by=BY, at=at)
    assert list(Entry.objects.order_by("place").values_list("number", flat=True)) == ["02", "03", "01"]


def test_who_and_what_is_taken_out_holds_nothing_up(in_ina: Organization, at: datetime) -> None:
    judging = services.open_judging(key="contest:1", terms=TERMS, by=BY, at=at)
    kept, out = (services.add_entry(judging=judging, number=one, arrived_at=at, by=BY, at=at) for one in ("01", "02"))
    (one, _), (two, token) = (
        services.invite_judge(judging=judging, name=name, email=f"{name}@example.org", by=BY, at=at)
        for name in ("a", "b")
    )
    services.score_entry(judge=one, entry=kept, scores={"c1": 3, "c2": 9}, by=BY, at=at)
    services.score_entry(judge=two, entry=kept, scores={"c1": 0, "c2": 0}, by=BY, at=at)
    services.dismiss_judge(judge=two, why="応答がない", by=BY, at=at)
    services.withdraw_entry(entry=out, why="応募の取下げ", by=BY, at=at)
    assert selectors.judge_of(token) is None
    for judge, entry in ((two, kept), (one, out)):
        with pytest.raises(services.UnableToJudge) as refused:
            services.score_entry(judge=judge, entry=entry, scores={"c1": 3, "c2": 9}, by=BY, at=at)
        assert unable(refused) == ["judging.taken_out"]
    judges, rows = selectors.tables_of(judging)
    assert ([item.pk for item in judges], [row.entry.pk for row in rows]) == ([one.pk], [kept.pk])
    services.close_judging(judging=judging, by=BY, at=at)
    assert list(Entry.objects.order_by("number").values_list("place", "mean")) == [(1, "15/1"), (None, "")]
    assert selectors.places_unlike_tables() == 0
    with pytest.raises(services.UnableToJudge) as refused:
        services.dismiss_judge(judge=one, why="あとから", by=BY, at=at)
    assert unable(refused) == ["judging.closed"]
