"""Caller look-up over many case files, beside what PostgreSQL itself takes for the same index query."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Protocol
from urllib.parse import quote

import psycopg

from kayoi.config import embedded

CALLERS = 1_000_000
LIMIT_MS = 100
ASKED = 100
CHUNK = 2_000
PAGE = "/ina/staff/calls/new/?q="
SQL = """
SELECT id FROM casefiles_casefile WHERE organization_id = %s AND search @@ %s::tsquery
ORDER BY touched_at DESC LIMIT 200
"""


class Asking(Protocol):
    """A browser that is logged in."""

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Any: ...


def fill_callers(count: int) -> None:
    """Write so many case files of usual names into Ina, with the keys that the services write."""
    from django.db import connection
    from django.utils import timezone

    from kayoi.engines.casefiles.models import CaseFile
    from kayoi.engines.casefiles.services.files import _keys
    from kayoi.engines.casefiles.tests.population import people
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization

    chance, ina, now = Random(3), Organization.objects.get(slug="ina"), timezone.now()

    def files() -> Iterator[CaseFile]:
        for number, (name, kana) in enumerate(people(count, chance)):
            moment = now - timedelta(minutes=chance.randint(0, 900_000))
            file = CaseFile(
                number=f"C-{number:07d}", name=name, kana=kana, opened_at=moment, touched_at=moment,
                phone=f"080-{number // 10_000:04d}-{number % 10_000:04d}",
            )  # fmt: skip
            for key, value in _keys(file).items():
                setattr(file, key, value)
            yield file

    made = files()
    while chunk := list(islice(made, CHUNK)):
        with scope.of_organization(ina.pk):
            CaseFile.objects.bulk_create(chunk)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; ANALYZE casefiles_casefile; SET ROLE kayoi_web")
    sys.stdout.write(f"{count:,} case files of {ina.name}\n")


@dataclass
class Line:
    """One way of looking a caller up: what the page takes, and what PostgreSQL takes."""

    name: str
    page_ms: list[float]
    index_ms: list[float]


def misheard(kana: str, chance: Random) -> str:
    """Return a name with one sound wrong, as on a bad line."""
    place = chance.choice([place for place, sign in enumerate(kana) if sign != " "])
    return kana[:place] + chance.choice("あかさたなまらき") + kana[place + 1 :]


def measure_callers(browser: Asking, folder: Path, count: int) -> list[Line]:
    """Look up the same people in each way, in turn: by the page while typing, and by the bare query."""
    from kayoi.engines.casefiles.tests.population import people
    from kayoi.kit.text import search_query, sound_queries

    chance = Random(11)
    asked = list(people(ASKED, chance))
    ways: dict[str, Callable[[str, str], str]] = {
        "name": lambda name, kana: name,
        "kana": lambda name, kana: kana,
        "misheard": lambda name, kana: misheard(kana, chance),
        "telephone": lambda name, kana: f"080-{(n := chance.randrange(count)) // 10_000:04d}-{n % 10_000:04d}",
    }
    lines = {way: Line(way, [], []) for way in ways}
    host = str(embedded.socket_directory(folder / "postgres"))
    with psycopg.connect(host=host, user="kayoi_owner", dbname="kayoi", autocommit=True) as connection:
        (ina,) = connection.execute("SELECT id FROM tenancy_organization WHERE slug = 'ina'").fetchone() or (0,)
        for name, kana in asked:
            for way, words_of in ways.items():
                words = words_of(name, kana)
                queries = [search_query(words), *((sound_queries(words) or ()) if way == "misheard" else ())]
                answer = browser.ask(PAGE + quote(words), **{"HX-Request": "true"})
                assert answer.status == 200, answer.status
                lines[way].page_ms.append(answer.ms)
                start = time.perf_counter()
                for query in queries:
                    connection.execute(SQL, [ina, query]).fetchall()
                lines[way].index_ms.append((time.perf_counter() - start) * 1000)
    return list(lines.values())


def table(lines: list[Line]) -> list[str]:
    """Return the rows of the report."""
    head = [
        "| by | page median ms | page 95th percentile ms | PostgreSQL median ms | PostgreSQL 95th percentile ms |",
        "|---|---:|---:|---:|---:|",
    ]
    return head + [
        f"| {line.name} | {statistics.median(line.page_ms):.1f} | {statistics.quantiles(line.page_ms, n=20)[-1]:.1f} | "
        f"{statistics.median(line.index_ms):.1f} | {statistics.quantiles(line.index_ms, n=20)[-1]:.1f} |"
        for line in lines
    ]
