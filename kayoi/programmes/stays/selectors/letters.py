"""What the letters on a stay say besides what every letter of a procedure says."""

from datetime import date, datetime, timedelta
from typing import Any

from kayoi.engines.reservations.rules import nights
from kayoi.foundation.places.selectors.places import place_of
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.stays.models import House, Stay
from kayoi.programmes.stays.rules.checking_in import must
from kayoi.programmes.stays.rules.legal import Duty
from kayoi.programmes.stays.selectors.doors import doors_of
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.selectors.own import deposit_now
from kayoi.programmes.stays.selectors.words import days_in_words, kept_lines, short_day


def says_allowed(stay: Stay, *, on: date) -> dict[str, Any]:
    """Return what a letter of permission says: house, days, party, money and by when; each line of the price."""
    house = stay.room.house
    due_on = on + timedelta(days=house.pay_within_days)
    yen, deposit = stay.price_yen or 0, deposit_now(stay, on=on)
    rows = [
        *_head(stay), ["所在地", address_of(house)], ["利用する人", party_in_words(stay)],
        ["利用料", f"金{yen:,}円" if yen else "なし"],
    ]  # fmt: skip
    if stay.relief_article:
        rows.append(["減免", f"{stay.relief_article}({stay.relief_why})"])
    if deposit:
        rows.append(["預り金", f"金{deposit:,}円"])
    if yen or deposit:
        rows.append(["納期限", wareki(due_on)])
    return {"stay": rows, "prices": prices_in_words(stay), **_appeal(house)}


def says_refused(stay: Stay, *, at: datetime) -> dict[str, Any]:
    """Return what a letter of refusal says besides its reasons: where else, and when else, somebody could stay."""
    return {"stay": _head(stay), "doors": doors_in_words(stay, at=at), **_appeal(stay.room.house)}


def doors_in_words(stay: Stay, *, at: datetime) -> list[str]:
    """Return other days and houses of the town that are free, and where to ask."""
    wanted = Wanted(nights(stay.arrives_on, stay.leaves_on), stay.adults, stay.children)
    found = doors_of(stay.room.house, wanted, at=at).here if stay.leaves_on > stay.arrives_on else ()
    return [
        *(f"{one.house.name}は、{short_day(one.first)}から{short_day(one.last)}まで空いています。" for one in found),
        "別の日程やほかの家は、下の問い合わせ先で一緒に考えます。",
    ]


def prices_in_words(stay: Stay) -> list[str]:
    """Return each line of the price as a letter says it."""
    return [" ".join(filter(None, (one.what, one.how, f"{one.yen:,}円"))) for one in kept_lines(stay.price)]


def party_in_words(stay: Stay) -> str:
    """Return how many people stay: 3人(大人2人、子ども1人)."""
    children = f"、子ども{stay.children}人" if stay.children else ""
    return f"{stay.persons}人(大人{stay.adults}人{children})"


def address_of(house: House) -> str:
    """Return the whole address of a house, for those who are allowed to stay."""
    place = place_of(house.place_code)
    return f"{place.full_name if place else ''}{house.quarter}{house.address}"


def _head(stay: Stay) -> list[list[str]]:
    return [["施設", stay.room.house.name], ["利用期間", days_in_words(stay)]]


def _appeal(house: House) -> dict[str, str]:
    """Return no instruction on appeals where the stay is a contract and no disposition."""
    return {} if must(house.basis, Duty.PERMISSION) else {"instruction": ""}


def lease_values(stay: Stay, *, at: datetime) -> dict[str, Any]:
    """Return what the papers of a lease say."""
    house, deposit = stay.room.house, deposit_now(stay, on=local_date(at))
    return {
        "house": house.name, "address": address_of(house), "room": stay.room.unit.name,
        "days": days_in_words(stay), "ends_on": wareki(stay.leaves_on), "party": party_in_words(stay),
        "rent": f"金{stay.price_yen or 0:,}円", "prices": prices_in_words(stay),
        "deposit": f"金{deposit:,}円" if deposit else "なし", "on": wareki(local_date(at)),
        "tenant": stay.case_file.shown_name if stay.case_file else "", "instruction": "",
    }  # fmt: skip
