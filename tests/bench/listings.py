"""The public search over many published houses, beside DuckDB and PostgreSQL's own time for the same questions."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Protocol
from urllib.parse import quote

import psycopg

from kayoi.config import embedded

LISTINGS = 100_000
LIMIT_MS = 100
ROUNDS = 40
CHUNK = 2_000
WORDS = ("薪ストーブ", "日当たり", "古民家", "蔵", "庭", "井戸", "海が見える", "リフォーム済み", "畑", "倉庫")
# What is asked: the address, and the condition as SQL.
QUESTIONS = {
    "everything": ("", "true"),
    "kind and price": (
        "kind=dwelling&price=p3&price=p5",
        "kind = 'dwelling' AND price_yen BETWEEN 1000000 AND 4999999",
    ),
    "farmland, pets, cheapest first": ("wants=farmland&wants=pets&sort=price", "farmland_m2 > 0 AND pets"),
    "rare: large, new, rent": (
        "size=over&built=new&offer=rent",
        "floor_m2 >= 150 AND built_year >= 1982 AND rent_yen > 0",
    ),
    "page 50": ("page=50", "true"),
    "words": ("words=" + quote("薪ストーブ"), "appeal LIKE '%薪ストーブ%'"),
    "words and conditions": (
        "words=" + quote("古民家 蔵") + "&kind=dwelling",
        "appeal LIKE '%古民家%' AND appeal LIKE '%蔵%'",
    ),
    "map": ("view=map", "lat IS NOT NULL"),
    "map, one region": ("view=map&box=35,137.3,37,138.8", "lat BETWEEN 35 AND 37 AND lon BETWEEN 137.3 AND 138.8"),
}
FACETS = ("kind", "offer", "price_yen / 1000000", "floor_m2 / 50", "built_year >= 1982", "repairs", "pets")
COLUMNS = (
    "id, kind, offer, price_yen, rent_yen, floor_m2, built_year, repairs, farmland_m2, pets, lat, lon, appeal, "
    "published_from"
)


class Asking(Protocol):
    """A browser."""

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Any: ...


def fill_listings(count: int) -> None:
    """Publish so many invented houses in Ina and Sado, with the columns that the services write."""
    from django.db import connection
    from django.utils import timezone

    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization
    from kayoi.programmes.homes.models import Home, Listing

    chance, now = Random(5), timezone.now()
    towns = list(Organization.objects.filter(slug__in=["ina", "sado"]).order_by("slug"))
    for start in range(0, count, CHUNK):
        town = towns[start // CHUNK % 2]
        with scope.of_organization(town.pk):
            homes = Home.objects.bulk_create(
                Home(number=f"B{number}", status="published", place_code=town.place_code, quarter="町", opened_at=now)
                for number in range(start, min(start + CHUNK, count))
            )
            Listing.objects.bulk_create(
                Listing(home=home, **_house(chance, town.place_code), published_from=now - timedelta(minutes=home.pk),
                        number=home.number, changed_at=now)
                for home in homes
            )  # fmt: skip
    with connection.cursor() as cursor:
        for statement in ("RESET ROLE", "VACUUM ANALYZE homes_listing", "SET ROLE kayoi_web"):
            cursor.execute(statement)
    sys.stdout.write(f"{count:,} published houses of {len(towns)} towns\n")


def _house(chance: Random, place_code: str) -> dict[str, Any]:
    from kayoi.engines.casefiles.models.searching import vector
    from kayoi.programmes.homes.rules.facets import mask_of
    from kayoi.programmes.homes.selectors.listings import words_of

    offer = chance.choice(["sale", "sale", "sale", "rent", "both"])
    sold, let = offer != "rent", offer != "sale"
    appeal = "。".join(chance.sample(WORDS, 3)) + "のある、静かな家です。"
    house: dict[str, Any] = {
        "state": chance.choice(["published"] * 9 + ["negotiating"]),
        "kind": chance.choice(["dwelling"] * 8 + ["shop_dwelling", "land"]),
        "offer": offer,
        "price_yen": chance.randrange(5, 300) * 100_000 if sold else None,
        "rent_yen": chance.randrange(1, 10) * 10_000 if let else None,
        "place_code": place_code,
        "quarter": f"地区{chance.randrange(300)}",
        "lat": round(chance.uniform(34, 40), 4),
        "lon": round(chance.uniform(136, 141), 4),
        "built_year": chance.randrange(1900, 2024),
        "floor_m2": chance.randrange(30, 300),
        "farmland_m2": chance.choice([None, None, None, 300]),
        "repairs": chance.choice(["", "none", "small", "large"]),
        "pets": chance.choice([None, True, False]),
        "school_km": chance.uniform(0, 10),
        "station_km": chance.uniform(0, 10),
        "hazards": chance.choice([None, [], ["flood"]]),
        "title": "山の見える家",
        "title_en": "",
        "appeal": appeal,
        "appeal_en": "",
        "details": {},
    }
    copy = {**house, "number": "", "details": {}}
    return {**house, "mask": mask_of(house), "search": vector(words_of(copy))}


def measure_listings(enter: Callable[[], Asking], folder: Path) -> list[str]:
    """Ask each question in turn: our page, PostgreSQL for the same facets and first rows, DuckDB for the same."""
    import duckdb

    host = str(embedded.socket_directory(folder / "postgres"))
    times: dict[str, dict[str, list[float]]] = {
        name: {"page": [], "postgresql": [], "duckdb": []} for name in QUESTIONS
    }
    with psycopg.connect(host=host, user="kayoi_owner", dbname="kayoi", autocommit=True) as postgres:
        column_store = duckdb.connect()
        _into_duckdb(column_store, postgres, folder / "listings.csv")
        browser = enter()
        for _ in range(4):  # both processes have filled their caches
            browser.ask("/homes/")
        for _ in range(ROUNDS):
            for name, (query, condition) in QUESTIONS.items():
                answer = browser.ask(f"/homes/?{query}")
                assert answer.status == 200, answer.status
                times[name]["page"].append(answer.ms)
                for who, run in (("postgresql", postgres.execute), ("duckdb", column_store.execute)):
                    times[name][who].append(_asked(run, condition))
    return table(times)


def _into_duckdb(column_store: Any, postgres: psycopg.Connection[Any], path: Path) -> None:
    """Give DuckDB the same rows, as a table of its own in memory."""
    copy = f"COPY (SELECT {COLUMNS} FROM homes_listing) TO STDOUT (FORMAT csv, HEADER)"  # our own names
    with path.open("wb") as file, postgres.cursor().copy(copy) as rows:
        for row in rows:
            file.write(row)
    column_store.execute(f"CREATE TABLE homes_listing AS SELECT * FROM read_csv('{path}', sample_size = -1)")


def _asked(run: Callable[[str], Any], condition: str) -> float:
    """Return how long the counts of each facet and the first rows take when each is a query of its own."""
    start = time.perf_counter()
    for facet in FACETS:
        run(f"SELECT {facet}, count(*) FROM homes_listing WHERE {condition} GROUP BY 1").fetchall()
    run(f"SELECT * FROM homes_listing WHERE {condition} ORDER BY published_from DESC LIMIT 20").fetchall()
    return (time.perf_counter() - start) * 1000


def table(times: dict[str, dict[str, list[float]]]) -> list[str]:
    """Return the rows of the report."""

    def ratio(one: dict[str, list[float]], peer: str) -> float:
        return statistics.median(ours / theirs for ours, theirs in zip(one["page"], one[peer], strict=True))

    head = [
        "| question | page median ms | page 95th percentile ms | × PostgreSQL | × DuckDB | PostgreSQL median ms | "
        "DuckDB median ms |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    return head + [
        f"| {name} | {statistics.median(one['page']):.1f} | {statistics.quantiles(one['page'], n=20)[-1]:.1f} | "
        f"{ratio(one, 'postgresql'):.2f} | {ratio(one, 'duckdb'):.2f} | {statistics.median(one['postgresql']):.1f} | "
        f"{statistics.median(one['duckdb']):.1f} |"
        for name, one in times.items()
    ]
