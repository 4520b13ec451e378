"""make bench: measure, print, and write docs/reference/performance.md."""

import gzip
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from tests.bench import (
    callers,
    credentials,
    ledger,
    listings,
    questionnaires,
    reservations,
    rulesets,
    selections,
    ties,
    workbooks,
)
from tests.site import ROOT, free_port, kept_database

ROUNDS = 40
FILES = 100_000
REPORT = ROOT / "docs" / "reference" / "performance.md"
BARE = "/_bench/bare/"
PUBLIC = {
    "portal home": "/",
    "search by kana": "/places/?q=" + quote("いな"),
    "search with a typing error": "/places/?q=" + quote("いなしし"),
    "prefecture": "/places/prefectures/20/",
    "town page": "/ina/",
    "place without an organization": "/places/202011/",
    "question form": "/ina/ask/",
}
STAFF = {
    "home": "/ina/staff/",
    "inbox, mine": "/ina/staff/inbox/?owner=mine",
    "inbox, everybody's": "/ina/staff/inbox/?owner=all",
    "inbox, page 20": "/ina/staff/inbox/?owner=all&page=20",
    "case files, latest": "/ina/staff/case-files/",
    "case files by name": "/ina/staff/case-files/?q=" + quote("青葉 一葉"),
    "case files by kana": "/ina/staff/case-files/?q=" + quote("あおば"),
    "case files by telephone": "/ina/staff/case-files/?q=090-0001-2345",
    "case files, nothing found": "/ina/staff/case-files/?q=" + quote("存在しない人"),
    "figures": "/ina/staff/figures/",
}
LIMIT_MS, LIMIT_KB = 200, 100
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]
    ms: float


