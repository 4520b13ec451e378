"""What a broker sees at the counter.

Houses and what hangs on them are read in the partner's scope: rows of other brokers do not exist there. What touches
people (an owner's telephone number, a seeker's wish) is read in the town's scope, by functions that return no more than
a broker may know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.kit.dates import last_day, wareki
from kayoi.kit.html import Detail
from kayoi.programmes.homes.models import Assignment, Broker, Contract, Home, KeyLoan, Picture, Viewing
from kayoi.programmes.homes.rules.items import in_words
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.selectors.process import contact_of
from kayoi.programmes.homes.selectors.protected import HIDDEN, shown_names
from kayoi.programmes.homes.selectors.viewings import viewings
from kayoi.programmes.homes.states import AssignmentStatus, HomeConsentPurpose, ViewingStatus
from kayoi.programmes.homes.states.items import ITEMS, ItemGroup


@dataclass(frozen=True)
class MyHouses:
    """The houses of a broker: asked first, those that wait for an answer."""

    asked: list[Assignment]
    accepted: list[Assignment]


def my_houses() -> MyHouses:
    """Return the houses that a broker is asked to take or has taken (任された空き家), the oldest question first."""
    rows = list(Assignment.objects.select_related("home").order_by("assigned_at", "pk"))
    asked = [row for row in rows if row.status == AssignmentStatus.ASKED]
    return MyHouses(asked, [row for row in reversed(rows) if row.status == AssignmentStatus.ACCEPTED])


def my_broker() -> Broker:
    """Return the entry of the register of the broker who has come in."""
    found: Broker = Broker.objects.get()
    return found


def facts_of_house(assignment: Assignment) -> list[Detail]:
    """Return what the columns of a house file say; where exactly it stands is told to who has taken it."""
    home, taken = assignment.home, assignment.status == AssignmentStatus.ACCEPTED
    facts: tuple[tuple[str, Any, str], ...] = (
        ("物件区分", home.get_offer_display(), ""),
        ("希望価格", home.price_yen, "円"),
        ("希望賃料(月)", home.rent_yen, "円"),
        ("所在", f"{home.quarter}{home.address}" if taken else home.quarter, ""),
        ("地番", home.lot_number if taken else "", ""),
        ("建築年", home.built_year, "年"),
        ("延床面積", home.floor_m2, "㎡"),
        ("土地面積", home.land_m2, "㎡"),
        ("付いている農地", home.farmland_m2, "㎡"),
        ("空き家になった年", home.vacant_since, "年"),
        ("登録期間", f"{wareki(last_day(home.term_ends_before))}まで" if home.term_ends_before else "", ""),
    )
    return [Detail(label, _said(value, unit)) for label, value, unit in facts if value not in (None, "")]


def _said(value: Any, unit: str) -> str:
    if unit == "円":
        return f"{value:,}円"
    return f"{value.normalize():,f}㎡" if unit == "㎡" else f"{value}{unit}"


def items_of_house(home: Home) -> list[tuple[str, list[Detail]]]:
    """Return the items of a house file by group: of all levels, for a broker reads what staff read of the house."""
    known = [item for item in ITEMS if item.code in home.details]
    groups = [
        (
            group.label,
            [Detail(item.label, in_words(item, home.details[item.code])) for item in known if item.group is group],
        )
        for group in ItemGroup
    ]
    return [(label, details) for label, details in groups if details]


def pictures_of_house(home: Home) -> list[Picture]:
    """Return photos and plans; papers are for staff."""
    return list(Picture.objects.filter(home=home).order_by("position", "pk"))


def key_of_house(home: Home) -> KeyLoan | None:
    """Return who has the key, where it is lent."""
    found: KeyLoan | None = KeyLoan.objects.filter(home=home, returned_at=None).first()
    return found


def contracts_of_house(home: Home) -> list[Contract]:
    """Return what was reported of contracts, the latest first."""
    return list(Contract.objects.filter(home=home).order_by("-contracted_on", "-pk"))


@dataclass(frozen=True)
class OwnersContact:
    """Whom a broker may call about a house."""

    name: str
    phone: str
    email: str


def owners_contact(home: Home, *, on: date) -> OwnersContact | None:
    """Return name and numbers of the owner's contact (town's scope): with consent, and never of protected people."""
    file = contact_of(home) if HomeConsentPurpose.BROKERS in consented(home) else None
    if file is None or is_protected(file.pk, on=on):
        return None
    return OwnersContact(file.name, file.phone, file.email)


OPEN_VIEWINGS = (ViewingStatus.ASKED, ViewingStatus.FIXED)


def open_viewings(homes: Sequence[int], *, on: date) -> list[Viewing]:
    """Return viewings of these houses to be fixed or done (town's scope): seekers by their number, no protected ones.

    Those without a time come first, then the next.
    """
    rows = list(viewings().filter(home__in=homes, status__in=OPEN_VIEWINGS).order_by("starts_at", "pk"))
    names = shown_names([row.seeker.case_file for row in rows], on=on)
    shown = [row for row in rows if names[row.seeker.case_file_id] != HIDDEN]
    return sorted(shown, key=lambda row: row.starts_at is not None)
