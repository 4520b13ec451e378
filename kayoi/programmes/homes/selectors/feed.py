"""Published houses as open data: one row for each house, public items only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import Column, ColumnKind, write_csv
from kayoi.programmes.homes.models import Listing
from kayoi.programmes.homes.selectors.search import shown, towns_of
from kayoi.programmes.homes.states import HomeKind, HomeStatus, Offer
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS

LABELS = {"state": HomeStatus, "kind": HomeKind, "offer": Offer}
COLUMNS = (
    ("place_code", Column("全国地方公共団体コード", ColumnKind.CODE)),
    ("town", Column("団体")),
    ("number", Column("物件番号", ColumnKind.CODE)),
    ("state", Column("状態")),
    ("kind", Column("用途")),
    ("offer", Column("物件区分")),
    ("price_yen", Column("価格", ColumnKind.YEN)),
    ("rent_yen", Column("賃料(月)", ColumnKind.YEN)),
    ("quarter", Column("町字")),
    ("lat", Column("緯度(ぼかした位置)", ColumnKind.DECIMAL, 6)),
    ("lon", Column("経度(ぼかした位置)", ColumnKind.DECIMAL, 6)),
    ("built_year", Column("建築年", ColumnKind.CODE)),
    ("floor_m2", Column("延床面積(㎡)", ColumnKind.DECIMAL, 2)),
    ("land_m2", Column("土地面積(㎡)", ColumnKind.DECIMAL, 2)),
    ("farmland_m2", Column("農地面積(㎡)", ColumnKind.DECIMAL, 2)),
    ("title", Column("見出し")),
    ("title_en", Column("見出し(英語)")),
    ("broker_name", Column("取扱業者")),
    ("broker_licence", Column("免許番号", ColumnKind.CODE)),
    ("published_on", Column("公開日", ColumnKind.DATE)),
    ("changed_on", Column("最終更新日", ColumnKind.DATE)),
    ("address", Column("ページ")),
)
MEASURES = frozenset({"floor_m2", "land_m2", "farmland_m2"})
PUBLIC_ITEMS = tuple(item for item in ITEMS if item.level is Level.PUBLIC)


def published(organization: Organization, *, at: datetime) -> list[Listing]:
    """Return what an organization shows at that moment, in the order of the numbers."""
    towns = [town.pk for town in towns_of(organization, at=at)]
    rows = shown(at).filter(organization__in=towns).select_related("organization")
    return list(rows.order_by("organization__place_code", "number"))


def feed_csv(listings: Iterable[Listing], *, address: str) -> bytes:
    """Return the feed as CSV in UTF-8 with BOM; `address` is that of a house, with {slug} and {pk} in it."""
    rows = [
        [*_row(one, address).values(), *(_text(one.details.get(item.code)) for item in PUBLIC_ITEMS)]
        for one in listings
    ]
    columns = [*(column for _, column in COLUMNS), *(Column(item.label) for item in PUBLIC_ITEMS)]
    return write_csv(rows, columns=columns)


def feed_geojson(listings: Iterable[Listing], *, address: str) -> dict[str, Any]:
    """Return the feed as GeoJSON (RFC 7946): points where the position is known, null geometry otherwise."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": None if one.lat is None else {"type": "Point", "coordinates": [one.lon, one.lat]},
                "properties": {**_row(one, address), "details": one.details},
            }
            for one in listings
        ],
    }


def _row(listing: Listing, address: str) -> dict[str, Any]:
    given = {
        "town": listing.organization.name,
        "published_on": local_date(listing.published_from),
        "changed_on": local_date(listing.changed_at),
        "address": address.replace("{slug}", listing.organization.slug).replace("{pk}", str(listing.pk)),
    }
    return {name: given[name] if name in given else _plain(name, getattr(listing, name)) for name, _ in COLUMNS}


def _plain(name: str, value: Any) -> Any:
    if name in LABELS:
        return LABELS[name].of(value).label
    return float(value) if name in MEASURES and value is not None else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
