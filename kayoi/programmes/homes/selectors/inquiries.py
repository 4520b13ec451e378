"""Inquiries of a house: in order for staff, as letters side by side for the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.template.loader import get_template

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.homes.models import Home, Inquiry, Listing, Seeker
from kayoi.programmes.homes.rules.inquiries import HouseFacts, may_choose
from kayoi.programmes.homes.selectors.protected import shown_names
from kayoi.programmes.homes.states import ChooseBy, HomeStatus, InquiryStatus
from kayoi.programmes.homes.states.seekers import OPEN


def house_facts(home: Home) -> HouseFacts:
    """Return what decides whether one can ask for a house: it is shown, or it is in talks."""
    listed = Listing.objects.filter(home=home, withdrawn_at=None).exists()
    return HouseFacts(listed, ChooseBy.of(home.choose_by), home.window_ends_on)


def inquiries() -> QuerySet[Inquiry]:
    """Return inquiries with house and seeker, in the order in which they came."""
    rows = Inquiry.objects.select_related("home", "seeker__case_file", "seeker__organization")
    return rows.defer("seeker__case_file__search").order_by("asked_at", "pk")


def inquiries_of_seeker(seeker: Seeker) -> list[Inquiry]:
    """Return what a seeker has asked for, the latest first."""
    return list(inquiries().filter(seeker=seeker).order_by("-asked_at", "-pk"))


def shown_home(number: str) -> Home | None:
    """Return the house of a number as it is typed, where the public sees it."""
    return Home.objects.filter(number=number.strip(), listings__withdrawn_at=None, listings__isnull=False).first()


def home_with_number(number: str) -> Home | None:
    """Return the house of a number as staff type it."""
    return Home.objects.filter(number=number.strip()).first()


@dataclass(frozen=True)
class Asked:
    """An inquiry as staff see it; `order` counts those that wait."""

    inquiry: Inquiry
    name: str
    order: int | None
    may_be_chosen: bool


@dataclass(frozen=True)
class Queue:
    """All inquiries of one house."""

    home: Home
    open: Sequence[Asked]
    over: Sequence[Asked]


def queue_of(home: Home, *, on: date) -> Queue:
    """Return the inquiries of a house, open ones first; people under protection measures have no name."""
    rows = list(inquiries().filter(home=home))
    names = shown_names([row.seeker.case_file for row in rows], on=on)
    waiting = [row for row in rows if row.status == InquiryStatus.WAITING]
    facts = house_facts(home)
    asked = []
    for row in rows:
        order = waiting.index(row) + 1 if row in waiting else None
        ready = order is not None and home.status == HomeStatus.PUBLISHED
        fits = ready and may_choose(facts, is_first=order == 1, today=on).met
        asked.append(Asked(row, names[row.seeker.case_file_id], order, fits))
    is_open = {*OPEN, InquiryStatus.CONTRACTED}
    return Queue(
        home, [one for one in asked if one.inquiry.status in is_open],
        [one for one in asked if one.inquiry.status not in is_open],
    )  # fmt: skip


def letters_sheet(home: Home, organization: Organization) -> dict[str, Any]:
    """Return the paper for the owner: what each who waits has written; no name, no contact."""
    rows = inquiries().filter(home=home, status__in=[InquiryStatus.WAITING, InquiryStatus.CHOSEN])
    office = " ".join(part for part in (organization.name, organization.office_name, organization.phone) if part)
    return {
        "title": f"交渉の申込み({home.number})",
        "town": organization.name,
        "letters": [
            {
                "head": f"{order}. 受付番号 {row.receipt}({wareki(local_date(row.asked_at))}受付)",
                "facts": [
                    fact for fact in (("一緒に住む人", row.seeker.household), ("使い方", row.seeker.purpose)) if fact[1]
                ],
                "letter": row.letter or "(手紙はありません)",
            }
            for order, row in enumerate(rows, start=1)
        ],
        "notes": [
            "お名前と連絡先は載せていません。お選びになったら、受付番号を下の窓口にお知らせください。",
            "市町村は仲介をせず、価格の交渉に関わりません。価格のことは、取扱業者か、商談で当事者どうしでお話しください。",
        ],
        "contact": f"問い合わせ: {office}",
    }


def letters_source() -> str:
    """Return the template of the PDF."""
    source: str = get_template("homes/letters.typ").template.source  # type: ignore[attr-defined]
    return source
