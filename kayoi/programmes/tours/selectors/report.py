"""The report of tours of a fiscal year or of one tour, every number with the rows behind it. Nobody is named in it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.foundation.places.selectors.places import prefectures
from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_start
from kayoi.programmes.tours.models import Attendance, Outcome, Party, Tour, TourDate
from kayoi.programmes.tours.rules.reporting import (
    AgeBySex,
    Demand,
    Representative,
    Shares,
    age_by_sex,
    ratio,
    shares,
    size_band,
)
from kayoi.programmes.tours.states import (
    AgeBand,
    Awareness,
    DateStatus,
    Occupation,
    OutcomeKind,
    PartyStatus,
    PastVisits,
    Segment,
    Sex,
    TourLifestyle,
)

UNTOLD = "答えなし"
SIZES = {"1": "1人", "2": "2人", "3": "3〜4人", "5": "5人以上"}


@dataclass(frozen=True)
class Scope:
    """Which dates are reported: of a fiscal year, and of one tour where it is given."""

    year: int
    tour: int | None = None


@dataclass(frozen=True)
class Counted:
    """A party as the report counts it. Of people under protection measures it is not said where they live."""

    party: Party
    date: TourDate
    one: Representative
    persons: int
    nights: int

    @property
    def stay_days(self) -> int:
        """Days on which somebody was there, each person's own (人日)."""
        return self.persons * (self.nights + 1)


@dataclass(frozen=True)
class Dimension:
    """What representatives are counted by: its words, the words of its answers, and how it is read."""

    key: str
    label: str
    labels: Mapping[str, str]
    read: Callable[[Representative], str]


@dataclass(frozen=True)
class DateLine:
    """A date with what was asked for and who came."""

    date: TourDate
    demand: Demand


@dataclass(frozen=True)
class OutcomeLine:
    """What came of it: of how many parties, and how many in its unit."""

    kind: OutcomeKind
    parties: int
    quantity: int


@dataclass(frozen=True)
class ReachLine:
    """How many applied, and came, of those who came by one way of calling, or to tours made for somebody."""

    key: str
    words: str
    applications: int
    persons: int
    came: int


@dataclass(frozen=True)
class Report:
    """The report as a page and a file show it."""

    scope: Scope
    tours: int
    held: int
    demand: Demand
    came: int
    ages: AgeBySex
    dimensions: Sequence[tuple[Dimension, Shares]]
    person_nights: int
    person_days: int
    days_each: Decimal | None
    dates: Sequence[DateLine]
    reached: Sequence[tuple[str, str, Sequence[ReachLine]]]
    outcomes: Sequence[OutcomeLine]


def dimensions() -> tuple[Dimension, ...]:
    """Return what representatives are counted by, in the order of the ministry's report."""
    places = {place.code[:2]: place.name for place in prefectures()}
    return (
        Dimension("size", "人数構成", SIZES, lambda one: size_band(one.persons)),
        Dimension("age", "年代", _words(AgeBand), lambda one: one.age_band),
        Dimension("sex", "性別", _words(Sex), lambda one: one.sex),
        Dimension("prefecture", "居住地", places, lambda one: one.prefecture),
        Dimension("occupation", "職業", _words(Occupation), lambda one: one.occupation),
        Dimension("lifestyle", "ライフスタイル", _words(TourLifestyle), lambda one: one.lifestyle),
        Dimension("knew", "申込みの前に知っていたか", _words(Awareness), lambda one: one.knew),
        Dimension("visits", "これまでの来訪", _words(PastVisits), lambda one: one.visits),
    )


def years_of_tours(*, on: date) -> list[int]:
    """Return the fiscal years with a date, the latest first, this one always."""
    days = TourDate.objects.exclude(status=DateStatus.DRAFT).values_list("starts_on", flat=True).distinct()
    return sorted({fiscal_year(on), *(fiscal_year(day) for day in days)}, reverse=True)


def dates_in(scope: Scope) -> list[TourDate]:
    """Return the dates that the report is about: published ones, and none that did not take place."""
    rows = TourDate.objects.filter(
        starts_on__range=(fiscal_year_start(scope.year), fiscal_year_end(scope.year))
    ).exclude(status__in=(DateStatus.DRAFT, DateStatus.CANCELLED))
    if scope.tour is not None:
        rows = rows.filter(tour=scope.tour)
    return list(rows.select_related("tour").order_by("starts_on", "pk"))


def applied(dates: Sequence[TourDate]) -> list[Party]:
    """Return the parties that applied for one of the dates, first wish first; those that were given one by it."""
    keys = {(one.tour_id, one.key): one for one in dates}
    rows = Party.objects.filter(tour__in={one.tour_id for one in dates}).select_related("case_file", "tour", "date")
    found = []
    for party in rows.defer("case_file__search").order_by("asked_at", "pk"):
        given = keys.get((party.tour_id, party.date.key)) if party.date else None
        wished = [keys[party.tour_id, key] for key in party.wishes if (party.tour_id, key) in keys]
        meant = given or (wished[0] if wished and party.date is None else None)
        if meant is not None:
            party.meant = meant  # type: ignore[attr-defined]  # for which date it counts
            found.append(party)
    return found


