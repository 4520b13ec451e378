"""What is open now, across towns (public scope) or of one town."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kayoi.engines.openings.models import FreePeriod, Opening, SchoolDays, SchoolYear
from kayoi.engines.openings.rules import SchoolSpan, arrival_within, breaks_ahead
from kayoi.engines.openings.states import OpeningKind, School, SchoolDaysKind
from kayoi.kit.charts import About, Chart, SpanMark, SpanRow, span_chart
from kayoi.kit.dates import fiscal_year_end, fiscal_year_label, fiscal_year_start, months_later


def open_now(*, at: datetime) -> QuerySet[Opening]:
    """Return what the public sees at that moment, the latest first; of all towns in the public scope."""
    rows: QuerySet[Opening] = (
        Opening.objects.open_at(at).select_related("organization").order_by("-published_from", "pk")
    )
    return rows


@dataclass(frozen=True)
class FreeElsewhere:
    """Something on offer that is free near a wanted time, and how many days from the wanted arrival."""

    opening: Opening
    arrives_on: date
    leaves_on: date
    shift_days: int


def free_after(day: date, *, kind: OpeningKind, at: datetime) -> QuerySet[FreePeriod]:
    """Return what begins after a day, the soonest first, full ones too (これからの日程); of all towns in the public
    scope.
    """
    rows: QuerySet[FreePeriod] = FreePeriod.objects.filter(
        opening__in=Opening.objects.open_at(at).filter(kind=kind), starts_on__gt=day
    )
    return rows.select_related("opening__organization").order_by("starts_on", "pk")


def free_near(
    *, kind: OpeningKind, arrives_on: date, nights: int, persons: int, reach_days: int, at: datetime,
    without: Collection[int] = (), most: int = 10,
) -> list[FreeElsewhere]:  # fmt: skip
    """Return what is free for a stay near a day, the nearest first, each opening once (近い空き); of all towns in the
    public scope. `without` are organizations that are left out.
    """
    reach = timedelta(days=reach_days)
    rows = (
        FreePeriod.objects.filter(
            opening__in=Opening.objects.open_at(at).filter(kind=kind),
            persons__gte=persons,
            ends_before__gte=arrives_on - reach + timedelta(days=nights),
            starts_on__lte=arrives_on + reach,
        )
        .exclude(organization_id__in=list(without))
        .values_list("opening_id", "starts_on", "ends_before")
    )
    best: dict[int, date] = {}
    for opening, starts_on, ends_before in rows:
        found = arrival_within(starts_on, ends_before, wanted=arrives_on, nights=nights)
        near = [day for day in (found, best.get(opening)) if day is not None and abs(day - arrives_on) <= reach]
        if near:
            best[opening] = min(near, key=lambda day: (abs(day - arrives_on), day))
    first = sorted(best, key=lambda pk: (abs(best[pk] - arrives_on), best[pk], pk))[:most]
    openings = Opening.objects.select_related("organization").in_bulk(first)
    stay = timedelta(days=nights)
    return [FreeElsewhere(openings[pk], best[pk], best[pk] + stay, (best[pk] - arrives_on).days) for pk in first]


def school_year(school: School, year: int) -> SchoolYear | None:
    """Return the terms and holidays of a kind of school in a fiscal year; None where the town has entered none."""
    rows = SchoolYear.objects.filter(school=school, fiscal_year=year).prefetch_related("days")
    return rows.first()


def spans_of(year: SchoolYear | None) -> list[SchoolSpan]:
    """Return what was entered, in the order of time."""
    rows = [] if year is None else year.days.all()
    found = [SchoolSpan(SchoolDaysKind.of(one.kind), one.starts_on, one.ends_before) for one in rows]
    return sorted(found, key=lambda one: one.starts_on)


def school_spans(first: date, until: date) -> dict[School, list[SchoolSpan]]:
    """Return terms and holidays that touch some days, by the kind of school (学期・長期休業), in one query."""
    rows = SchoolDays.objects.filter(starts_on__lt=until, ends_before__gt=first).select_related("year")
    found: dict[School, list[SchoolSpan]] = {}
    for one in rows.order_by("starts_on", "pk"):
        span = SchoolSpan(SchoolDaysKind.of(one.kind), one.starts_on, one.ends_before)
        found.setdefault(School.of(one.year.school), []).append(span)
    return {school: found[school] for school in School if school in found}


def holidays_ahead(*, on: date) -> list[SchoolSpan]:
    """Return the long holidays of the next twelve months by the first kind of school that has any (これからの長期休み).

    Most towns enter the elementary school; the others differ by a day or two.
    """
    for spans in school_spans(on, months_later(on, 12)).values():
        if ahead := breaks_ahead(spans, on=on):
            return ahead
    return []


def school_chart(school: School, year: int, spans: Sequence[SchoolSpan], *, on: date) -> Chart:
    """Return a school year as a plot of its terms and holidays, with the days in a table (学校の暦の図)."""
    title = _("%(school)sの学期と長期休み(%(year)s)") % {"school": _(school.label), "year": fiscal_year_label(year)}
    breaks = [one for one in spans if one.is_break]
    days = sum((one.ends_before - one.starts_on).days for one in breaks)
    rows = [
        SpanRow(
            _(one.kind.label), one.starts_on, one.ends_on, _("休み") if one.is_break else _("学期"),
            hollow=not one.is_break,
        )
        for one in spans
    ]  # fmt: skip
    first, last = fiscal_year_start(year), fiscal_year_end(year)
    return span_chart(
        about=About(title=title, unit=_("日"), as_of=fiscal_year_label(year)), rows=rows,
        marks=[SpanMark(_("きょう"), on)] if first <= on <= last else [],
        summary=_("長期休みは%(count)s回、合わせて%(days)s日です。") % {"count": len(breaks), "days": days},
        words=(_("名称"), _("いつから"), _("いつまで"), _("種類")),
    )  # fmt: skip


def school_charts(year: int, *, on: date) -> list[Chart]:
    """Return the plots of a fiscal year and the next, of each kind of school that has days entered, in two queries."""
    rows = SchoolYear.objects.filter(fiscal_year__in=[year, year + 1]).prefetch_related("days")
    order = list(School)
    found = sorted(rows, key=lambda one: (order.index(School.of(one.school)), one.fiscal_year))
    return [
        school_chart(School.of(one.school), one.fiscal_year, days, on=on) for one in found if (days := spans_of(one))
    ]