class Browser:
    """One kept connection, with cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("localhost", port, timeout=120)
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, method: str = "GET", body: str = "", **more: str) -> Answer:
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())} | more
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://localhost/"}
        start = time.perf_counter()
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        data = response.read()
        spent = (time.perf_counter() - start) * 1000
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return Answer(response.status, data, {k.lower(): v for k, v in response.getheaders()}, spent)

    def enter(self, role: str) -> None:
        """Log in by the demonstration's page."""
        self.ask("/_demo/")
        entered = self.ask(f"/_demo/as/{role}/", "POST", f"csrfmiddlewaretoken={self._cookies['csrftoken']}")
        assert entered.status == 302, entered.status


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """Serve the filled site with the settings of `run`."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "tests.bench.site_wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--log-level", "warning",
        "--keep-alive", "60", "--no-control-socket",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=_variables(folder), cwd=ROOT)
    try:
        for _ in range(300):
            try:
                if Browser(port).ask("/healthz").status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def _variables(folder: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAYOI_", "DATABASE_"))}
    return inherited | {
        "KAYOI_VAR": str(folder), "KAYOI_DEMO": "1", "DJANGO_SETTINGS_MODULE": "kayoi.config.settings",
    }  # fmt: skip


@dataclass
class Line:
    """One page: median ratio to the bare view of the same rounds, and what a request takes."""

    name: str
    ratio: float
    median_ms: float
    p95_ms: float
    queries: int
    raw_kb: float
    packed_kb: float


def measure(browser: Browser, pages: dict[str, str]) -> list[Line]:
    """Ask for the bare view and a page in turn, page by page, round by round."""
    firsts = {name: browser.ask(path) for name, path in pages.items()}
    for name, first in firsts.items():
        assert first.status == 200, f"{name}: {first.status}"
    for path in (*pages.values(), BARE) * 4:  # both processes have filled their caches
        browser.ask(path)
    ratios: dict[str, list[float]] = {name: [] for name in pages}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, path in pages.items():
            bare, spent = browser.ask(BARE).ms, browser.ask(path).ms
            ratios[name].append(spent / bare)
            times[name].append(spent)
    lines = []
    for name, path in pages.items():
        answer = browser.ask(path)
        body = gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body
        lines.append(
            Line(
                name, statistics.median(ratios[name]), statistics.median(times[name]),
                statistics.quantiles(times[name], n=20)[-1], int(answer.headers["x-queries"]),
                len(body) / 1000, (len(answer.body) + _assets(browser, body.decode())) / 1000,
            )
        )  # fmt: skip
    return lines


def _assets(browser: Browser, html: str) -> int:
    """Return the packed size of the style sheets and scripts of a page."""
    return sum(len(browser.ask(path).body) for path in sorted(set(ASSET.findall(html))))


def table(lines: list[Line]) -> list[str]:
    """Return the rows of the report."""
    head = [
        "| page | × bare view (median) | median ms | 95th percentile ms | queries | HTML kB | with CSS, JS packed kB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    return head + [
        f"| {line.name} | {line.ratio:.1f} | {line.median_ms:.1f} | {line.p95_ms:.1f} | {line.queries} | "
        f"{line.raw_kb:.0f} | {line.packed_kb:.0f} |"
        for line in lines
    ]


@contextmanager
def filled_site(*what: str) -> Iterator[tuple[Path, int, str]]:
    """Serve a new site that was filled as `tests.bench.fill` is told; yield its folder, port, and what is in it."""
    with tempfile.TemporaryDirectory(prefix="kayoi-bench-") as name, kept_database(Path(name)):
        folder = Path(name)
        filled = subprocess.run(
            [sys.executable, "-m", "tests.bench.fill", *what], env=_variables(folder), cwd=ROOT, check=True,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        with server(folder) as port:
            yield folder, port, filled.stdout.strip()


def look_up(count: int) -> str:
    """Return the section on looking callers up."""
    with filled_site("callers", str(count)) as (folder, port, _):
        officer = Browser(port)
        officer.enter("officer")
        for _ in range(4):  # both processes have filled their caches
            officer.ask(callers.PAGE)
        lines = callers.measure_callers(officer, folder, count)
    return "\n".join([
        f"## Looking a caller up among {count:,} case files", "", *callers.table(lines), "",
        f"Limit: {callers.LIMIT_MS} ms at the 95th percentile, for the page while somebody types; {callers.ASKED} "
        "people in each way. Beside it the bare index queries on the same server, as owner, without the walls.", "",
    ])  # fmt: skip


def search(count: int) -> str:
    """Return the section on the public search of houses."""
    with filled_site("listings", str(count)) as (folder, port, filled):
        lines = listings.measure_listings(lambda: Browser(port), folder)
    return "\n".join([
        f"## Public search among {count:,} houses", "", *lines, "",
        f"Limit: {listings.LIMIT_MS} ms at the 95th percentile for the whole page with the count behind every facet. "
        f"Beside it the counts of seven facets and the first rows as queries of their own, on PostgreSQL without the "
        f"walls and on DuckDB in memory; interleaved, medians of {listings.ROUNDS} rounds. Data: {filled}.", "",
    ])  # fmt: skip


def bands(count: int) -> str:
    """Return the section on the bands of days of a town."""
    with filled_site("ties", str(count)) as (_, port, filled):
        officer = Browser(port)
        officer.enter("officer")
        lines = ties.measure_ties(lambda: officer)
    return "\n".join([
        f"## Days that {count:,} people had to do with the town", "", *lines, "",
        f"Counted anew at each request, by one statement; {ties.ROUNDS} rounds. Data: {filled}.", "",
    ])  # fmt: skip


# What can be measured alone, without being written down, with as many as named: make bench T="callers 10000".
ALONE = {
    "callers": (look_up, callers.CALLERS), "listings": (search, listings.LISTINGS),
    "rulesets": (rulesets.measure, rulesets.HOUSEHOLDS), "ledger": (ledger.measure, ledger.ROUNDS),
    "reservations": (reservations.measure, reservations.ROUNDS),
    "selections": (selections.measure, selections.ROUNDS),
    "questionnaires": (questionnaires.measure, questionnaires.ANSWERS),
    "credentials": (credentials.measure, credentials.ROUNDS), "ties": (bands, ties.FILES),
}  # fmt: skip


def main() -> None:
    """Fill a site, measure, write the report; with a word such as `callers` only that, printed."""
    if len(sys.argv) > 1:
        work, usual = ALONE[sys.argv[1]]
        sys.stdout.write(work(int(sys.argv[2]) if len(sys.argv) > 2 else usual))
        return
    with filled_site("town", str(FILES)) as (folder, port, filled):
        public = measure(Browser(port), PUBLIC)
        officer = Browser(port)
        officer.enter("officer")
        staff = measure(officer, STAFF)
        imported = workbooks.section(_variables(folder), ROOT)
    text = "\n".join([
        "# Performance", "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python "
        f"{sys.version.split()[0]}, database and server on the same machine; {ROUNDS} rounds, in each of which the "
        "bare view (no database, no template, the same server and middleware) and each page are asked for in turn.",
        "", "## Public pages", "", *table(public), "",
        f"Limit: {LIMIT_KB} kB packed without map and photos.",
        "", f"## Staff pages of a town with {FILES:,} case files", "", *table(staff), "",
        f"Limit: {LIMIT_MS} ms at the 95th percentile. Data: {filled}.", "", look_up(callers.CALLERS),
        search(listings.LISTINGS), rulesets.measure(rulesets.HOUSEHOLDS),
        ledger.measure(ledger.ROUNDS), reservations.measure(reservations.ROUNDS),
        selections.measure(selections.ROUNDS), questionnaires.measure(questionnaires.ANSWERS),
        credentials.measure(credentials.ROUNDS), bands(ties.FILES), *imported,
    ])  # fmt: skip
    REPORT.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
