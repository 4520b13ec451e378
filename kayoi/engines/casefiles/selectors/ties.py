"""On how many days people had to do with the town: of one file, and of everybody in one statement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.rules.ties import Event, Terms, Tie, course_of, terms_of, tie, window
from kayoi.engines.casefiles.states import OF_DONORS, ContactBasis
from kayoi.engines.casefiles.states.ties import BANDS, TAKES_BACK, TIES_SETTINGS, Band, Course
from kayoi.foundation.tenancy.selectors import settings_on
from kayoi.kit.dates import months_later

# Everybody of the open organization with their days in two windows of twelve months, the latter up to %(on)s. Merged
# files are one person; donors who have not turned to the desk and bodies are none. `gone` is what was taken back:
# events of one cause are a stack, from which each taking back takes the one on top.
PEOPLE = """
WITH RECURSIVE
me AS (SELECT current_setting('kayoi.organization')::bigint AS id),
chain(id, root) AS (
  SELECT id, merged_into_id FROM casefiles_casefile
  WHERE organization_id = (SELECT id FROM me) AND merged_into_id IS NOT NULL
  UNION ALL
  SELECT chain.id, one.merged_into_id FROM chain JOIN casefiles_casefile one ON one.id = chain.root
  WHERE one.merged_into_id IS NOT NULL),
family AS (
  SELECT chain.id, chain.root FROM chain JOIN casefiles_casefile kept
  ON kept.id = chain.root AND kept.merged_into_id IS NULL),
takes_back(withdrawal, kind) AS (SELECT * FROM unnest(%(withdrawals)s::text[], %(withdrawn)s::text[])),
back AS (
  SELECT DISTINCT takes_back.kind, event.cause, event.reference,
    CASE WHEN event.reference = '' THEN event.occurred_at END AS moment
  FROM casefiles_engagement event JOIN takes_back ON takes_back.withdrawal = event.kind_id
  WHERE event.organization_id = (SELECT id FROM me)),
levels AS (
  SELECT event.id, back.kind, back.cause, back.reference, back.moment, event.kind_id = back.kind AS counts,
    sum(CASE WHEN event.kind_id = back.kind THEN 1 ELSE -1 END) OVER (
      PARTITION BY back.kind, back.cause, back.reference, back.moment ORDER BY event.id) AS level
  FROM back JOIN takes_back USING (kind) JOIN casefiles_engagement event
    ON event.kind_id IN (takes_back.kind, takes_back.withdrawal) AND event.cause = back.cause
    AND event.reference = back.reference AND (back.moment IS NULL OR back.moment = event.occurred_at)
  WHERE event.organization_id = (SELECT id FROM me)),
