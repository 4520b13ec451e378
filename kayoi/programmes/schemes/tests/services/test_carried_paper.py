"""The paper on what passed into the next fiscal year: by its right, line by line, with who bears it."""

from datetime import date, datetime

from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.programmes.schemes.selectors.budget.carried import carried_paper, carried_rows, settled_rows
from kayoi.programmes.schemes.services import budget, carrying
from kayoi.programmes.schemes.states.budget import CarryKind
from kayoi.programmes.schemes.tests.budgets import BY, commit, make_line, permit
from kayoi.programmes.schemes.tests.services.test_carrying import CARRY_ON, MARCH


def test_what_passed_by_a_vote_and_by_accident(in_ina: Organization, at: datetime) -> None:
    procedure = make_procedure(at=at)
    old = make_line(1_000_000, at=at, procedure=procedure)
    new = make_line(0, year=2027, at=at, procedure=procedure)
    vote = permit(old, 800_000, at=at)
    first, second = commit(old, 300_000, at=at), commit(old, 200_000, "2", at=at)
    carrying.carry_line(
        giver=old, taker=new, amount_yen=400_000, provision=vote, commitments=[first], on=CARRY_ON, key="a", by=BY,
        at=MARCH,
    )  # fmt: skip
    carrying.carry_grant(commitment=second, provision=None, on=CARRY_ON, note="大雪で工事が遅れた", by=BY, at=MARCH)
    found = carried_rows(2026)
    assert set(found) == {CarryKind.PERMITTED, CarryKind.ACCIDENT}
    [voted] = found[CarryKind.PERMITTED]
    assert (voted.place[-1], voted.figures[:2]) == ("移住支援事業", (800_000, 700_000))
    assert sum(voted.figures[2:]) == 700_000
    [accident] = found[CarryKind.ACCIDENT]
    assert (accident.figures[:3], accident.why) == ((200_000, 0, 200_000), "大雪で工事が遅れた")
    (page,) = words_of_pages(carried_paper(2026, in_ina))
    for said in ("繰越明許費繰越計算書", "事故繰越し繰越計算書", "700,000", "大雪で工事が遅れた", "伊那市長"):
        assert said in page


def test_what_was_voted_for_years_is_settled_with_the_last_of_them(in_ina: Organization, at: datetime) -> None:
    old, new = make_line(600_000, at=at), make_line(400_000, year=2027, at=at)
    vote = permit(old, 1_000_000, kind="continued", last_year=2027, at=at)
    first = commit(old, 300_000, at=at)
    budget.pay_commitment(commitment=first, amount_yen=300_000, key="p", on=CARRY_ON, by=BY, at=MARCH)
    carry = {"giver": old, "taker": new, "amount_yen": 300_000, "provision": vote, "commitments": []}
    carrying.carry_line(**carry, on=CARRY_ON, key="a", by=BY, at=MARCH)  # type: ignore[arg-type]  # names of fields
    spring = date(2027, 5, 6)
    second = commit(new, 500_001, "2", on=spring, at=MARCH)
    budget.pay_commitment(commitment=second, amount_yen=500_001, key="p2", on=spring, by=BY, at=MARCH)
    budget.take_back_payment(commitment=second, amount_yen=1, key="b", on=spring, by=BY, at=MARCH)
    assert settled_rows(2026) == []
    (row,) = settled_rows(2027)
    assert row.figures[:3] == (1_000_000, 800_000, 200_000)
    assert sum(row.figures[3:]) == 800_000
    (page,) = words_of_pages(carried_paper(2027, in_ina))
    for said in ("継続費精算報告書", "800,000", "200,000"):
        assert said in page


def test_a_year_of_which_nothing_passed(in_ina: Organization) -> None:
    assert carried_rows(2026) == {}
    (page,) = words_of_pages(carried_paper(2026, in_ina))
    assert "繰り越したものはありません" in page
