"""A published house in the words of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.html import Detail
from kayoi.programmes.homes.models import Listing
from kayoi.programmes.homes.rules.facets import GROUPS
from kayoi.programmes.homes.rules.items import in_words
from kayoi.programmes.homes.states import HomeStatus
from kayoi.programmes.homes.states.items import ITEMS, ItemGroup

STATES: dict[str, Any] = {HomeStatus.PUBLISHED: gettext_lazy("募集中"), HomeStatus.NEGOTIATING: gettext_lazy("商談中")}
ITEM_GROUPS = {
    ItemGroup.BUILDING: gettext_lazy("建物"),
    ItemGroup.EQUIPMENT: gettext_lazy("設備"),
    ItemGroup.LAND: gettext_lazy("土地・付属"),
    ItemGroup.CONDITIONS: gettext_lazy("条件"),
    ItemGroup.SURROUNDINGS: gettext_lazy("周り・暮らし"),
    ItemGroup.HAZARDS: gettext_lazy("災害の危険"),
    ItemGroup.CONDITION: gettext_lazy("傷みと調査"),
    ItemGroup.RIGHTS: gettext_lazy("権利"),
}
FACILITIES = {
    FacilityKind.SHELTER: gettext_lazy("指定緊急避難場所"),
    FacilityKind.EVACUATION: gettext_lazy("指定避難所"),
    FacilityKind.STATION: gettext_lazy("駅"),
    FacilityKind.OFFICE: gettext_lazy("役場・支所"),
    FacilityKind.NURSERY: gettext_lazy("保育園・こども園"),
    FacilityKind.SCHOOL: gettext_lazy("小学校"),
    FacilityKind.JUNIOR_HIGH: gettext_lazy("中学校"),
    FacilityKind.CLINIC: gettext_lazy("病院・診療所"),
    FacilityKind.SHOP: gettext_lazy("買い物"),
    FacilityKind.POST: gettext_lazy("郵便局・銀行"),
    FacilityKind.FIRE: gettext_lazy("消防署"),
    FacilityKind.POLICE: gettext_lazy("警察署・駐在所"),
}
KINDS, OFFERS = ({one.value: (one.label, one.label_en) for one in group.facets} for group in GROUPS[:2])


def english() -> bool:
    """Return whether the reader reads English."""
    return get_language() == "en"


def either(japanese: str, in_english: str) -> str:
    """Return the English words for English readers where there are some."""
    return in_english if in_english and english() else japanese


def title_of(listing: Listing) -> str:
    """Return the title; where nobody wrote an English one, what it is and where."""
    if english() and not listing.title_en:
        return f"{kind_of(listing)}, {listing.quarter}"
    return either(listing.title, listing.title_en)


def kind_of(listing: Listing) -> str:
    """Return what it is."""
    return either(*KINDS[listing.kind])


def offers_of(listing: Listing) -> str:
    """Return whether it is sold or let."""
    wanted = ("sale", "rent") if listing.offer == "both" else (listing.offer,)
    return _("・").join(either(*OFFERS[one]) for one in wanted)


def price_of(listing: Listing) -> str:
    """Return what the owner asks: price, rent, or that it is to be asked for."""
    parts = []
    if listing.offer in {"sale", "both"}:
        parts.append(yen(listing.price_yen) if listing.price_yen is not None else _("価格は要相談"))
    if listing.offer in {"rent", "both"}:
        rent = listing.rent_yen
        parts.append(_("月%(rent)s") % {"rent": yen(rent)} if rent is not None else _("家賃は要相談"))
    return " / ".join(parts)


def yen(amount: int) -> str:
    """Return an amount as it is read: 380万円, or ¥3,800,000."""
    if english():
        return f"¥{amount:,}"
    return f"{amount // 10_000:,}万円" if amount >= 10_000 and amount % 10_000 == 0 else f"{amount:,}円"


@dataclass(frozen=True)
class Group:
    """Items of a house under a heading."""

    title: str
    details: Sequence[Detail]


def facts_of(listing: Listing) -> list[Detail]:
    """Return the first facts of a house: where, how old, how large."""
    found = [
        (_("所在地"), listing.quarter),
        (_("建築年"), _built(listing.built_year)),
        (_("延床面積"), _area(listing.floor_m2)),
        (_("土地面積"), _area(listing.land_m2)),
        (_("農地"), _area(listing.farmland_m2)),
        (_("取扱業者"), " ".join(filter(None, (listing.broker_name, listing.broker_licence)))),
    ]
    return [Detail(label, value) for label, value in found if value]


def age_and_size(listing: Listing) -> list[str]:
    """Return building year and floor area, where they are known."""
    return [_built(listing.built_year), _area(listing.floor_m2)]


def groups_of(listing: Listing) -> list[Group]:
    """Return the other public items by group, in the order of the item table."""
    groups: dict[ItemGroup, list[Detail]] = {}
    language = "en" if english() else "ja"
    for item in ITEMS:
        value = listing.details.get(item.code)
        if value not in (None, "", []):
            detail = Detail(either(item.label, item.label_en), in_words(item, value, language))
            groups.setdefault(item.group, []).append(detail)
    return [Group(str(ITEM_GROUPS[group]), details) for group, details in groups.items()]


def surroundings_of(listing: Listing) -> list[Detail]:
    """Return what stands near, with straight-line distances from the place that is shown."""
    return [
        Detail(str(FACILITIES[FacilityKind.of(near["kind"])]), _("%(name)s 約%(km)skm") % near)
        for near in listing.details.get("surroundings", ())
    ]


def _built(year: int | None) -> str:
    return (_("%(year)s年") % {"year": year}) if year else ""


def _area(value: Decimal | None) -> str:
    return f"{value.normalize():,f}{either('㎡', ' m²')}" if value else ""


def day(on: date) -> str:
    """Return a day."""
    return on.strftime("%-d %B %Y") if english() else f"{on.year}年{on.month}月{on.day}日"
