"""Bands of days of a whole town: the page, and the statement behind it, with five engagements a file."""

import random
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


class Asking(Protocol):
    """A browser."""

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Any: ...


def fill_ties(files: int) -> None:
    """Write files of Ina, one in fifty merged, and five times as many engagements over three years, some taken back."""
    from django.db import connection
    from django.utils import timezone

    from kayoi.engines.casefiles.models import CaseFile, Engagement
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization

    chance, now = random.Random(7), timezone.now()
    kinds = ("question", "stay", "activity", "seminar", "place_used", "answer")
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
            rows = []
            for number in range(len(made) * EACH):
                kind = chance.choice(kinds)
                file = made[int(len(made) * chance.random() ** 3)]
                when = now - timedelta(minutes=chance.randrange(1_600_000))
                row = {"case_file": file, "occurred_at": when, "unit": "", "cause": "bench"}
                rows.append(Engagement(**row, kind_id=kind, reference=f"{start}-{number}"))
                if kind in {"stay", "activity"} and chance.random() < 0.02:
                    rows.append(Engagement(**row, kind_id=f"{kind}_withdrawn", reference=f"{start}-{number}"))
            Engagement.objects.bulk_create(rows)
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
