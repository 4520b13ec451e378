"""Draws of many applicants, beside PyPI `matching` on single applicants.

`python -m tests.bench.selections peer SIZE` runs the other side once, in a process that may be stopped.
"""

import hashlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random

from kayoi.engines.selections.rules.allotting import allot
from kayoi.engines.selections.rules.events import Event
from kayoi.engines.selections.rules.lots import in_order
from kayoi.engines.selections.rules.publishing import result
from kayoi.engines.selections.rules.reading import Case
from kayoi.engines.selections.rules.tendency import tendency
from kayoi.engines.selections.rules.terms import Offer, Party, Quota, Terms
from kayoi.engines.selections.states import EventKind, Method, Unit
from tests.site import ROOT

# Applicants, places, dates.
SIZES = ((162, 45, 3), (1_000, 100, 10), (2_000, 200, 10), (5_000, 500, 20), (10_000, 1_000, 20), (20_000, 2_000, 20))
ROUNDS, DRAWS = 9, 100
SLOW_S, LIMIT_S = 5, 120
SEED = "5e1ec7" * 10


def singles(applicants: int, places: int, dates: int) -> tuple[Terms, list[Party]]:
    """Return so many who come alone, with a wish for each date, the earlier ones more wanted."""
    chance, keys = Random(applicants), [f"{number}回" for number in range(dates)]
    offers = [Offer(key, places // dates + (number < places % dates)) for number, key in enumerate(keys)]
    parties = [
        Party(str(number), number, 1, tuple(sorted(keys, key=lambda key: keys.index(key) * chance.random())))
        for number in range(1, applicants + 1)
    ]
    return Terms(Method.LOTTERY, tuple(offers)), parties


def families(terms: Terms, parties: list[Party]) -> tuple[Terms, list[Party]]:
    """Return as many persons in parties of one to four, with quotas."""
    chance, left, made = Random(7), len(parties), list[Party]()
    while left:
        size = min(left, chance.choice([1, 1, 1, 2, 2, 3, 4]))
        groups = frozenset(group for group in ("初参加", "家族", "県内", "20代") if chance.random() < 0.3)
        made.append(Party(str(len(made) + 1), len(made) + 1, size, parties[len(made)].wishes, groups))
        left -= size
    few = sum(terms.capacity.values()) // 10
    quotas = (Quota("初参加", few), Quota("家族", few, None, Unit.PARTIES), Quota("県内", 0, 4 * few))
    return Terms(Method.LOTTERY, terms.offers, quotas), made


def draw(terms: Terms, parties: list[Party]) -> dict[str, str]:
    """Draw: the order by lot, then the places."""
    return allot(terms, in_order(terms, parties, SEED), capacity=terms.capacity, held={}).given


def peer(applicants: int) -> None:
    """Print what the other side needs, in seconds, and what it finds."""
    from matching.games import HospitalResident

    terms, parties = next(singles(*size) for size in SIZES if size[0] == applicants)
    order = [party.number for party in in_order(terms, parties, SEED)]
    start = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(
        {party.number: list(party.wishes) for party in parties}, {key: order for key in terms.capacity}, terms.capacity
    )
    found = game.solve()
    spent = time.perf_counter() - start
    given = {resident.name: offer.name for offer, residents in found.items() for resident in residents}
    sys.stdout.write(json.dumps([spent, digest(given)]))


def digest(given: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def of_peer(applicants: int) -> tuple[float, str] | str:
    """Return seconds and what was found, or why there is nothing."""
    command = [sys.executable, "-m", "tests.bench.selections", "peer", str(applicants)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"stopped after {LIMIT_S} s"
    except subprocess.CalledProcessError as error:
        return str(error.stderr).strip().splitlines()[-1][:60]
    spent, found = json.loads(done.stdout)
    return float(spent), str(found)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def line(size: tuple[int, int, int], rounds: int, *, with_peer: bool) -> tuple[str, bool]:
    """Return a row of the table, and whether the other side came to an end."""
    terms, parties = singles(*size)
    whole_terms, whole = families(terms, parties)
    case = Case(whole_terms, tuple(whole), "11" * 32, "22" * 32, "1", (Event(EventKind.DRAWN),))
    works: dict[str, Callable[[], object]] = {
        "singles": lambda: draw(terms, parties), "families": lambda: draw(whole_terms, whole),
        "published": lambda: result(case),
    }  # fmt: skip
    times: dict[str, list[float]] = {}
    other: tuple[float, str] | str = "–"
    for number in range(rounds):
        for name, work in works.items():
            times.setdefault(name, []).append(seconds(work))
        if with_peer and (number == 0 or (not isinstance(other, str) and other[0] < SLOW_S)):
            other = of_peer(size[0])
            if not isinstance(other, str):
                assert other[1] == digest(draw(terms, parties)), "the stable matching is another"
                times.setdefault("peer", []).append(other[0])
    ms = {name: statistics.median(those) * 1000 for name, those in times.items()}
    told = f"{ms['peer']:,.0f} | {ms['peer'] / ms['singles']:,.0f}" if "peer" in ms else f"{other} | –"
    row = (
        f"| {size[0]:,} → {size[1]:,} | {size[2]} | {ms['singles']:.1f} | {told} | {ms['families']:.1f} "
        f"| {ms['published']:.1f} |"
    )
    return row, "peer" in ms


def measure(rounds: int) -> str:
    """Return the section: all in turn, round by round; the other side up to the size at which it stops."""
    rows, with_peer = list[str](), True
    for size in SIZES:
        row, with_peer = line(size, rounds, with_peer=with_peer)
        rows.append(row)
    many = singles(*SIZES[-1])
    dry = seconds(lambda: tendency(*families(*many), DRAWS))
    return "\n".join([
        "## Selections", "",
        "| persons → places | dates | Kayoi, singles, ms | `matching`, ms | × | Kayoi, parties and quotas, ms "
        "| all that is published, ms |",
        "|---|---:|---:|---:|---:|---:|---:|", *rows, "",
        f"Medians of {rounds} interleaved rounds; everybody wishes for every date. For singles, without quotas, in one "
        "order for all, there is one stable matching: both sides find the same (compared). `matching` has no "
        "parties and no quotas; it runs in a process of its own, whose start is not counted, once where it takes more "
        f"than {SLOW_S} s, and is asked for no more once it fails or takes {LIMIT_S} s. “All that is published” seals "
        f"every line too. A dry run of {DRAWS} draws of {SIZES[-1][0]:,} persons in parties with quotas: {dry:.1f} s.",
        "",
    ])  # fmt: skip


if __name__ == "__main__":
    peer(int(sys.argv[2]))
