"""10,000 requests race for six houses, while processes and the database are killed: nothing is given twice or lost."""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kayoi.config import embedded
from tests.site import ROOT, kept_database, kill

REQUESTS = int(os.environ.get("PROOF_REQUESTS", "10000"))
PROCESSES, THREADS = 3, 4
KILLED_AFTER = (100, 500)  # so many answers, between these, until a process is killed
SERVER_KILLS = 3
TAKES = ("hold:", "book:", "package:", "close:")
pytestmark = pytest.mark.proof
# Counted from the days of each unit, past the column of the constraint.
DOUBLE = """
WITH taken AS (
    SELECT b.id, unit_id, starts_at,
           ends_before + make_interval(days => CASE status WHEN 'blocked' THEN 0 ELSE buffer::int END) AS ready
    FROM reservations_booking b JOIN reservations_unit u ON u.id = unit_id
    WHERE status IN ('held', 'confirmed', 'in_use', 'finished', 'blocked')
)
SELECT count(*) FROM taken a JOIN taken b USING (unit_id)
WHERE a.id < b.id AND a.starts_at < b.ready AND b.starts_at < a.ready
"""
HALF = """
SELECT count(*) FROM (
    SELECT FROM reservations_booking WHERE key LIKE 'package:%' GROUP BY key HAVING count(*) <> 2
) AS half
"""
LEAKED = "SELECT count(*) FROM reservations_booking WHERE status = 'held'"
TOO_FULL = """
SELECT count(*) FROM reservations_booking b JOIN reservations_unit u ON u.id = unit_id WHERE persons > capacity
"""
WITHOUT_ENTRY = """
SELECT (SELECT count(*) FROM reservations_booking) - (
    SELECT count(*) FROM audit_entry WHERE action IN ('reservations.hold', 'reservations.book', 'reservations.block')
)
"""


class Race:
    """Processes of people that are killed and started anew, and what they were told."""

    def __init__(self, folder: Path) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAYOI_", "DATABASE_"))}
        self._variables = inherited | {"KAYOI_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "kayoi.config.settings"}
        self.answers: Counter[str] = Counter()
        self.granted: list[str] = []
        self.kills = 0
        self._lock = threading.Lock()

    def run(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.proof.racing", *words]
        return subprocess.Popen(command, cwd=ROOT, env=self._variables, stdout=subprocess.PIPE, text=True)

    def do(self, word: str) -> None:
        with self.run(word) as process:
            assert process.wait() == 0

    @property
    def answered(self) -> int:
        return self.answers["granted"] + self.answers["refused"]

    def _hear(self, line: str) -> None:
        key, answer, *_ = line.split()
        with self._lock:
            self.answers[answer] += 1
            if answer == "granted" and key.startswith(TAKES):
                self.granted.append(key)

    def keep_running(self, number: int) -> None:
        """Let a process race, kill it in the middle, start the next one; until there are enough answers."""
        chance = random.Random(number)
        for life in range(10_000):
            process, left = self.run(f"p{number}.{life}", str(THREADS)), chance.randint(*KILLED_AFTER)
            with process:
                for line in process.stdout or ():
                    self._hear(line)
                    left -= 1
                    if left <= 0 or self.answered >= REQUESTS:
                        break
                kill(process.pid)
            with self._lock:
                self.kills += 1
            if self.answered >= REQUESTS:
                return


def test_nothing_is_given_twice_or_lost(say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="kayoi-proof-") as name, kept_database(Path(name)):
        race = Race(Path(name))
        race.do("fill")
        threads = [threading.Thread(target=race.keep_running, args=(number,)) for number in range(PROCESSES)]
        for thread in threads:
            thread.start()
        server_kills = kill_the_server(Path(name), race)
        for thread in threads:
            thread.join()
        judge(Path(name), race, server_kills, say)


def kill_the_server(folder: Path, race: Race) -> int:
    """Kill a process of the database some times on the way; the server then breaks all off and recovers."""
    done = 0
    while race.answered < REQUESTS:
        time.sleep(0.2)
        if done < SERVER_KILLS and race.answered > REQUESTS * (done + 1) / (SERVER_KILLS + 1):
            with connect(folder) as connection:
                found = connection.execute(
                    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                ).fetchone()
            if found:
                kill(found[0])
                done += 1
    return done


def connect(folder: Path) -> "psycopg.Connection[tuple[Any, ...]]":
    host = str(embedded.socket_directory(folder / "postgres"))
    return psycopg.connect(host=host, user="kayoi_owner", dbname="kayoi")


def judge(folder: Path, race: Race, server_kills: int, say: Callable[[str], None]) -> None:
    race.do("lapse")
    with connect(folder) as connection:
        keys = {key for (key,) in connection.execute("SELECT DISTINCT key FROM reservations_booking")}
        double, half, leaked, full, unexplained = (
            connection.execute(query).fetchall()[0][0] for query in (DOUBLE, HALF, LEAKED, TOO_FULL, WITHOUT_ENTRY)
        )
    lost = set(race.granted) - keys
    say(
        f"{race.answered} requests answered ({race.answers['granted']} granted), {race.answers['broken']} broken by "
        f"{race.kills} SIGKILLs of processes and {server_kills} of the database: {len(keys)} requests kept, "
        f"{double} double, {half} half packages, {leaked} leaked holds, {len(lost)} granted but lost, "
        f"{unexplained} without entry"
    )
    assert race.answered >= REQUESTS
    assert len(race.granted) > REQUESTS / 20
    assert (double, half, leaked, full, lost, unexplained) == (0, 0, 0, 0, set(), 0)
