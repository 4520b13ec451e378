"""Days of duties and proofs, reminders, and people on lists of the residents' register, by tables."""

from dataclasses import replace
from datetime import date

import pytest

from kayoi.engines.casefiles.rules import Identifying
from kayoi.engines.casefiles.states import Likeness
from kayoi.kit.text import kana_key, name_key
from kayoi.programmes.schemes.rules.departures import Grantee, Listed, Relative, event_of, matches, may_confirm
from kayoi.programmes.schemes.rules.obligations import (
    duty_years,
    is_fulfilled,
    may_accept,
    may_break,
    proof_days,
    step_due,
    until,
    year_state,
)
from kayoi.programmes.schemes.states.obligations import Duty, Event, ProofStatus, Step
from kayoi.programmes.schemes.tests.test_grant_rules import Row, cases, day, why

D = date.fromisoformat


@pytest.mark.parametrize("row", cases("proof_days"), ids=why)
def test_proof_days(row: Row) -> None:
    found = proof_days(D(row["申請日"]), years=int(row["年数"]), yearly=row["毎年"] == "はい")
    assert [one.proves_on for one in found] == [D(one) for one in row["証明する日"].split()]
    assert [one.due_on for one in found] == [D(one) for one in row["期限"].split()]
    assert not found or (found[-1].year, until(D(row["申請日"]), found[-1].year)) == (
        int(row["年数"]), found[-1].proves_on,
    )  # fmt: skip


def test_duty_years_differ_for_residence_and_work() -> None:
    assert duty_years(["residence", "job"], obliged_years=5, work_years=1) == {Duty.RESIDENCE: 5, Duty.JOB: 1}
    assert duty_years(["residence", "startup"], obliged_years=5, work_years=None) == {
        Duty.RESIDENCE: 5, Duty.STARTUP: 5,
    }  # fmt: skip
    assert duty_years(["residence"], obliged_years=0, work_years=None) == {}


@pytest.mark.parametrize("row", cases("step_due"), ids=why)
def test_step_due(row: Row) -> None:
    found = step_due(Step.of(row["済んだもの"]), proves_on=D("2026-06-10"), due_on=D("2026-07-10"), on=D(row["きょう"]))
    assert found == (Step.of(row["することば"]) if row["することば"] else None)


@pytest.mark.parametrize("row", cases("may_accept"), ids=why)
def test_may_accept(row: Row) -> None:
    answer = may_accept(proves_on=D(row["証明する日"]), seen_on=D(row["いつの時点"]), on=D(row["きょう"]))
    assert [one.code for one in answer.reasons] == ([f"schemes.{row['答え']}"] if row["答え"] else [])


@pytest.mark.parametrize("row", cases("may_break"), ids=why)
def test_may_break(row: Row) -> None:
    answer = may_break(
        happened_on=day(row["起きた日"]), starts_on=D("2025-06-10"), until=D("2030-06-10"), on=D(row["きょう"]),
        is_contested=row["日に争いがある"] == "はい",
    )  # fmt: skip
    assert [one.code for one in answer.reasons] == ([f"schemes.{row['答え']}"] if row["答え"] else [])


@pytest.mark.parametrize("row", cases("is_fulfilled"), ids=why)
def test_is_fulfilled(row: Row) -> None:
    proofs = [ProofStatus.of(one) for one in row["年ごと"].split()]
    assert is_fulfilled(proofs, until=D(row["最後の日"]), on=D(row["きょう"])) is (row["答え"] == "はい")


def test_nothing_to_prove_is_not_fulfilled() -> None:
    assert not is_fulfilled([], until=D("2020-01-01"), on=D("2026-01-01"))


@pytest.mark.parametrize(
    ("status", "on", "is_running", "state"),
    [
        ("expected", "2026-06-09", True, "ahead"),
        ("expected", "2026-06-10", True, "waited_for"),
        ("expected", "2026-07-10", True, "waited_for"),
        ("expected", "2026-07-11", True, "overdue"),
        ("expected", "2026-07-11", False, "over"),
        ("received", "2026-07-11", True, "received"),
        ("accepted", "2026-06-09", True, "accepted"),
        ("accepted", "2026-06-09", False, "accepted"),
        ("missing", "2026-07-11", True, "missing"),
    ],
)
def test_year_state(status: str, on: str, is_running: bool, state: str) -> None:
    days = {"proves_on": D("2026-06-10"), "due_on": D("2026-07-10")}
    assert year_state(ProofStatus.of(status), on=D(on), is_running=is_running, **days) == state


