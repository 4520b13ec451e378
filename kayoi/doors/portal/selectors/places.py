"""Places by search, by prefecture, by code; and what became of former ones."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kayoi.doors.portal.selectors.language import either, label
from kayoi.foundation.places.models import Place
from kayoi.foundation.places.rules.history import Chain
from kayoi.foundation.places.rules.search import Found
from kayoi.foundation.places.selectors import place_of, search_places
from kayoi.foundation.places.selectors.places import digest, history
from kayoi.foundation.places.states import PlaceKind, PlaceStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.html import Link
from kayoi.kit.text import municipality_code
from kayoi.programmes.consultations.selectors import desks_open


def name_of(place: Place) -> str:
    """Return the name as the reader's language writes it: 伊那市, or Ina City."""
    return either(place.name, place.name_en)


def full_name_of(place: Place) -> str:
    """Return the name with what it lies in: 長野県伊那市, or Ina City, Nagano Prefecture."""
    parts = [place.name_en]
    if place.kind == PlaceKind.WARD and place.parent:
        parts.append(place.parent.name_en)
    if place.prefecture:
        parts.append(place.prefecture.name_en)
    return either(place.full_name, ", ".join(parts))


def prefecture_href(code: str) -> str:
    """Return the page of a prefecture by its six-digit code."""
    return reverse("portal:prefecture", kwargs={"number": code[:2]})


def place_href(code: str) -> str:
    """Return the page of a place by its six-digit code."""
    return reverse("portal:place", kwargs={"code": code})


def href_of(place: Place) -> str:
    """Return the page of a place; a prefecture's is the list of what lies in it."""
    return prefecture_href(place.code) if place.kind == PlaceKind.PREFECTURE else place_href(place.code)


def link_to(place: Place) -> Link:
    """Return a place as a link."""
    return Link(name_of(place), href_of(place))


def ways_to(place: Place) -> list[Link]:
    """Return where a place stands: the search, its prefecture, its city, itself (パンくず)."""
    above = [one for one in (place.prefecture, place.parent) if one is not None]
    once = {one.code: link_to(one) for one in above}
    return [Link(_("地域をさがす"), reverse("portal:places")), *once.values(), Link(name_of(place))]


@dataclass(frozen=True)
class Hit:
    """A place that a search found, and why."""

    name: str
    kana: str
    href: str
    why: str
    population: int | None
    population_year: int | None
    takes_questions: bool


def found(words: str, *, at: datetime) -> list[Hit]:
    """Return the places that somebody may have meant, best first (地域の検索); and who takes questions now."""
    hits = search_places(words)
    desks = set(
        desks_open(at=at).filter(place_code__in=[one.place.code for one in hits]).values_list("place_code", flat=True)
    )
    return [
        Hit(
            full_name_of(one.place),
            one.place.kana,
            href_of(one.place),
            _why(one.match),
            one.place.population,
            one.place.population_year,
            one.place.code in desks,
        )
        for one in hits
    ]


def _why(match: Found) -> str:
    """Return the reason in the reader's language; a former name comes with its way to today's."""
    if match.chain is None:
        return label(match.how)
    return _("%(reason)s:%(way)s") % {"reason": label(match.how), "way": way_of(match.chain)}


def way_of(chain: Chain) -> str:
    """Return the steps from a former municipality to today: 高遠町 → 伊那市(2006年3月31日、新設合併)."""
    names = [chain.first.old_name, *(step.new_name for step in chain.steps)]
    return _("%(names)s(%(day)s、%(reason)s)") % {
        "names": " → ".join(dict.fromkeys(names)),
        "day": day_of(chain.first.on),
        "reason": label(chain.first.reason),
    }


def day_of(on: date) -> str:
    """Return a day of the past as the reader's language writes it: 2006年3月31日, or 31 March 2006."""
    return either(f"{on.year}年{on.month}月{on.day}日", date_format(on, "j F Y"))


@dataclass(frozen=True)
class Former:
    """A municipality or ward that is no more: its name, and what it is today."""

    name: str
    ways: tuple[str, ...]
    today: tuple[Link, ...]


def place_with(code: str) -> Place | None:
    """Return the place that exists today under a code with or without its check digit."""
    place = place_of(code)
    return place if place is not None and place.status == PlaceStatus.CURRENT else None


def former_with(code: str) -> Former | None:
    """Return what became of the municipality of a code that has ended (廃置分合の案内); None for an unknown code."""
    try:
        code5 = municipality_code(code).code5
    except ValueError:
        return None
    past = history(digest())
    leaving = [change for change in past.changes if change.old_code5 == code5 != change.new_code5]
    if not leaving:
        return None
    last = max(change.on for change in leaving)
    chains = [chain for change in leaving if change.on == last for chain in past.chains(change)]
    rows = Place.objects.select_related("prefecture", "parent").in_bulk(
        {chain.code5 for chain in chains}, field_name="code5"
    )
    today = tuple(
        Link(full_name_of(rows[code5]), href_of(rows[code5]))
        for code5 in dict.fromkeys(chain.code5 for chain in chains)
        if code5 in rows
    )
    ways = tuple(dict.fromkeys(way_of(chain) for chain in chains))
    return Former(leaving[0].old_name, ways, today) if today else None


def organization_at(place_code: str, *, on: date) -> Organization | None:
    """Return the town or prefecture that works with Kayoi at a place on that day."""
    rows = Organization.objects.open_on(on).desks().filter(place_code=place_code)
    return rows.order_by("pk").first() if place_code else None
