"""How the places of a tour are given: its terms, the list, what was drawn, and who tends to lose."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from kayoi.engines.casefiles.selectors import roots_of
from kayoi.engines.casefiles.selectors.belonging import files_in, town_registers
from kayoi.engines.selections.models import Place, Selection
from kayoi.engines.selections.rules.publishing import terms_as_data
from kayoi.engines.selections.rules.reading import BadSelection, read_terms
from kayoi.engines.selections.rules.tendency import Tendency, tendency
from kayoi.engines.selections.rules.terms import Offer, Quota, Terms
from kayoi.engines.selections.rules.terms import Party as Line
from kayoi.engines.selections.selectors import capacity_of, terms_of
from kayoi.engines.selections.states import Method, SelectionStatus, Unit
from kayoi.kit.dates import local_time
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.tours.models import Party, Tour, TourDate
from kayoi.programmes.tours.selectors.reasons import group_in_words, offers_in_words
from kayoi.programmes.tours.selectors.words import days_in_words
from kayoi.programmes.tours.states import COMING, WITH_DATE, DateStatus, PartyStatus
from kayoi.programmes.tours.states.giving import Group

DRAWS = 200


def locked(tour: int) -> Tour:
    """Return a tour that nobody else changes until this transaction ends: who comes second sees what the first did."""
    found: Tour = Tour.objects.select_for_update(of=("self",), no_key=True).select_related("selection").get(pk=tour)
    return found


def open_dates(tour: Tour) -> list[TourDate]:
    """Return the dates that can be wished for, in their order; once terms are out only those of the terms."""
    rows = tour.dates.filter(status=DateStatus.OPEN).order_by("starts_on", "pk")
    if tour.selection is None:
        return list(rows)
    known = terms_of(tour.selection).capacity
    return [one for one in rows if one.key in known]


def planned_terms(tour: Tour) -> Terms:
    """Return the terms as the office has written them, with the dates that are open now."""
    quotas = [
        Quota(one["group"], one.get("least", 0), one.get("most"), Unit.of(one.get("unit", Unit.PERSONS)))
        for one in tour.quotas
    ]
    method = Method.of(tour.method)
    by_lot = method is not Method.FIRST_COME
    return Terms(
        method,
        tuple(Offer(one.key, one.capacity) for one in open_dates(tour)),
        tuple(quotas),
        dict(tour.weights) if method is Method.POINTS else {},
        tour.public_number if by_lot else "",
        tour.number_from.isoformat() if by_lot and tour.number_from else "",
    )


def may_publish(tour: Tour) -> Verdict:
    """Answer whether the terms of a tour may be published (条件を公表できるか)."""
    terms = planned_terms(tour)
    late = tour.apply_until is not None and tour.number_from is not None and tour.number_from <= tour.apply_until
    lacking = [
        (Reason("tours.no_date_for_terms"), not terms.offers),
        (Reason("tours.no_public_number"), terms.by_lot and not (terms.number and terms.number_from)),
        (Reason("tours.number_too_early"), terms.by_lot and late),
        (Reason("tours.no_criteria"), terms.method is Method.POINTS and not terms.weights),
    ]
    reasons = [reason for reason, lacks in lacking if lacks]
    if not reasons:
        try:
            read_terms(terms_as_data(terms))
        except BadSelection as error:
            reasons.append(Reason("tours.bad_terms", {"problem": str(error)}))
    return verdict(reasons)


def may_close(tour: Tour, *, at: datetime) -> Verdict:
    """Answer whether the list of a tour may become final: after the deadline, with the points of every party."""
    unscored = sum(set(party.scores) != set(tour.weights) for party in asked(tour)) if _by_points(tour) else 0
    until = tour.apply_until
    lacking = []
    if until is not None and at < until:
        lacking.append(Reason("tours.still_taken", {"until": f"{local_time(until):%Y-%m-%d %H:%M}"}))
    if unscored:
        lacking.append(Reason("tours.not_scored", {"count": unscored}))
    return verdict(lacking)


def _by_points(tour: Tour) -> bool:
    return tour.method == Method.POINTS


def asked(tour: Tour) -> list[Party]:
    """Return those who applied and stand in no list yet, in the order in which they came."""
    return list(tour.parties.filter(status=PartyStatus.ASKED).order_by("asked_at", "pk"))


def registered(parties: Collection[Party], *, on: date) -> set[int]:
    """Return those of parties whose representative is in a register of the town on a day, by the id of the party."""
    roots = {pk: root.pk for pk, root in roots_of({party.case_file_id for party in parties}).items()}
    rows = files_in([one.key for one in town_registers()], on=on)
    found = set(rows.filter(case_file__in=set(roots.values())).values_list("case_file_id", flat=True))
    merged = rows.exclude(case_file__merged_into=None).values_list("case_file_id", flat=True)
    found |= {root.pk for root in roots_of(merged).values()}
    return {party.pk for party in parties if roots.get(party.case_file_id) in found}


def line_of(
    party: Party, terms: Terms, arrived: int = 1, without: Collection[str] = (), *, is_registered: bool = False
) -> Line:
    """Return a party as the selection knows it: wishes and points that the terms know, whether it is registered."""
    groups = frozenset(party.groups) | ({Group.REGISTERED.value} if is_registered else set())
    return Line(
        party.number, arrived, party.persons,
        tuple(wish for wish in party.wishes if wish in terms.capacity and wish not in without),
        groups, {key: party.scores[key] for key in terms.weights if key in party.scores},
    )  # fmt: skip


def lines_of(tour: Tour, terms: Terms, *, on: date) -> list[Line]:
    """Return the list of those who applied; whose wishes have all been called off is left out.

    Who is registered with the town is asked for the day on which the list becomes final.
    """
    off = set(tour.dates.filter(status=DateStatus.CANCELLED).values_list("key", flat=True))
    parties = asked(tour)
    known = registered(parties, on=on)
    lines = (
        line_of(party, terms, number, off, is_registered=party.pk in known) for number, party in enumerate(parties, 1)
    )
    return [line for line in lines if line.wishes]


@dataclass(frozen=True)
class Loser:
    """How often those of a kind go without, in words."""

    kind: str
    value: str
    parties: int
    percent: int


KINDS = {"all": "全員", "group": "区分", "size": "人数", "first_wish": "第1希望"}


def losers(tour: Tour, *, on: date, draws: int = DRAWS) -> list[Loser]:
    """Return who tends to lose under the terms as they are written, with those who have applied (試し引き)."""
    terms = planned_terms(tour) if tour.selection is None else terms_of(tour.selection)
    lines = lines_of(tour, terms, on=on)
    if not lines or not terms.offers:
        return []
    labels = offers_in_words(tour)
    return [_loser(row, labels) for row in tendency(terms, lines, draws)]


def _loser(row: Tendency, labels: Mapping[str, str]) -> Loser:
    values = {
        "all": "", "size": f"{row.value}人の組", "first_wish": labels.get(row.value, row.value),
        "group": group_in_words(row.value),
    }  # fmt: skip
    return Loser(KINDS[row.kind], values[row.kind], row.parties, round(100 * row.share))


@dataclass(frozen=True)
class Room:
    """A date with how many persons it is for, how many have a place, and how many want it."""

    date: TourDate
    words: str
    capacity: int
    given: int
    wanted: int

    @property
    def left(self) -> int:
        """How many persons still find room."""
        return max(0, self.capacity - self.given)

    @property
    def is_coming(self) -> bool:
        """True while somebody can still take part."""
        return self.date.status in COMING


def rooms_of(tour: Tour, dates: Sequence[TourDate] | None = None) -> list[Room]:
    """Return the dates of a tour with what is left of them, in a fixed number of queries."""
    rows = list(tour.dates.order_by("starts_on", "pk")) if dates is None else dates
    capacity = capacity_of(tour.selection) if tour.selection else {}
    given = dict(
        tour.parties.filter(status__in=WITH_DATE).values_list("date").annotate(Sum("persons")).order_by()
    )  # fmt: skip
    wanted: dict[str, int] = {}
    for wishes, persons in tour.parties.filter(status=PartyStatus.ASKED).values_list("wishes", "persons"):
        wanted[wishes[0]] = wanted.get(wishes[0], 0) + persons
    return [
        Room(one, days_in_words(one), capacity.get(one.key, one.capacity), given.get(one.pk, 0), wanted.get(one.key, 0))
        for one in rows
    ]


def places_of(selection: Selection, numbers: Sequence[str]) -> dict[str, Place]:
    """Return where parties stand in a selection, by their numbers."""
    return {one.number: one for one in Place.objects.filter(selection=selection, number__in=numbers)}


def is_final(tour: Tour) -> bool:
    """Tell whether the list of a draw is closed: nobody comes in any more."""
    return tour.selection is not None and tour.selection.status != SelectionStatus.OPEN


def quotas_in_words(quotas: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, int | None, str]]:
    """Return the quotas of a tour: for whom, at least, at most, in what they are counted."""
    return [
        (group_in_words(one["group"]), one.get("least", 0), one.get("most"), Unit.of(one.get("unit", "persons")).value)
        for one in quotas
    ]
