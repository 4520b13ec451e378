"""Callers whose name was misheard are found: 200 names as they were heard, among thousands of usual ones."""

import csv
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from kayoi.engines.casefiles import selectors, services
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services.files import _keys
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.casefiles.tests.population import people
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.text import search_key
from tests.clock import NOW

OTHERS = 4_000
AMONG_THE_FIRST, LEAST = 3, 0.95


def heard() -> list[dict[str, str]]:
    with (Path(__file__).parent / "cases" / "misheard.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def make_files(names: list[tuple[str, str]]) -> list[CaseFile]:
    """Make files in bulk, with the keys that the services write, the one that moved longest ago first."""
    files = []
    for number, (name, kana) in enumerate(names):
        moment = NOW - timedelta(minutes=len(names) - number)
        file = CaseFile(name=name, kana=kana, number=f"2026-{number:05d}", opened_at=moment, touched_at=moment)
        for key, value in _keys(file).items():
            setattr(file, key, value)
        files.append(file)
    return CaseFile.objects.bulk_create(files)


def test_the_right_person_is_among_the_first_three(in_ina: Organization, capsys: pytest.CaptureFixture[str]) -> None:
    rows = heard()
    assert len(rows) >= 200
    assert all(search_key(row["聞こえた名前"]) != search_key(row["ふりがな"]) for row in rows), "all are misheard"
    # Who is looked for is the one nobody has spoken with for longest: recency does not help.
    made = make_files([(row["お名前"], row["ふりがな"]) for row in rows] + list(people(OTHERS, Random(7))))
    missed = []
    for row, file in zip(rows, made, strict=False):
        found = [one.pk for one in selectors.find_case_files(row["聞こえた名前"])]
        if file.pk not in found[:AMONG_THE_FIRST]:
            missed.append(
                f"{row['聞こえた名前']} → {row['お名前']}: {found.index(file.pk) + 1 if file.pk in found else '―'}"
            )
    share = 1 - len(missed) / len(rows)
    with capsys.disabled():
        sys.stdout.write(
            f"\nmisheard names: {share:.1%} of {len(rows)} among the first three of {len(made)}; missed {missed}\n"
        )
    assert share >= LEAST


def test_exact_before_same_sound_before_one_sound_off(in_ina: Organization) -> None:
    one_off = make_file(name="山出 花", kana="やまで はな")
    same_sound = make_file(name="山多 花", kana="やまた はなー")
    exact = make_file(name="山田 花", kana="やまだ はな")
    two_off = make_file(name="山出 春", kana="やまで はる")
    make_file(name="川田 花", kana="かわだ はな")
    found = [file.pk for file in selectors.find_case_files("やまだ はな")]
    assert found == [exact.pk, same_sound.pk, one_off.pk, two_off.pk]


def test_change_of_reading_changes_what_it_sounds_like(in_ina: Organization) -> None:
    file = make_file(name="河野 翔", kana="かわの しょう")
    assert selectors.find_case_files("こおの しょう") == []
    services.change_case_file(file=file, changes={"kana": "こうの しょう"}, version=1, by=system("test"), at=NOW)
    assert [found.pk for found in selectors.find_case_files("こおの しょお")] == [file.pk]
