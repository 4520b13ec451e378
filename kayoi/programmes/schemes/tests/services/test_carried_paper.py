"""The paper on what passed into the next fiscal year: by its right, line by line, with who bears it."""

from datetime import datetime

from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.programmes.schemes.selectors.budget.carried import carried_paper, carried_rows
from kayoi.programmes.schemes.services import carrying
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


def test_a_year_of_which_nothing_passed(in_ina: Organization) -> None:
    assert carried_rows(2026) == {}
    (page,) = words_of_pages(carried_paper(2026, in_ina))
    assert "繰り越したものはありません" in page
