"""The stand-alone script that recomputes a draw: it agrees, and sees what was tampered with."""

import json
import runpy
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kayoi.engines.selections.rules.publishing import closed, opened, receipt, result
from kayoi.engines.selections.rules.reading import read_case
from kayoi.engines.selections.tests.random_cases import random_case

SCRIPT = Path(__file__).resolve().parents[4] / "docs" / "verify_selection.py"
script = runpy.run_path(str(SCRIPT))


def wrong(published: dict[str, Any], office: dict[str, Any]) -> list[str]:
    found = script["of_public"](published) | script["of_list"](published, office)
    return [line for line, right in found.items() if not right]


def drawn(seed: int, parties: int = 25) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is published of a random selection, and the office's list."""
    office = random_case(Random(seed), parties=parties, offers=3, room=12, quotas=3)
    return json.loads(json.dumps(result(read_case(office))[0])), office


def test_it_agrees_on_a_thousand_draws() -> None:
    seen = set()
    for seed in range(1_000):
        published, office = drawn(seed)
        assert wrong(published, office) == []
        seen.add((published["terms"]["method"], len(published["placed"])))
    assert len(seen) > 30, "draws differ"


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        (lambda data: data.update(secret="00" * 32), "the secret was sealed before the deadline"),
        (lambda data: data.update(public_number="1"), "the seed is that of secret, fingerprint and public number"),
        (lambda data: data["lines"][0].reverse(), "the fingerprint is that of terms and list"),
        (lambda data: data["terms"]["offers"][0].update(capacity=99), "the fingerprint is that of terms and list"),
        (lambda data: data["order"].reverse(), "the order is that of the lots"),
        (lambda data: data["order"].pop(), "the order holds every number once"),
        (lambda data: data["placed"].reverse(), "the lists are in that order"),
        (lambda data: data["reserve"].insert(0, data["placed"].pop()), "these numbers have a place"),
        (lambda data: data["placed"].append("999"), "every number has a place, waits or declined"),
        (lambda data: data["reserve"].pop(), "these wait in this order"),
        (lambda data: data["events"].pop(), "those who declined are those of the events"),
    ],
)
def test_it_sees_what_was_tampered_with(tampering: Any, told: str) -> None:
    office = random_case(Random(5), parties=25, offers=2, room=12, quotas=2)
    office["terms"]["method"], office["events"] = "lottery", [["declined", "3"], ["drawn"], ["declined", "7"]]
    published = json.loads(json.dumps(result(read_case(office))[0]))
    assert wrong(published, office) == []
    tampering(published)
    assert told in wrong(published, office)


def test_it_sees_that_the_office_has_another_list() -> None:
    published, office = drawn(3)
    other = deepcopy(office)
    other["parties"][4]["size"] += 1
    assert "the office's list is the one that was sealed" in wrong(published, other)


def test_as_people_run_it(tmp_path: Path) -> None:
    published, office = drawn(2)
    case = read_case(office)
    lines = [(number, seal) for number, seal in published["lines"]]
    files = {
        "published": published, "list": office, "receipt": receipt(case.parties[6], case.salt),
        "opened": opened(case.terms, published["commitment"]),
        "closed": closed(case.terms, published["commitment"], lines),
    }  # fmt: skip
    files["forged"] = {**receipt(case.parties[6], case.salt), "salt": "00" * 32}
    files["other"] = {**files["opened"], "commitment": "00" * 32}

    def run(*names: str) -> tuple[int, str]:
        for name in names:
            (tmp_path / name).write_text(json.dumps(files[name]), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, *names], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        return done.returncode, done.stdout

    for names in (("published",), ("published", "list"), ("published", "receipt"), ("published", "opened", "closed")):
        code, said = run(*names)
        assert (code, "WRONG" in said) == (0, False), said
    assert run("published", "forged") == (1, run("published", "forged")[1])
    assert "WRONG: the line is in the list" in run("published", "forged")[1]
    assert "WRONG: what was published earlier stands" in run("published", "other")[1]


def test_it_is_short_and_needs_nothing() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert text.count("\n") < 150
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