gone AS (
  SELECT id FROM (
    SELECT id, counts, level, min(level) OVER (
      PARTITION BY kind, cause, reference, moment ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS low
    FROM levels) AS turns
  WHERE counts AND low < level),
stays AS (
  SELECT DISTINCT coalesce(family.root, event.case_file_id) AS file, event.kind_id AS kind,
    (event.occurred_at AT TIME ZONE 'Asia/Tokyo')::date AS day
  FROM casefiles_engagement event LEFT JOIN family ON family.id = event.case_file_id
  WHERE event.organization_id = (SELECT id FROM me) AND event.kind_id = ANY(%(kinds)s)
    AND NOT EXISTS (SELECT FROM gone WHERE gone.id = event.id)),
counted AS (
  SELECT file, count(DISTINCT day) FILTER (WHERE day >= %(first)s) AS days,
    count(DISTINCT day) FILTER (WHERE day BETWEEN %(first_before)s AND %(before)s) AS days_before,
    count(DISTINCT kind) FILTER (WHERE day >= %(first)s) AS kinds, max(day) AS last_on
  FROM stays WHERE day <= %(on)s GROUP BY file),
people AS (
  SELECT one.id, one.number, coalesce(counted.days, 0) AS days, coalesce(counted.kinds, 0) AS kinds, counted.last_on,
    width_bucket(coalesce(counted.days, 0), %(bounds)s::int[]) AS band,
    CASE WHEN (one.opened_at AT TIME ZONE 'Asia/Tokyo')::date <= %(before)s OR counted.days_before > 0
      THEN width_bucket(coalesce(counted.days_before, 0), %(bounds)s::int[]) END AS band_before
  FROM casefiles_casefile one LEFT JOIN counted ON counted.file = one.id
  WHERE one.organization_id = (SELECT id FROM me) AND one.merged_into_id IS NULL
    AND (one.opened_at AT TIME ZONE 'Asia/Tokyo')::date <= %(on)s
    AND (one.collected_for <> ALL(%(donors)s) OR one.contact_basis = %(given)s)
    AND NOT EXISTS (SELECT FROM casefiles_body body WHERE body.case_file_id = one.id))
"""


@dataclass(frozen=True)
class Group:
    """How many people went from one band to another within a year; before is None for those who are new."""

    band: Band
    before: Band | None
    persons: int

    @property
    def course(self) -> Course:
        """Which way they went."""
        return course_of(self.before, self.band)


@dataclass(frozen=True)
class Counted:
    """One person behind a figure."""

    file_id: int
    number: str
    days: int
    kinds: int
    last_on: date | None
    band: Band
    before: Band | None


def terms_on(*, on: date) -> Terms:
    """Return what the open organization counts on a day."""
    return terms_of(settings_on(TIES_SETTINGS, on=on))


def tie_of(engagements: Iterable[Engagement], *, on: date) -> Tie:
    """Return the days of one person from all engagements of their files."""
    events = [Event(row.kind_id, row.occurred_at, row.cause, row.reference, row.pk) for row in engagements]
    return tie(events, terms=terms_on(on=on), on=on)


def tie_groups(*, on: date) -> list[Group]:
    """Return everybody of the town by band and by the band of a year before, in one statement."""
    rows = _rows("SELECT band, band_before, count(*) FROM people GROUP BY 1, 2", on=on)
    return [Group(BANDS[band], None if before is None else BANDS[before], persons) for band, before, persons in rows]


def people_in(
    bands: Collection[Band] = BANDS, *, on: date, before: Band | None = None, course: Course | None = None
) -> list[Counted]:
    """Return the people of some bands, those with most days first.

    Only those who were in the band `before` a year ago, or who went one way, where it is given.
    """
    columns = "id, number, days, kinds, last_on, band, band_before"
    order = "ORDER BY days DESC, last_on DESC NULLS LAST, id"
    tail = f"SELECT {columns} FROM people WHERE band = ANY(%(bands)s) {order}"  # noqa: S608  # our own words
    found = [
        Counted(pk, number, days, kinds, last_on, BANDS[band], None if was is None else BANDS[was])
        for pk, number, days, kinds, last_on, band, was in _rows(
            tail, on=on, bands=[BANDS.index(band) for band in bands]
        )
    ]
    return [
        one
        for one in found
        if (before is None or one.before is before) and (course is None or course_of(one.before, one.band) is course)
    ]


def files_that_did(kinds: Collection[str], *, since: date | None, on: date) -> list[int]:
    """Return the ids of the files of people who did something of these kinds that still stands, up to a day."""
    tail = "SELECT DISTINCT file FROM stays WHERE day <= %(on)s AND day >= coalesce(%(since)s, '-infinity'::date)"
    return [pk for (pk,) in _rows(tail, on=on, kinds=list(kinds), since=since)]


def _rows(tail: str, *, on: date, **values: Any) -> list[tuple[Any, ...]]:
    terms = terms_on(on=on)
    before = months_later(on, -12)
    given: dict[str, Any] = {
        "on": on, "first": window(on=on)[0], "before": before, "first_before": window(on=before)[0],
        "kinds": sorted(terms.kinds), "bounds": list(terms.bounds), "withdrawals": list(TAKES_BACK),
        "withdrawn": list(TAKES_BACK.values()), "donors": [str(one.value) for one in OF_DONORS],
        "given": ContactBasis.GIVEN.value,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE + tail, given | values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
