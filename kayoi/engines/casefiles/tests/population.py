"""Plausible people, made of usual Japanese names: surnames fall off by rank, given names less."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

CASES = Path(__file__).parent / "cases"


def _pairs(file: str) -> list[tuple[str, str]]:
    """Return names and readings, the most usual first."""
    with (CASES / file).open(encoding="utf-8", newline="") as rows:
        return [(row["name"], row["kana"]) for row in csv.DictReader(rows)]


SURNAME_PAIRS = _pairs("surnames.csv")
GIVEN_PAIRS = _pairs("given_names.csv")
SURNAME_WEIGHTS = [1 / (rank + 12) for rank in range(len(SURNAME_PAIRS))]
GIVEN_WEIGHTS = [1 / (rank + 60) for rank in range(len(GIVEN_PAIRS))]


def people(count: int, chance: Random) -> Iterator[tuple[str, str]]:
    """Yield so many people, each as name and reading."""
    surnames = chance.choices(SURNAME_PAIRS, SURNAME_WEIGHTS, k=count)
    givens = chance.choices(GIVEN_PAIRS, GIVEN_WEIGHTS, k=count)
    for (surname, surname_kana), (given, given_kana) in zip(surnames, givens, strict=True):
        yield f"{surname} {given}", f"{surname_kana} {given_kana}"
