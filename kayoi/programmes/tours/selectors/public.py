"""Tours as the public reads them: what is open, what is left, how places are given, who answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kayoi.engines.selections.models import Selection
from kayoi.engines.selections.selectors import terms_of
from kayoi.engines.selections.states import Method
from kayoi.foundation.places.selectors import prefectures
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Verdict
from kayoi.programmes.tours.models import ItineraryItem, Tour, TourDate
from kayoi.programmes.tours.selectors.applying import may_ask
from kayoi.programmes.tours.selectors.giving import Room, is_final, quotas_in_words, rooms_of
from kayoi.programmes.tours.selectors.reasons import named
from kayoi.programmes.tours.selectors.words import days_in_words, either, lines_of, names_of, span_in_words
from kayoi.programmes.tours.states import COMING, DateStatus, TourStatus

SHOWN_DATES = (*COMING, DateStatus.HELD, DateStatus.CANCELLED)


@dataclass(frozen=True)
class Card:
    """A tour in the list."""

    tour: Tour
    title: str
    summary: str
    days: Sequence[str]
    until: datetime | None
    takes: bool


def cards(*, at: datetime) -> list[Card]:
    """Return the tours that everybody may see, those that take applications first."""
    rows = (
        Tour.objects.filter(status=TourStatus.PUBLISHED, openly_called=True)
        .select_related("selection")
        .prefetch_related("dates")
    )
    found = []
    for tour in rows:
        dates = sorted(
            (one for one in tour.dates.all() if one.status in COMING and one.ends_on >= local_date(at)),
            key=lambda one: one.starts_on,
        )
        if not dates:
            continue
        takes = _takes(tour, dates, at=at)
        days = [days_in_words(one) for one in dates]
        card = Card(tour, named(tour), either(tour.summary, tour.summary_en), days, tour.apply_until, takes)
        found.append((not takes, dates[0].starts_on, card))
    return [card for *order, card in sorted(found, key=lambda one: one[:2])]


def _takes(tour: Tour, dates: Sequence[TourDate], *, at: datetime) -> bool:
    """Tell whether a tour takes applications, from rows that are read already."""
    opened = (tour.apply_from is None or tour.apply_from <= at) and (tour.apply_until is None or at < tour.apply_until)
    is_open = tour.selection is not None and not is_final(tour)
    return opened and is_open and any(one.status == DateStatus.OPEN for one in dates)


def shown_tour(key: str) -> Tour | None:
    """Return a tour that the public may see; who was given its address sees one that is not openly called for."""
    rows = Tour.objects.select_related("selection", "rule", "organization")
    found: Tour | None = rows.filter(key=key).exclude(status=TourStatus.DRAFT).first()
    return found


@dataclass(frozen=True)
class Day:
    """A day of the itinerary."""

    number: int
    words: str
    items: Sequence[tuple[ItineraryItem, str]]


@dataclass(frozen=True)
class DateShown:
    """A date with what is left of it and what happens on it."""

    room: Room
    town: str
    meeting: str
    days: Sequence[Day]


@dataclass(frozen=True)
class TourPage:
    """A tour as its page shows it."""

    tour: Tour
    title: str
    summary: str
    hard: Sequence[str]
    fee_covers: str
    dates: Sequence[DateShown]
    quotas: Sequence[tuple[str, int, int | None, str]]
    selection: Selection | None
    number: str
    number_from: datetime | None
    first_come: bool
    may_apply: Verdict


def tour_page(tour: Tour, *, at: datetime) -> TourPage:
    """Return a tour with its dates, places left, itinerary, and how the places are given."""
    dates = list(
        tour.dates.filter(status__in=SHOWN_DATES).prefetch_related("items").order_by("starts_on", "pk")
    )  # fmt: skip
    towns = _towns(tour, dates)
    terms = terms_of(tour.selection) if tour.selection else None
    shown = [
        DateShown(
            room, towns.get(room.date.place_code, ""), either(room.date.meeting_point, room.date.meeting_point_en),
            _days(room.date),
        )
        for room in rooms_of(tour, dates)
    ]  # fmt: skip
    return TourPage(
        tour, named(tour), either(tour.summary, tour.summary_en), lines_of(either(tour.hard, tour.hard_en)),
        either(tour.fee_covers, tour.fee_covers_en), shown, quotas_in_words(tour.quotas), tour.selection,
        terms.number if terms else "", datetime.fromisoformat(terms.number_from) if terms and terms.by_lot else None,
        tour.method == Method.FIRST_COME, may_ask(tour, by_staff=False, at=at),
    )  # fmt: skip


def _towns(tour: Tour, dates: Sequence[TourDate]) -> dict[str, str]:
    """Return the names of the towns that receive a tour, where there are several."""
    codes = {one.place_code for one in dates}
    if codes <= {tour.organization.place_code}:
        return {}
    return {code: code for code in codes} | names_of(codes)


def _days(one: TourDate) -> list[Day]:
    items: dict[int, list[ItineraryItem]] = {}
    for item in sorted(one.items.all(), key=lambda item: (item.day, item.starts)):
        items.setdefault(item.day, []).append(item)
    days = {number: one.starts_on + timedelta(days=number - 1) for number in items}
    return [
        Day(number, span_in_words(days[number], days[number]),
            [(item, either(item.title, item.title_en)) for item in of_day])
        for number, of_day in items.items()
    ]  # fmt: skip


def towns_to_tell(tour: Tour) -> list[tuple[str, str]]:
    """Return the other towns that receive a tour, by their codes: whoever applies is asked whether they may know."""
    own = tour.organization.place_code
    codes = tour.dates.exclude(place_code__in=["", own]).order_by("place_code").values_list("place_code", flat=True)
    names = names_of(codes)
    return [(code, names.get(code, code)) for code in dict.fromkeys(codes)]


def choices_of(rooms: Sequence[Room], first_come: bool) -> list[tuple[str, Any]]:
    """Return the dates that can be wished for, with what is left where that is known."""
    return [(room.date.key, _choice(room, first_come)) for room in rooms]


def _choice(room: Room, first_come: bool) -> str:
    if not first_come:
        return room.words
    if room.left:
        return _("%(days)s (残り%(left)s人)") % {"days": room.words, "left": room.left}
    return _("%(days)s (満員・補欠として受け付けます)") % {"days": room.words}


def prefectures_by_number() -> dict[str, str]:
    """Return the names of the prefectures by their two digits."""
    return {place.code[:2]: either(place.name, place.name_en) for place in prefectures()}
