"""Bookings a second beside bare inserts; free dates and boards of a year beside the database alone."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.ledger import CLIENTS, PROCESSES, SECONDS, THREADS, Clients
from tests.bench.reservations.sides import UNITS
from tests.site import ROOT, kept_database

ROUNDS, GOAL = 9, 0.5
CASES = {"on one unit": 1, f"among {UNITS:,} units": UNITS}
SIDES = {
    "bare inserts": "inserts", "bare inserts in transactions": "transactions", "bare inserts in a scope": "scope",
    "Kayoi": "service",
}  # fmt: skip


@contextmanager
def filled(folder: Path) -> Iterator[dict[str, str]]:
    """Fill a database; yield the variables of its clients."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAYOI_", "DATABASE_"))}
    variables = inherited | {
        "KAYOI_VAR": str(folder), "KAYOI_DEMO": "1", "DJANGO_SETTINGS_MODULE": "kayoi.config.settings",
    }  # fmt: skip
    with kept_database(folder):
        command = [sys.executable, "-m", "tests.bench.fill", "reservations", str(UNITS)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=variables)
        yield variables


def measure(rounds: int) -> str:
    """Return the section: both in turn, round by round; then the searches."""
    rates: dict[tuple[str, str], list[float]] = {}
    load = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="kayoi-bench-") as name,
        filled(Path(name)) as variables,
        ExitStack() as kept,
    ):
        searched = subprocess.run(
            [sys.executable, "-m", "tests.bench.reservations.searching", str(rounds)], cwd=ROOT, check=True,
            capture_output=True, text=True, env=variables,
        ).stdout  # fmt: skip
        clients = {}
        for side, module in SIDES.items():
            clients[side] = Clients(module, variables)
            kept.callback(clients[side].close)
        for number in range(-1, rounds):
            for case, units in CASES.items():
                for side, booking in clients.items():
                    rate = booking.rate(units)
                    if number >= 0:  # the round before the first one fills the caches
                        rates.setdefault((case, side), []).append(rate)
    return "\n".join([
        "## Reservations", "", f"| {CLIENTS} clients | by | bookings a second | Kayoi is × |", "|---|---|---:|---:|",
        *(_line(rates, case, side) for case in CASES for side in SIDES), "",
        f"Medians of {rounds} interleaved rounds of {SECONDS} s on one server with its usual settings (every commit is "
        f"on the disk); load before it {load:.1f}. All in {PROCESSES} processes of {THREADS} threads, each booking at "
        "a time that is free. A booking of Kayoi is a scope of its own behind the walls, the unit locked against its "
        "changes, what it allows looked at, the row and its entry in the audit trail. A bare insert is the row alone "
        "into the same table with the same constraint: prepared, as owner, without a transaction around it; in one, as "
        f"the driver does unless told otherwise; or as Kayoi sends it, in a scope. Goal: {GOAL} × bare inserts.", "",
        searched,
    ])  # fmt: skip


def _line(rates: dict[tuple[str, str], list[float]], case: str, side: str) -> str:
    those = rates[case, side]
    ratio = statistics.median(map(float.__truediv__, rates[case, "Kayoi"], those))
    return f"| {case} | {side} | {statistics.median(those):,.0f} | {ratio:.2f} |"
