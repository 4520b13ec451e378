"""Houses for the national sites, from their public copies only; what stands there and must be taken down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kayoi.foundation.places.selectors import place_of
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import Column
from kayoi.programmes.homes.models import Home, Listing, NationalMapping, Sending, SentHome
from kayoi.programmes.homes.rules.exchange.national import NationalColumn, columns_of, missing_in, value_of
from kayoi.programmes.homes.selectors.exchange.registers import as_file
from kayoi.programmes.homes.selectors.search import shown
from kayoi.programmes.homes.states.exchange import FileFormat

_COPIED = (
    "number", "kind", "offer", "price_yen", "rent_yen", "quarter", "land_m2", "floor_m2", "farmland_m2", "built_year",
    "title", "title_en", "appeal", "appeal_en", "window_ends_on", "broker_name", "broker_licence", "details",
)  # fmt: skip


@dataclass(frozen=True)
class HouseToSend:
    """A house as the list has it, and what is missing."""

    home_id: int
    number: str
    title: str
    values: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True)
class Standing:
    """A house that stands on a national site and must be taken down, with the reason."""

    home_id: int
    number: str
    sent_at: datetime
    why: str


def mapping_version() -> int:
    """Return the version of the town's mapping; 0 while it has the first columns still."""
    version: int | None = NationalMapping.objects.values_list("version", flat=True).first()
    return version or 0


def national_columns() -> list[NationalColumn]:
    """Return the columns of the town's list for the national sites."""
    return columns_of(NationalMapping.objects.values_list("columns", flat=True).first())


def is_for_national_sites(home: Home) -> bool:
    """Tell whether a house may stand on the national sites: it is shown, and its owners agree to them."""
    return Listing.objects.filter(home=home, withdrawn_at=None, on_national_sites=True).exists()


def listings_to_send(*, at: datetime) -> QuerySet[Listing]:
    """Return what everybody may see and whose owners agree to the national sites."""
    return shown(at).filter(on_national_sites=True)


def houses_to_send(*, link: str, at: datetime) -> list[HouseToSend]:
    """Return the houses for the national sites with their values; `link` is the address of a house, with {pk} in it."""
    columns = national_columns()
    places: dict[str, str] = {}
    found = []
    for listing in listings_to_send(at=at).defer("search").order_by("number"):
        if listing.place_code not in places:
            place = place_of(listing.place_code)
            places[listing.place_code] = place.full_name if place else listing.organization.name
        more = {"place": places[listing.place_code], "page": link.replace("{pk}", str(listing.pk))}
        values = [value_of(column, _copy(listing) | more) for column in columns]
        missing = missing_in(columns, values)
        found.append(HouseToSend(listing.home_id, listing.number, listing.title, values, missing))
    return found


def _copy(listing: Listing) -> dict[str, Any]:
    return {name: getattr(listing, name) for name in _COPIED}


def houses_to_take_down(*, at: datetime) -> list[Standing]:
    """Return the houses that were sent and may not stand there any more (下ろす一覧)."""
    allowed = listings_to_send(at=at).values("home")
    rows = SentHome.objects.filter(taken_down_on=None).exclude(home__in=allowed)
    latest = rows.select_related("home", "sending").order_by("home__number", "-sending__sent_at")
    shown_still = set(shown(at).filter(home__in=rows.values("home")).values_list("home_id", flat=True))
    found: dict[int, Standing] = {}
    for row in latest:
        why = "全国版への同意がなくなりました" if row.home_id in shown_still else "公開中ではなくなりました"
        found.setdefault(row.home_id, Standing(row.home_id, row.home.number, row.sending.sent_at, why))
    return list(found.values())


def latest_sendings() -> list[Sending]:
    """Return the lists that were made, latest first."""
    return list(Sending.objects.order_by("-sent_at", "-pk")[:20])


def sent_homes(sending: Sending) -> list[SentHome]:
    """Return the houses of a list with what has become of them."""
    return list(SentHome.objects.filter(sending=sending).select_related("home").order_by("home__number"))


def sending_file(sending: Sending, kind: FileFormat, *, at: datetime) -> bytes:
    """Return a list as a file. A house that may not be given any more is not in it, though it was then."""
    columns = [Column(header) for header in sending.headers]
    allowed = listings_to_send(at=at).values("home")
    rows = SentHome.objects.filter(sending=sending, home__in=allowed, taken_down_on=None).order_by("home__number")
    return as_file([row.values for row in rows], columns, kind, name=f"全国版_{local_date(sending.sent_at)}")
