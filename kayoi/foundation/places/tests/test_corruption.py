"""Files that are wrong somewhere are refused with a sentence, or read: never a traceback."""

import random
from collections.abc import Mapping

import pytest

from kayoi.foundation.places.rules.reading.dataset import read_dataset
from kayoi.foundation.places.rules.reading.tables import WrongData

JUNK = ("", "x", "-1", "99999999999999999", "０", "あ", "1e5", "nan", "2020", "@", "202096", " ", '"')


@pytest.mark.proof
def test_random_damage_never_ends_in_a_traceback(files: Mapping[str, str]) -> None:
    chance = random.Random(20261121)
    sentences: list[str] = []
    for _ in range(60):
        name = chance.choice(sorted(files))
        lines = files[name].split("\n")
        row = 0 if chance.random() < 0.25 else chance.randrange(len(lines) - 1)
        cells = lines[row].split(",")
        column, what = chance.randrange(len(cells)), chance.random()
        if what < 0.8:
            cells[column] = chance.choice(JUNK)
        elif what < 0.9:
            del cells[column]
        else:
            cells.insert(column, "x")
        lines[row] = ",".join(cells)
        if chance.random() < 0.1:
            del lines[row:]
        try:
            read_dataset({**files, name: "\n".join(lines)})
        except WrongData as wrong:
            sentences += wrong.problems
    assert len(sentences) > 25
    assert [one for one in sentences if not one.endswith("。")] == []
