"""Open a house file, change it, move it through its states: the one way for all parts of the room."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Refused, Verdict
from kayoi.programmes.homes.models import Home, HomeEvent, Lead, PriceChange
from kayoi.programmes.homes.rules.items import may_keep
from kayoi.programmes.homes.rules.lots import lot_key
from kayoi.programmes.homes.services.listings import renew_listing
from kayoi.programmes.homes.services.numbers import next_number
from kayoi.programmes.homes.services.queue import follow_house
from kayoi.programmes.homes.services.transitions import take_transition
from kayoi.programmes.homes.states import HomeStatus

PRICES = ("price_yen", "rent_yen")


class UnableToKeepItems(Refused):
    """An item of the house file is not in the table, or its value is of another kind."""


class HomeFields(TypedDict, total=False):
    """What can be written on a house file; `details` by the codes of states/items.py.

    A number of its own, a day of registration and a term has only what comes from another register.
    """

    number: str
    registered_on: date | None
    term_ends_before: date | None
    kind: str
    offer: str
    price_yen: int | None
    rent_yen: int | None
    place_code: str
    quarter: str
    address: str
    lot_number: str
    lat: float | None
    lon: float | None
    built_year: int | None
    floor_m2: Decimal | None
    land_m2: Decimal | None
    farmland_m2: Decimal | None
    vacant_since: int | None
    details: dict[str, Any]
    title: str
    title_en: str
    appeal: str
    appeal_en: str
    owners_reason: str
    choose_by: str
    window_ends_on: date | None


@transaction.atomic
def open_home(
    *, fields: HomeFields, status: HomeStatus = HomeStatus.FOUND, lead: Lead | None = None, by: Actor, at: datetime
) -> Home:
    """Open a house file (空き家の記録を作る), as found or as applied for.

    The same lot twice on the register raises IntegrityError with the constraint homes_once_a_lot. Raises
    UnableToKeepItems.
    """
    _check_items(fields)
    values = {**fields, "number": fields.get("number") or next_number(series="空", at=at)}
    key = lot_key(fields.get("quarter", ""), fields.get("lot_number", ""))
    home = Home.objects.create(**values, status=status, lead=lead, lot_key=key, opened_at=at)
    HomeEvent.objects.create(home=home, action="open", target=status, occurred_at=at)
    audit.record("homes.open", home, by=by, at=at, after={"number": home.number, "status": status, "lead": lead})
    _keep_price(home, at=at)
    return home


@transaction.atomic
def change_home(
    *, home: Home, changes: HomeFields, version: int | None, by: Actor, at: datetime, why: str = ""
) -> dict[str, Any]:
    """Change what stands on a house file (書き換える); return what was there before.

    What the public sees is made anew in the same transaction; another asking price is kept in the history. Raises
    ChangedMeanwhile, or UnableToKeepItems.
    """
    _check_items(changes)
    before = audit.change(home, dict(changes), version=version, by=by, at=at, why=why)
    if {"quarter", "lot_number"} & set(before):
        Home.objects.filter(pk=home.pk).update(lot_key=lot_key(home.quarter, home.lot_number))
    if set(PRICES) & set(before):
        _keep_price(home, at=at)
    if "choose_by" in before:
        follow_house(home=home, by=by, at=at)
    if before:
        renew_listing(home=home, by=by, at=at)
    return before


@transaction.atomic
def move_home(
    *,
    home: Home,
    action: str,
    by: Actor,
    at: datetime,
    why: str = "",
    verdict: Verdict | None = None,
    also: dict[str, Any] | None = None,
) -> None:
    """Take a transition of a house (状態を進める): entry, event, what the public sees, and what becomes of inquiries.

    Raises UnableToMove with the reasons, or ChangedMeanwhile.
    """
    take_transition(home=home, action=action, by=by, at=at, why=why, verdict=verdict, also=also)
    follow_house(home=home, by=by, at=at)


def _check_items(fields: HomeFields) -> None:
    if (answer := may_keep(fields.get("details", {}))).refused:
        raise UnableToKeepItems(answer)


def _keep_price(home: Home, *, at: datetime) -> None:
    if home.price_yen is not None or home.rent_yen is not None:
        PriceChange.objects.create(home=home, price_yen=home.price_yen, rent_yen=home.rent_yen, changed_at=at)
