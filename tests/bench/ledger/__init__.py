"""Transfers a second through the service, beside django-hordak and beside PostgreSQL's own pgbench."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

from kayoi.config import database, embedded
from tests.bench.ledger.sides import LINES
from tests.site import ROOT, kept_database

# As the web server has them: processes, threads in each.
PROCESSES, THREADS = 2, 4
CLIENTS = PROCESSES * THREADS
SECONDS, ROUNDS = 2, 9
GOAL_HORDAK, GOAL_PGBENCH = 3, 0.5
CASES = {"among 4 budget lines": 4, f"among {LINES:,} budget lines": LINES}
HORDAK = "tests.bench.ledger.hordak_settings"
KAYOI = "kayoi.config.settings"
KAYOIS = ("kayoi", "service", "inserts", "transactions", "scope")
SIDES = dict.fromkeys(KAYOIS, KAYOI) | {"hordak": HORDAK, "looking": HORDAK}
FIRST = """
SELECT min(organization_id), min(id) FILTER (WHERE key LIKE 'bench-budget-%'),
       min(id) FILTER (WHERE key LIKE 'bench-spent-%') FROM ledger_account WHERE key LIKE 'bench-%-0%'
"""
PICK = """\\set debit random(0, :lines - 1) + :spent
\\set credit random(0, :lines - 1) + :budget
"""
# The same work as one prepared statement: the function that the service calls, behind the walls of a town.
CALL = (
    PICK
    + """
SELECT ledger_transfer(gen_random_uuid()::text, :debit, :credit, 1, DATE '2026-11-20', 'bench', '1', NULL, 'system',
                       'bench', NULL, now());
"""
)
# Less than the same: as owner, without the walls, and in a race wrong (decision 0027). What the tables allow at most.
STATEMENT = (
    PICK
    + """WITH locked AS (
    SELECT id, measure, balance - held AS free, least, closed_on FROM ledger_account
    WHERE id IN (:debit, :credit) ORDER BY id FOR NO KEY UPDATE
), written AS (
    INSERT INTO ledger_transfer (organization_id, key, debit_id, credit_id, amount, "on", cause, reference, by_kind,
                                 by_name, at)
    SELECT :organization, gen_random_uuid(), :debit, :credit, 1, DATE '2026-11-20', 'bench', '1', 'system', 'bench',
           now()
    FROM locked AS debit, locked AS credit
    WHERE debit.id = :debit AND credit.id = :credit AND debit.measure = credit.measure
      AND (credit.least IS NULL OR credit.free - 1 >= credit.least)
      AND coalesce(debit.closed_on, 'infinity') > '2026-11-20' AND coalesce(credit.closed_on, 'infinity') > '2026-11-20'
    ON CONFLICT (organization_id, key) DO NOTHING
    RETURNING id
)
UPDATE ledger_account SET balance = balance + CASE WHEN id = :debit THEN 1 ELSE -1 END
WHERE id IN (:debit, :credit) AND EXISTS (SELECT 1 FROM written);
"""
)


class Paying(Protocol):
    """Clients that pay for some seconds."""

    def rate(self, lines: int) -> float: ...


class Clients:
    """The clients of one side, in processes that stay between the rounds."""

    def __init__(self, side: str, variables: dict[str, str]) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.bench.ledger.client", side, f"client-{number}", str(THREADS)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
                env=variables | {"DJANGO_SETTINGS_MODULE": SIDES[side]},
            )
            for number in range(PROCESSES)
        ]  # fmt: skip
        for process in self._processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"

    def rate(self, lines: int) -> float:
        """Let all pay among so many budget lines; return how many transfers a second."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write(f"{lines} {SECONDS}\n")
            process.stdin.flush()
        return sum(int(process.stdout.readline()) for process in self._processes if process.stdout) / SECONDS

    def close(self) -> None:
        for process in self._processes:
            process.communicate()


