"""What is so about a family, and on which days its deadlines hang."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kayoi.kit.dates import business_day_from, business_days_later, fiscal_year_end_of_age, school_grade
from kayoi.programmes.family_plans.states import Anchor, Fact, TaskRule

# Days without lessons, from – to (the day on which they begin again): usual ones, a family may give its own day.
HOLIDAYS = (((3, 26), (4, 6)), ((7, 26), (8, 26)), ((12, 26), (1, 8)))
WINTER_MONTHS = frozenset({11, 12, 1, 2, 3})
PEAK = ((3, 15), (4, 10))


@dataclass(frozen=True)
class Family:
    """What a plan is made from: the day of the move, the children's birth dates, what is so, which days are settled."""

    moves_on: date
    children: tuple[date, ...] = ()
    said: frozenset[Fact] = frozenset()
    dates: Mapping[Anchor, date] = field(default_factory=dict)


def nursery_on(moves_on: date) -> date:
    """Return the day on which a child can first be taken in (入園する月の1日): the first of a month from the move on.

    Source: general knowledge (見本): nurseries take children in on the first of a month; a family may give its own day.
    """
    if moves_on.day == 1:
        return moves_on
    return date(moves_on.year + moves_on.month // 12, moves_on.month % 12 + 1, 1)


def school_on(moves_on: date) -> date:
    """Return the first day at the new school (登校を始める日): the next school day, after the holidays if they are on.

    Source: general knowledge (見本): usual holidays; 学校教育法施行令29条 (the board of education fixes terms)
    """
    next_day = business_days_later(moves_on, 1)
    for first, back in HOLIDAYS:
        here = (next_day.month, next_day.day)
        ends_next_year = back < first
        inside = (here >= first or here < back) if ends_next_year else first <= here < back
        if inside:
            year = next_day.year + (1 if ends_next_year and here >= first else 0)
            return business_day_from(date(year, *back))
    return next_day


def facts_of(family: Family) -> frozenset[Fact]:
    """Return what is so (世帯と引越しの事実): what the family said, and what follows from its days.

    A child's school year is that of the first day at the new school, so that a move in spring counts the new year.

    Source: 学校教育法17条 (school years, by kit.dates.school_grade); 児童手当法3条1項 (to the 31 March after 18)
    """
    facts = set(family.said)
    begins = family.dates.get(Anchor.SCHOOL) or school_on(family.moves_on)
    for birth in family.children:
        grade = school_grade(birth, begins)
        if grade < 1:
            facts.add(Fact.PRESCHOOL)
        elif grade <= 9:
            facts.add(Fact.SCHOOL)
        if fiscal_year_end_of_age(birth, 18) >= family.moves_on:
            facts.add(Fact.CHILD)
    if facts & {Fact.PRESCHOOL, Fact.SCHOOL}:
        facts.add(Fact.CHILD)
    if facts & {Fact.BUY, Fact.RENT}:
        facts.add(Fact.HOME)
    if anchor_on(Anchor.NURSERY, family).month == 4:  # type: ignore[union-attr]  # a nursery day is always known
        facts.add(Fact.APRIL)
    if family.moves_on.month in WINTER_MONTHS:
        facts.add(Fact.WINTER)
    if PEAK[0] <= (family.moves_on.month, family.moves_on.day) <= PEAK[1]:
        facts.add(Fact.PEAK)
    return frozenset(facts)


def anchor_on(anchor: Anchor, family: Family, *, month: int | None = None, day: int | None = None) -> date | None:
    """Return the day from which a deadline is counted (基準の日), or None where it is not settled yet.

    A calendar day is the last such day up to the move (or to the nursery day), or the first from the move on;
    29 February is 28 February in common years.

    Source: the table of deadlines, whose rows name their anchor
    """
    if anchor is Anchor.MOVING:
        return family.moves_on
    if (given := family.dates.get(anchor)) is not None:
        return given
    if anchor is Anchor.NURSERY:
        return nursery_on(family.moves_on)
    if anchor is Anchor.SCHOOL:
        return school_on(family.moves_on)
    if month is None or day is None:
        return None
    if anchor is Anchor.FROM_MOVING:
        here = _calendar_day(family.moves_on.year, month, day)
        return here if here >= family.moves_on else _calendar_day(family.moves_on.year + 1, month, day)
    if anchor in (Anchor.BEFORE_MOVING, Anchor.BEFORE_NURSERY):
        end = family.moves_on if anchor is Anchor.BEFORE_MOVING else anchor_on(Anchor.NURSERY, family)
        assert end is not None
        here = _calendar_day(end.year, month, day)
        return here if here <= end else _calendar_day(end.year - 1, month, day)
    return None


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February in a common year, or the 31st of a short month
        return date(year, month, 28 if month == 2 else 30)


def is_for(task: TaskRule, facts: frozenset[Fact]) -> bool:
    """Tell whether a deadline concerns a family (対象になる): all that it needs is so, nothing that rules it out.

    Source: the table of deadlines, whose rows name their conditions
    """
    return task.needs <= facts and not task.lacks & facts