def grantee(grant: int, name: str, kana: str, born: str, receipt: str) -> Grantee:
    person = Identifying(name_key(name), kana_key(kana), D(born), "09012345678", "a@example.jp")
    return Grantee(grant, receipt, person, D("2025-06-10"), D("2030-06-10"))


@pytest.mark.parametrize("row", cases("departures"), ids=why)
def test_matches(row: Row) -> None:
    known = [
        grantee(1, "雪形 朔", "ゆきがた さく", "1988-12-01", "A1"),
        grantee(2, "畑中 灯", "はたなか あかり", "1991-04-08", "A2"),
    ]
    listed = Listed(
        2, row["氏名"], row["かな"], day(row["生年月日"]), Event.MOVED_OUT, D(row["異動日"]), row["受付番号"]
    )
    found = [(one.grant, one.likeness) for one in matches([listed], known)]
    assert found == ([(1, Likeness.of(row["答え"]))] if row["答え"] else [])


@pytest.mark.parametrize("row", cases("departures_household"), ids=why)
def test_matches_of_a_household(row: Row) -> None:
    spouse = Relative("spouse", D("1990-02-03"), frozenset({name_key("雪形 凪")}), name_key("雪形"))
    child = Relative("child", D("2019-06-01"), family_name=name_key("雪形"))
    known = replace(grantee(1, "雪形 朔", "ゆきがた さく", "1988-12-01", "A1"), household=(spouse, child))
    listed = Listed(2, row["氏名"], "", day(row["生年月日"]), Event.MOVED_OUT, D(row["異動日"]), row["受付番号"])
    found = [(one.relation, one.likeness) for one in matches([listed], [known]) if one.relation]
    assert found == ([(row["続柄"], Likeness.LIKELY)] if row["続柄"] else [])


def test_the_grantee_is_not_matched_again_as_somebody_of_the_household() -> None:
    twin = Relative("other", D("1988-12-01"), family_name=name_key("雪形"))
    known = replace(grantee(1, "雪形 朔", "", "1988-12-01", "A1"), household=(twin,))
    listed = Listed(2, "雪形 朔", "", D("1988-12-01"), Event.MOVED_OUT, D("2027-04-01"))
    assert [(one.relation, one.likeness) for one in matches([listed], [known])] == [("", Likeness.SAME)]


def test_two_people_of_one_name_and_day_of_birth_are_left_to_a_person() -> None:
    two = [
        grantee(1, "雪形 朔", "ゆきがた さく", "1988-12-01", "A1"),
        grantee(2, "雪形 朔", "ゆきがた はじめ", "1988-12-01", "A2"),
    ]
    listed = Listed(2, "雪形 朔", "", D("1988-12-01"), Event.MOVED_OUT, D("2027-04-01"))
    assert [one.likeness for one in matches([listed], two)] == [Likeness.LIKELY, Likeness.LIKELY]
    both = [two[0], grantee(3, "雪形 朔", "ゆきがた さく", "1988-12-01", "A3")]
    assert [one.likeness for one in matches([listed], both)] == [Likeness.SAME, Likeness.SAME]


@pytest.mark.parametrize(
    ("text", "event"),
    [("転出", Event.MOVED_OUT), ("国外転出", Event.MOVED_OUT), ("死亡", Event.DIED), ("市内転居", Event.WITHIN)],
)
def test_event_of(text: str, event: Event) -> None:
    assert event_of(text) is event
    assert event_of("出生") is None


def test_a_row_is_known_again_however_the_name_is_spaced() -> None:
    one = Listed(2, "雪形 朔", "", D("1988-12-01"), Event.MOVED_OUT, D("2027-04-01"))
    other = Listed(9, "雪形 朔", "ゆきがた さく", D("1988-12-01"), Event.MOVED_OUT, D("2027-04-01"), "A1")
    assert one.identity == other.identity
    assert one.identity != Listed(2, "雪形 朔", "", D("1988-12-01"), Event.MOVED_OUT, D("2027-04-02")).identity


@pytest.mark.parametrize("row", cases("may_confirm"), ids=why)
def test_may_confirm(row: Row) -> None:
    answer = may_confirm(
        Event.of(row["異動"]), happened_on=D(row["異動日"]), on=D(row["きょう"]),
        taken_by=int(row["取り込んだ人"]) if row["取り込んだ人"] else None,
        by=int(row["認める人"]) if row["認める人"] else None,
    )  # fmt: skip
    assert " ".join(one.code.removeprefix("schemes.") for one in answer.reasons) == row["答え"]