def came_to(dates: Sequence[TourDate], *, on: date) -> list[Counted]:
    """Return the parties that took part, with how many of them came."""
    parties = [party for party in applied(dates) if party.status == PartyStatus.ATTENDED]
    hidden = protected_families([party.case_file_id for party in parties], on=on)
    there = {one.party_id: one for one in Attendance.objects.filter(date__in=dates, taken_back_at=None)}
    return [
        _counted(party, there.get(party.pk), is_hidden=party.case_file_id in hidden)
        for party in parties
    ]  # fmt: skip


def report(scope: Scope, *, on: date) -> Report:
    """Return the report of a fiscal year or a tour, counted anew from its rows."""
    dates = dates_in(scope)
    everybody, rows = applied(dates), came_to(dates, on=on)
    people = [row.one for row in rows]
    lines = [_date_line(one, everybody, rows) for one in dates]
    days = sum(row.stay_days for row in rows)
    return Report(
        scope=scope,
        tours=len({one.tour_id for one in dates}),
        held=sum(one.status == DateStatus.HELD for one in dates),
        demand=_sum([line.demand for line in lines]),
        came=len(rows),
        ages=age_by_sex(people, bands=[band.value for band in AgeBand], sexes=[sex.value for sex in Sex]),
        dimensions=[(one, shares(people, one.read, order=list(one.labels))) for one in dimensions()],
        person_nights=sum(row.persons * row.nights for row in rows),
        person_days=days,
        days_each=ratio(days, len(rows)),
        dates=lines,
        reached=_reached(everybody),
        outcomes=_outcomes(rows),
    )


def outcomes_of(rows: Sequence[Counted], kind: str) -> list[Outcome]:
    """Return what came of the parties of a report, of one kind."""
    found = Outcome.objects.filter(party__in=[row.party for row in rows], kind=kind)
    return list(found.select_related("party__case_file", "party__tour", "party__date").order_by("happened_on", "pk"))


def tours_of_year(year: int) -> list[Tour]:
    """Return the tours with a date in a fiscal year."""
    first, last = fiscal_year_start(year), fiscal_year_end(year)
    return list(Tour.objects.filter(dates__starts_on__range=(first, last)).distinct().order_by("name", "pk"))


def reach_of(key: str) -> tuple[str, Mapping[str, str], Callable[[Party], str]]:
    """Return by what applications are counted beside their dates: its title, its words, how it is read."""
    if key == "segment":
        return "対象", _words(Segment), lambda party: str(party.tour.segment)
    return "広報の符号", {"": "符号なし"}, lambda party: party.campaign


def _reached(parties: Sequence[Party]) -> list[tuple[str, str, list[ReachLine]]]:
    """Return applications by whom the tours were made for and by campaign, where that was said of any."""
    found = []
    for key in ("segment", "campaign"):
        title, words, read = reach_of(key)
        groups: dict[str, list[Party]] = defaultdict(list)
        for party in parties:
            groups[read(party)].append(party)
        named = sorted(group for group in groups if group)
        if named:
            order = [*named, ""] if "" in groups else named
            found.append((title, key, [_reach_line(one, words.get(one, one), groups[one]) for one in order]))
    return found


def _reach_line(key: str, words: str, parties: Sequence[Party]) -> ReachLine:
    came = sum(party.status == PartyStatus.ATTENDED for party in parties)
    return ReachLine(key, words, len(parties), sum(party.persons for party in parties), came)


def _counted(party: Party, there: Attendance | None, *, is_hidden: bool) -> Counted:
    assert party.date is not None  # by a constraint of the table
    persons = there.persons if there else party.persons
    one = Representative(
        sex=party.sex, age_band=party.age_band, persons=persons, prefecture="" if is_hidden else party.prefecture,
        occupation=party.occupation, lifestyle=party.lifestyle, knew=party.awareness, visits=party.past_visits,
    )  # fmt: skip
    return Counted(party, party.date, one, persons, there.nights if there else party.date.nights)


def _date_line(one: TourDate, everybody: Sequence[Party], rows: Sequence[Counted]) -> DateLine:
    asked = [party for party in everybody if party.meant.pk == one.pk]  # type: ignore[attr-defined]
    took_part = sum(row.persons for row in rows if row.date.pk == one.pk)
    return DateLine(one, Demand(one.capacity, len(asked), sum(party.persons for party in asked), took_part))


def _sum(demands: Sequence[Demand]) -> Demand:
    return Demand(
        *(sum(getattr(one, name) for one in demands) for name in ("capacity", "applications", "persons", "took_part"))
    )


def _outcomes(rows: Sequence[Counted]) -> list[OutcomeLine]:
    found = Outcome.objects.filter(party__in=[row.party for row in rows]).values_list("kind", "party", "quantity")
    parties = Counter(kind for kind, _ in {(kind, party) for kind, party, _ in found})
    total: Counter[str] = Counter()
    for kind, _, quantity in found:
        total[kind] += quantity
    return [OutcomeLine(kind, parties[kind], total[kind]) for kind in OutcomeKind if parties[kind]]


def _words(kind: type) -> dict[str, str]:
    return dict(kind.choices())  # type: ignore[attr-defined]
