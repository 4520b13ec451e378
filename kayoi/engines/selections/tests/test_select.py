"""The command select: what is published, as JSON; otherwise exit code 2 and exactly one line; no database at all."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command

from kayoi.engines.selections.rules.publishing import result
from kayoi.engines.selections.rules.reading import read_case
from kayoi.engines.selections.tests.random_cases import random_case

ROOT = Path(__file__).resolve().parents[4]
REFERENCE = ROOT / "docs" / "reference" / "selections.md"
GOOD: dict[str, Any] = {
    "format": "kayoi-selection-1",
    "terms": {
        "method": "lottery", "offers": [{"key": "A", "capacity": 2}], "number": "終値",
        "number_from": "2026-12-01T15:30:00+09:00",
    },
    "secret": "11" * 32, "salt": "22" * 32, "public_number": "39,123.45",
    "parties": [{"number": "1", "size": 2, "wishes": ["A"]}, {"number": "2", "size": 1, "wishes": ["A"]}],
}  # fmt: skip


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the good case with another value; None removes it."""
    case = json.loads(json.dumps(GOOD))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    here = case
    for step in way:
        here = here[step]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return dict(case)


def selected(data: Any, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    path = folder / "input.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    call_command("select", str(path), *more)
    return json.loads(capsys.readouterr().out)


def refused(data: Any, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        selected(data, folder, capsys, *more)
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    return told.err.rstrip("\n")


def test_a_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = selected(GOOD, tmp_path, capsys)
    assert data["public_number"] == "39123.45"
    assert (data["events"], data["declined"]) == ([["drawn"]], [])
    assert sorted(data["placed"] + data["reserve"]) == sorted(data["order"]) == ["1", "2"]


def test_what_is_published_tells_no_size_and_no_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the terms and the seals there are numbers and events only."""
    case = random_case(Random(4), parties=12, offers=2, room=9, quotas=2)
    published = selected(case, tmp_path, capsys)
    seals = {"commitment", "fingerprint", "secret", "seed", "lines", "public_number", "format", "terms"}
    assert set(published) - seals == {"order", "events", "placed", "reserve", "declined"}
    numbers = {party["number"] for party in case["parties"]}
    for name in ("order", "placed", "reserve", "declined"):
        assert set(published[name]) <= numbers
    assert all(re.fullmatch(r"[0-9a-f]{64}", seal) for _, seal in published["lines"])
    assert case["salt"] not in json.dumps(published)


def test_a_dry_run_needs_no_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {word: GOOD[word] for word in ("format", "terms", "parties")}
    rows = selected(case, tmp_path, capsys, "--dry-run", "200")
    assert rows[0] == {"kind": "all", "value": "", "parties": 2, "share_without_place": 0.5}
    assert refused(case, tmp_path, capsys) == "file: 'secret' is missing"
    assert refused(case, tmp_path, capsys, "--dry-run", "0") == "--dry-run: expected at least one draw"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("{", "input.json: not JSON: Expecting property name"),
        ("[" * 100_000, "input.json: not JSON: maximum recursion depth exceeded"),
        ([], "file: expected an object"),
        (changed("format", "1"), "format: expected 'kayoi-selection-1'"),
        (changed("terms", None), "file: 'terms' is missing"),
        (GOOD | {"a\nb": 1}, "file: unknown word 'a\\nb' (known here: events, format, parties, public_number, salt"),
        (changed("secret", None), "file: 'secret' is missing"),
        (changed("secret", "11" * 31), "secret: expected 64 hexadecimal digits"),
        (changed("salt", 5), "salt: expected 64 hexadecimal digits"),
        (changed("public_number", None), "file: 'public_number' is missing"),
        (changed("public_number", "三"), "public_number: expected digits with at most one point"),
        (changed("terms.method", "raffle"), "terms.method: expected one of first_come, lottery, points"),
        (changed("terms.method", []), "terms.method: expected one of first_come, lottery, points"),
        (changed("terms.method", "points"), "terms.weights: points need criteria"),
        (changed("terms.number", None), "terms.number: name the public number that is not known yet"),
        (changed("terms.number_from", "soon"), "terms.number_from: expected a moment such as"),
        (changed("terms.number_from", "2026-12-01T15:30:00"), "terms.number_from: expected a moment such as"),
        (changed("terms.offers", []), "terms.offers: at least one"),
        (changed("terms.offers", [{"key": "A", "capacity": 1}] * 2), "terms.offers: 'A' twice"),
        (changed("terms.offers.0.capacity", -1), "terms.offers[0].capacity: expected a whole number from 0 to 1000000"),
        (changed("terms.offers.0.capacity", True), "terms.offers[0].capacity: expected a whole number"),
        (changed("terms.offers.0.key", "a\nb"), "terms.offers[0].key: expected a text of 1 to 80 signs"),
        (changed("terms.quotas", [{"group": "a", "least": 3}]), "terms.quotas: a minimum is more than the room for "),
        (changed("terms.quotas", [{"group": "a", "least": 2, "most": 1}]), "terms.quotas[0].most: less than the "),
        (changed("terms.quotas", [{"group": "a"}, {"group": "a"}]), "terms.quotas: 'a (persons)' twice"),
        (changed("terms.quotas", [{"group": "a", "unit": "cars"}]), "terms.quotas[0].unit: expected one of persons, "),
        (changed("parties", {}), "parties: expected a list"),
        (changed("parties.1.number", "1"), "parties: '1' twice"),
        (changed("parties.0.number", "青葉"), "parties[0].number: expected up to 20 letters, digits and hyphens"),
        (changed("parties.0.size", 0), "parties[0].size: expected a whole number from 1 to 1000000"),
        (changed("parties.0.wishes", []), "parties[0].wishes: at least one"),
        (changed("parties.0.wishes", ["B"]), "parties[0].wishes: unknown 'B'"),
        (changed("parties.0.wishes", ["A", "A"]), "parties[0].wishes: 'A' twice"),
        (changed("parties.0.scores", {"x": 1}), "parties[0].scores: unknown 'x'"),
        (GOOD | {"events": [["declined", "9"]]}, "events[0]: unknown '9'"),
        (GOOD | {"events": [["added", "A", 0]]}, "events[0]: expected a whole number from 1"),
        (GOOD | {"events": [["added", "B", 1]]}, "events[0]: unknown 'B'"),
        (GOOD | {"events": [["drawn"], ["drawn"]]}, "events: drawn twice"),
        (GOOD | {"events": [["moved"]]}, 'events[0]: expected ["drawn"], ["entered" or "declined", NUMBER] or '),
    ],
)  # fmt: skip
def test_what_cannot_be_read(data: Any, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(data, tmp_path, capsys).startswith(line)


def test_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("select", str(tmp_path / "none.json"))
    assert capsys.readouterr().err == "none.json: No such file or directory\n"


def test_no_database_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "input.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    nowhere = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "KAYOI_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "select", str(path)],
        cwd=ROOT, env=nowhere, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == json.loads(json.dumps(result(read_case(GOOD))[0]))


def test_the_example_of_the_reference_is_drawn_as_it_says() -> None:
    file, published = re.findall(r"```json\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    found = json.loads(json.dumps(result(read_case(json.loads(file)))[0]))
    assert {name: found[name] for name in json.loads(published)} == json.loads(published)
