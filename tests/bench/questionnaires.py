"""A cross table over many answers, beside DuckDB's own time for the same counts."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from kayoi.engines.questionnaires.rules.tables import counts_of, cross_table
from kayoi.engines.questionnaires.rules.variables import Variable

ANSWERS, ROUNDS = 1_000_000, 9
OPTIONS = (8, 6)
WRONG = "DuckDB counts otherwise"


def drawn(answers: int) -> list[np.ndarray[Any, np.dtype[np.int8]]]:
    """Return two questions of single choice as numbers of options; -1 where nobody answered."""
    chance = np.random.default_rng(5)
    return [chance.integers(-1, options, answers, dtype=np.int8) for options in OPTIONS]


def as_variable(name: str, chosen: np.ndarray[Any, np.dtype[np.int8]], options: int) -> Variable:
    """Return such a question as the rules count it."""
    marks = np.array([chosen == option for option in range(options)], dtype=np.bool_)
    return Variable(name, tuple(map(str, range(options))), marks, np.ones(len(chosen), dtype=np.bool_))


def timed(*works: Callable[[], Any]) -> list[float]:
    """Return the median milliseconds of each, taken in turn."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for took, work in zip(spent, works, strict=True):
            start = time.perf_counter()
            work()
            took.append((time.perf_counter() - start) * 1000)
    return [statistics.median(took) for took in spent]


def measure(answers: int) -> str:
    """Return the section on cross tables."""
    import duckdb

    first, second = drawn(answers)
    rows, columns = as_variable("a", first, OPTIONS[0]), as_variable("b", second, OPTIONS[1])
    base = duckdb.connect()
    columns_of = {"a": first, "b": second}
    base.execute("CREATE TABLE answers AS SELECT * FROM (SELECT unnest($a) AS a, unnest($b) AS b)", columns_of)

    def peer() -> list[Any]:
        asked = "SELECT a, b, count(*) FROM answers WHERE a >= 0 AND b >= 0 GROUP BY a, b"
        return list(base.execute(asked).fetchall())

    counts, _ = counts_of(rows, columns)
    if any(counts[a, b] != count for a, b, count in peer()):
        raise RuntimeError(WRONG)
    bare, hidden, theirs = timed(lambda: counts_of(rows, columns), lambda: cross_table(rows, columns), peer)
    return "\n".join([
        f"## A cross table over {answers:,} answers", "",
        "| what | median ms |", "|---|---|",
        f"| counts with totals and base ({OPTIONS[0]} × {OPTIONS[1]}) | {bare:.1f} |",
        f"| the same with small cells hidden | {hidden:.1f} |",
        f"| DuckDB: the counts alone, in memory | {theirs:.1f} |", "",
        f"Interleaved, medians of {ROUNDS} rounds; the same counts on both sides.", "",
    ])  # fmt: skip
