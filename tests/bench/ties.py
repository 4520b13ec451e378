"""Bands of days of a whole town: the page, and the statement behind it, with five engagements a file."""

import statistics
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

FILES = 100_000
EACH = 5
ROUNDS = 10
CHUNK = 5_000
PAGES = {
    "bands, now and a year before": "/ina/staff/figures/ties/",
    "people of a band": "/ina/staff/figures/ties/people/?band=often",
    "people of the largest band": "/ina/staff/figures/ties/people/?band=none",
}

# Most are of few people; of stays and activities one in fifty is taken back.
ENGAGEMENTS = """
WITH chance AS MATERIALIZED (
  SELECT row, random() AS file, random() AS kind, random() AS time, random() AS back
  FROM generate_series(1, %(rows)s) AS row),
happened AS (
  SELECT row, back, (%(files)s::bigint[])[1 + floor(cardinality(%(files)s::bigint[]) * file ^ 3)::int] AS file,
    ('{question,stay,activity,seminar,place_used,answer}'::text[])[1 + floor(6 * kind)::int] AS kind,
    now() - floor(1600000 * time) * interval '1 minute' AS occurred_at
  FROM chance)
INSERT INTO casefiles_engagement (organization_id, case_file_id, kind_id, occurred_at, quantity, unit, channel, cause,
                                  reference)
SELECT current_setting('kayoi.organization')::bigint, file, kind || taken_back, occurred_at, 1, '', '', 'bench',
       %(chunk)s || '-' || row
FROM happened CROSS JOIN LATERAL (
  SELECT '' AS taken_back UNION ALL SELECT '_withdrawn' WHERE kind IN ('stay', 'activity') AND back < 0.02) AS deeds
ORDER BY row, taken_back
"""


class Asking(Protocol):
    """A browser."""

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Any: ...


def fill_ties(files: int) -> None:
    """Write files of Ina, one in fifty merged, and five times as many engagements over three years, some taken back."""
    from django.db import connection
    from django.utils import timezone

    from kayoi.engines.casefiles.models import CaseFile
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization

    now = timezone.now()
    ina = Organization.objects.get(slug="ina")
    for start in range(0, files, CHUNK):
        with scope.of_organization(ina.pk):
            opened = now - timedelta(days=1200)
            made = CaseFile.objects.bulk_create(
                CaseFile(number=f"T-{number:07d}", opened_at=opened - timedelta(minutes=number), touched_at=now)
                for number in range(start, min(start + CHUNK, files))
            )
            for source, target in zip(made[::50], made[1::50], strict=True):
                CaseFile.objects.filter(pk=source.pk).update(merged_into=target)
            with connection.cursor() as cursor:
                cursor.execute("SELECT setseed(%s)", [start / files])
                given: dict[str, Any] = {"chunk": start, "files": [one.pk for one in made], "rows": EACH * len(made)}
                cursor.execute(ENGAGEMENTS, given)
    with connection.cursor() as cursor:
        for statement in ("RESET ROLE", "VACUUM ANALYZE casefiles_engagement", "VACUUM ANALYZE casefiles_casefile"):
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM casefiles_engagement")
        sys.stdout.write(f"{files:,} case files, {cursor.fetchone()[0]:,} engagements\n")


def measure_ties(enter: Callable[[], Asking]) -> list[str]:
    """Ask for each page in turn."""
    browser = enter()
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for turn in range(ROUNDS + 2):
        for name, path in PAGES.items():
            answer = browser.ask(path)
            assert answer.status == 200, answer.status
            if turn > 1:  # both processes have filled their caches
                times[name].append(answer.ms)
    head = ["| page | median ms | slowest ms |", "|---|---:|---:|"]
    return head + [f"| {name} | {statistics.median(ms):.0f} | {max(ms):.0f} |" for name, ms in times.items()]