class Pgbench:
    """PostgreSQL's own clients, with a statement prepared; as a town behind the walls, or as owner without them."""

    def __init__(self, folder: Path, name: str, statement: str, *, walls: bool) -> None:
        host = str(embedded.socket_directory(folder / "postgres"))
        script = folder / f"{name}.sql"
        script.write_text(statement, encoding="utf-8")
        with psycopg.connect(host=host, user="kayoi_owner", dbname="kayoi") as connection:
            found = connection.execute(FIRST).fetchone()
        values = dict(zip(("organization", "budget", "spent"), found or (), strict=True))
        town = f"-c role={database.ROLES['town']} -c kayoi.organization={values['organization']}"
        self._variables = os.environ | ({"PGOPTIONS": town} if walls else {})
        self._command = [
            str(embedded._wheel() / embedded.PROGRAMS / "pgbench"), f"--host={host}", "--username=kayoi_owner",
            "--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", f"--jobs={PROCESSES}", f"--time={SECONDS}",
            f"--file={script}", *(f"--define={name}={value}" for name, value in values.items()),
        ]  # fmt: skip

    def rate(self, lines: int) -> float:
        """Let all pay among so many budget lines; return how many transfers a second."""
        command = [*self._command, f"--define=lines={lines}", "kayoi"]
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=self._variables).stdout
        found = re.search(r"^tps = ([\d.]+)", said, re.MULTILINE)
        assert found, said
        assert "number of failed transactions: 0 " in said, said
        return float(found[1])


@contextmanager
def filled(folder: Path) -> Iterator[dict[str, str]]:
    """Fill both databases on one server; yield the variables of its clients."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAYOI_", "DATABASE_"))}
    variables = inherited | {"KAYOI_VAR": str(folder), "KAYOI_DEMO": "1"}
    with kept_database(folder):
        host = str(embedded.socket_directory(folder / "postgres"))
        with psycopg.connect(host=host, user="kayoi_owner", dbname="kayoi", autocommit=True) as connection:
            connection.execute("CREATE DATABASE hordak")
        for side, module, arguments in (
            ("kayoi", "tests.bench.fill", ("ledger", str(LINES))),
            ("hordak", "tests.bench.ledger.client", ("hordak",)),
        ):
            subprocess.run(
                [sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, capture_output=True,
                env=variables | {"DJANGO_SETTINGS_MODULE": SIDES[side]},
            )  # fmt: skip
        yield variables


def measure(rounds: int) -> str:
    """Return the section: all three in turn, round by round."""
    rates: dict[tuple[str, str], list[float]] = {}
    load = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="kayoi-bench-") as name,
        filled(Path(name)) as variables,
        ExitStack() as kept,
    ):
        sides: dict[str, Paying] = {
            "pgbench, the same work": Pgbench(Path(name), "call", CALL, walls=True),
            "pgbench without the walls": Pgbench(Path(name), "transfer", STATEMENT, walls=False),
        }
        for side, module in (("Kayoi", "kayoi"), ("django-hordak", "hordak"), ("the same, looking first", "looking")):
            clients = sides[side] = Clients(module, variables)
            kept.callback(clients.close)
        for number in range(-1, rounds):
            for case, lines in CASES.items():
                for side, paying in sides.items():
                    rate = paying.rate(lines)
                    if number >= 0:  # the round before the first one fills the caches
                        rates.setdefault((case, side), []).append(rate)
    return "\n".join([
        "## Transfers of the ledger", "", f"| {CLIENTS} clients | by | transfers a second | Kayoi is × |",
        "|---|---|---:|---:|", *(_line(rates, case, side) for case in CASES for side in sides), "",
        f"Medians of {rounds} interleaved rounds of {SECONDS} s on one server with its usual settings (every commit is "
        f"on the disk); load before it {load:.1f}. Kayoi and django-hordak in {PROCESSES} processes of {THREADS} "
        "threads, as the web server has them; each transfer of Kayoi in a scope of its own, behind the walls. pgbench "
        "calls the same function as one prepared statement, behind the same walls; without them, as owner, it writes "
        "into the same tables by one statement that a race can get wrong (decision 0027). django-hordak keeps no "
        "balances: nothing is locked and nothing refused; looking first, it locks the account and adds its balance up. "
        f"Goals: {GOAL_HORDAK} × django-hordak, {GOAL_PGBENCH} × pgbench.", "",
    ])  # fmt: skip


def _line(rates: dict[tuple[str, str], list[float]], case: str, side: str) -> str:
    those = rates[case, side]
    ratio = statistics.median(map(float.__truediv__, rates[case, "Kayoi"], those))
    return f"| {case} | {side} | {statistics.median(those):,.0f} | {ratio:.2f} |"
