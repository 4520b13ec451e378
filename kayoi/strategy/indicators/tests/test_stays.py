"""Figures of stays stand beside those of questions, each in its unit."""

from datetime import date, datetime, timedelta

from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.services.bringing import Earlier, bring_earlier
from kayoi.programmes.stays.tests.factories import a_house
from kayoi.strategy.indicators.selectors.answers import figure_in_words
from kayoi.strategy.indicators.selectors.stays import lines_of_stays
from tests.cast import Member

ON = date(2027, 4, 1)


def test_they_stand_among_the_figures_of_the_town(in_ina: Organization, officer: Member, at: datetime) -> None:
    assert lines_of_stays(2026, on=ON) == []
    house, first = a_house(at=at), date(2026, 4, 1)
    rows = [Earlier(house, first, first + timedelta(days=3), persons) for persons in (1, 2, 4)]
    bring_earlier(rows=rows, by=officer.actor, at=at)
    shown = [(one.label, whole) for one, _, whole in lines_of_stays(2026, on=ON)]
    assert [whole for _, whole in shown] == [3.0, 7.0, 9.0, 21.0]
    words = figure_in_words("stays-person_nights", 2026, None, town=in_ina, on=ON)
    assert words is not None
    assert words.figure == "stays-person_nights:2026"
    assert "21人泊" in str(words)
