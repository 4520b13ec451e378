"""Measure: python -m tests.bench.rulesets.measure HOUSEHOLDS RULESETS; with `kayoi` or `kernel`, its memory alone."""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from kayoi.engines.rulesets.rules.answers import answer
from kayoi.engines.rulesets.rules.asking import questions
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.columns.outcomes import OUTCOMES, outcomes
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.kit.verdict import Outcome
from tests.bench.rulesets import amounts, plain
from tests.bench.rulesets.book import ON, Data, book, read
from tests.bench.rulesets.cases import facts_of, invented
from tests.bench.rulesets.kernel import kernel

ASKED, ROUNDS, MANY_ROUNDS = 50, 200, 7
# Amounts for so many times fewer households.
AMOUNTS = 10
GOAL_MS, GOAL_FISCA, GOAL_KERNEL = 5, 20, 1.5
Work = Callable[[], Any]
MEGABYTE = 1_000_000


def reasons_and_question(rulesets: list[Ruleset], facts: Data) -> tuple[list[Any], Any]:
    """Answer all rulesets with their reasons, and find the next question."""
    case = Case(facts)
    answers = [answer(ruleset, case) for ruleset in rulesets]
    left = questions(rulesets, case)
    return answers, left[0] if left else None


def interleaved(rounds: int, works: Mapping[str, Callable[[int], Work]]) -> dict[str, list[float]]:
    """Do every work in turn, round by round; return the processor time each took, without what prepares it."""
    times: dict[str, list[float]] = {name: [] for name in works}
    gc.collect()
    gc.freeze()  # nobody's garbage is looked for among what the others keep
    for number in range(rounds):
        for name, prepare in works.items():
            work = prepare(number)
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    return times


def one_household(count: int) -> list[str]:
    """Compare the answers to one household, whose facts are all known; ours also where half of them are not."""
    from tests.bench.rulesets.fisca import System

    kinds = book(count)
    rulesets, tests, chance = read(kinds), plain.tests(kinds), Random(5)
    households = invented(ASKED, unknown=0)
    facts = [facts_of(households, number) for number in range(ASKED)]
    half = [{key: one[key] for key in one if key == "application.on" or chance.random() < 0.5} for one in facts]
    plainly, telling = (System(kinds, facts[0], with_reasons=told) for told in (False, True))
    for one in facts:
        ours = [found.outcome is Outcome.MET for found in reasons_and_question(rulesets, one)[0]]
        assert ours == [bool(test(one)) for test in tests]
        for system in (plainly, telling):
            assert ours == system.answers(system.simulation(one), one["application.on"])

    def fisca(system: System, number: int) -> Work:
        one = facts[number % ASKED]
        simulation = system.simulation(one)
        return lambda: system.answers(simulation, one["application.on"])

    known, asked = "Kayoi, all facts known: reasons, next question", "Kayoi, half of the facts missing: the same"
    peer, reasons = (
        "OpenFisca-Core, all facts known: yes or no",
        "OpenFisca-Core, each condition a variable, to say why",
    )
    bare = "bare Python, all facts known: yes or no, stopping early"
    times = interleaved(ROUNDS, {
        known: lambda number: lambda: reasons_and_question(rulesets, facts[number % ASKED]),
        asked: lambda number: lambda: reasons_and_question(rulesets, half[number % ASKED]),
        peer: lambda number: fisca(plainly, number),
        reasons: lambda number: fisca(telling, number),
        bare: lambda number: lambda: [test(facts[number % ASKED]) for test in tests],
    })  # fmt: skip

    def line(name: str) -> str:
        spent = times[name]
        ratios = [statistics.median(map(float.__truediv__, spent, times[ours])) for ours in (known, asked)]
        median, late = statistics.median(spent) * 1000, statistics.quantiles(spent, n=20)[-1] * 1000
        return f"| {name} | {median:.2f} | {late:.2f} | {ratios[0]:.2f} | {ratios[1]:.2f} |"

    return [
        f"| one household, {count} rulesets | median ms | 95th percentile ms | × all known | × half missing |",
        "|---|---:|---:|---:|---:|",
        *map(line, times),
    ]


def works_of(households: int, count: int) -> dict[str, Work]:
    """Return both ways to answer for many households."""
    kinds = book(count)
    rulesets, table = read(kinds), invented(households, unknown=0.05)
    return {"kayoi": lambda: outcomes(rulesets, table, on=ON), "kernel": lambda: kernel(table, kinds)}


def many(households: int, count: int) -> list[str]:
    """Compare the answers for many households with the programme written by hand."""
    works = works_of(households, count)
    found = works["kayoi"]()
    assert (found == works["kernel"]()).all()
    shares = [f"{outcome.value} {(found == place).mean():.0%}" for place, outcome in enumerate(OUTCOMES)]
    del found
    times = interleaved(MANY_ROUNDS, {name: lambda _, work=work: work for name, work in works.items()})  # type: ignore[misc]
    ratio = statistics.median(map(float.__truediv__, times["kayoi"], times["kernel"]))
    rows = []
    for name, what in (("kayoi", "Kayoi"), ("kernel", "NumPy written by hand")):
        peak, data = memory_of(name, households, count)
        median = statistics.median(times[name])
        rows.append(
            f"| {what} | {median:.2f} | {ratio if name == 'kayoi' else 1:.2f} | "
            f"{households * count / median / 1e6:.0f} | {peak:.0f} | {peak - households * count / MEGABYTE:.0f} |"
        )
    return [
        f"| {households:,} households, {count} rulesets | median s | × by hand | million answers a second | "
        "peak MB above the columns | of it not the table of answers |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
        "",
        f"The columns take {data:.0f} MB, the table of answers {households * count / MEGABYTE:.0f} MB; answers: "
        f"{', '.join(shares)}.",
    ]


def memory_of(name: str, households: int, count: int) -> tuple[float, float]:
    """Return the peak of one way, and what the columns take, in megabytes, of a process of its own."""
    command = [sys.executable, "-m", "tests.bench.rulesets.measure", str(households), str(count), name]
    peak, data = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(peak), float(data)


def memory(name: str, households: int, count: int) -> None:
    """Answer in one way and print its peak above the households' columns, and how much these take."""
    empty = _status("VmRSS")
    work = works_of(households, count)[name]
    filled = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    work()
    sys.stdout.write(f"{(_status('VmHWM') - filled) / 1000} {(filled - empty) / 1000}")


def _status(name: str) -> int:
    """Return a size of this process in kilobytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


if __name__ == "__main__":
    households, rulesets = int(sys.argv[1]), int(sys.argv[2])
    if len(sys.argv) > 3:
        memory(sys.argv[3], households, rulesets)
        sys.exit()
    lines = [
        "## Rulesets", "", *one_household(rulesets), "",
        f"Processor time; {ROUNDS} interleaved rounds over {ASKED} households. Four kinds of rulesets with limits of "
        "their own, each in two versions; all answers were compared before. OpenFisca's simulation is set up before "
        f"the clock starts. Goals: {GOAL_MS} ms, {GOAL_FISCA} times as fast as OpenFisca-Core.", "",
        *many(households, rulesets), "",
        f"Both in blocks that fit the cache; {MANY_ROUNDS} interleaved rounds. Goal: {GOAL_KERNEL} × by hand.", "",
        *amounts.section(households // AMOUNTS), "",
    ]  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")
