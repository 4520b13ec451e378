"""Towns that take questions, and one town's own page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from kayoi.doors.portal.selectors.language import either, language
from kayoi.doors.portal.selectors.place_page import PlacePage, place_page
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.selectors import open_now
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.consultations.selectors import desks_open
from kayoi.programmes.fairs.selectors import sends_brochures

PROGRAMME = "consultations"
BOOKABLE = "appointments"


@dataclass(frozen=True)
class Desk:
    """A desk that takes questions now, in the reader's language."""

    town: str
    title: str
    summary: str
    town_href: str
    ask_href: str


def open_desks(*, at: datetime) -> list[Desk]:
    """Return the desks that take questions at that moment, by place (public scope)."""
    rows = _desks(at).order_by("organization__place_code", "organization__name")
    return [_desk(row) for row in rows]


def _desks(at: datetime) -> QuerySet[Opening]:
    open_organizations = Organization.objects.open_on(local_date(at)).filter(programmes__contains=[PROGRAMME])
    return desks_open(at=at).filter(organization__in=open_organizations)


def _desk(row: Opening) -> Desk:
    town = {"organization": row.organization.slug}
    return Desk(
        town=either(row.organization.name, row.organization.name_en),
        title=either(row.title, row.title_en),
        summary=either(row.summary, row.summary_en),
        town_href=reverse("portal:town", kwargs=town),
        ask_href=reverse("consultations:ask", kwargs=town),
    )


def _brochures(town: Organization, *, at: datetime) -> str:
    """Return where brochures can be asked for, or nothing when the town sends none."""
    sends = "fairs" in town.programmes and sends_brochures(town, at=at)
    return reverse("fairs:ask_for_brochures", kwargs={"organization": town.slug}) if sends else ""


@dataclass(frozen=True)
class TownPage:
    """A town in its own words, its desk if it is open, and the facts of its place."""

    name: str
    introduction: str
    introduction_language: str
    desk: Desk | None
    brochures_href: str
    book_href: str
    page: PlacePage | None


def _book_href(town: Organization, *, at: datetime) -> str:
    """Return where consultations of a town can be booked, or nothing (public scope)."""
    if BOOKABLE not in town.programmes:
        return ""
    offered = open_now(at=at).filter(organization=town, kind=OpeningKind.APPOINTMENT).exists()
    return reverse("appointments:free", kwargs={"organization": town.slug}) if offered else ""


def town_page(town: Organization, *, at: datetime) -> TownPage:
    """Return the page of a town or prefecture (public scope)."""
    row = _desks(at).filter(organization=town).first()
    return TownPage(
        name=either(town.name, town.name_en),
        introduction=either(town.introduction, town.introduction_en),
        # A town without English words is shown in its Japanese ones, and screen readers are told so.
        introduction_language="ja" if language() == "en" and not town.introduction_en else "",
        desk=_desk(row) if row else None,
        brochures_href=_brochures(town, at=at),
        book_href=_book_href(town, at=at),
        page=place_page(town.place_code) if town.place_code else None,
    )
