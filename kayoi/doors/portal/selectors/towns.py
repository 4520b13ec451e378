"""Towns that take questions, and one town's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from kayoi.doors.portal.selectors.language import either, language
from kayoi.doors.portal.selectors.place_page import PlacePage, place_page
from kayoi.doors.portal.selectors.support.book import book
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.selectors import open_now
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.consultations.selectors import desks_open

PROGRAMME = "consultations"


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


def desk_of(town: Organization, *, at: datetime) -> Desk | None:
    """Return the desk of a town if it takes questions at that moment."""
    row = _desks(at).filter(organization=town).first()
    return _desk(row) if row else None


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


@dataclass(frozen=True)
class TownPage:
    """A town in its own words, its desk if it is open, what can be applied for now, and the facts of its place."""

    name: str
    introduction: str
    introduction_language: str
    desk: Desk | None
    brochures_href: str
    book_href: str
    support_href: str
    procedures: Sequence[tuple[str, str]]
    page: PlacePage | None


# What else a town may offer on its page: kind of opening, programme, page.
BROCHURES = (OpeningKind.BROCHURE, "fairs", "fairs:ask_for_brochures")
BOOKING = (OpeningKind.APPOINTMENT, "appointments", "appointments:free")


def _href(town: Organization, offered: set[str], which: tuple[OpeningKind, str, str]) -> str:
    """Return where something of a town can be had, or nothing when it is not offered."""
    kind, programme, page = which
    has = kind in offered and programme in town.programmes
    return reverse(page, kwargs={"organization": town.slug}) if has else ""


def _procedures(town: Organization, rows: Sequence[Opening]) -> list[tuple[str, str]]:
    """Return the names and pages of the procedures that are open now, by name; none where the programme is off."""
    if "schemes" not in town.programmes:
        return []
    return sorted(
        (
            either(row.title, row.title_en),
            reverse("schemes:procedure", kwargs={"organization": town.slug, "key": row.reference}),
        )
        for row in rows
        if row.kind == OpeningKind.PROCEDURE
    )


def town_page(town: Organization, *, at: datetime) -> TownPage:
    """Return the page of a town or prefecture (public scope)."""
    rows = list(open_now(at=at).filter(organization=town))
    desk = next((row for row in rows if row.kind == OpeningKind.CONSULTATION and PROGRAMME in town.programmes), None)
    offered = {row.kind for row in rows}
    return TownPage(
        name=either(town.name, town.name_en),
        introduction=either(town.introduction, town.introduction_en),
        # A town without English words is shown in its Japanese ones, and screen readers are told so.
        introduction_language="ja" if language() == "en" and not town.introduction_en else "",
        desk=_desk(desk) if desk else None,
        brochures_href=_href(town, offered, BROCHURES),
        book_href=_href(town, offered, BOOKING),
        support_href=f"{reverse('portal:support')}?town={town.slug}" if town.pk in book().rulesets else "",
        procedures=_procedures(town, rows),
        page=place_page(town.place_code) if town.place_code else None,
    )
