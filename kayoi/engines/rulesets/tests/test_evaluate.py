"""The command evaluate: JSON on success, otherwise exit code 2 and exactly one line; no database at all."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from kayoi.engines.rulesets.tests.written import file, version, yes_no

ROOT = Path(__file__).resolve().parents[4]
REFERENCE = ROOT / "docs" / "reference" / "rulesets.md"
GOOD = file(version({"fact": "t.a", "is": True}), facts=yes_no("t.a"))


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, Path]:
    """Write a good ruleset and no facts."""
    ruleset, facts = tmp_path / "ruleset.json", tmp_path / "facts.json"
    ruleset.write_text(json.dumps(GOOD), encoding="utf-8")
    facts.write_text("{}", encoding="utf-8")
    return ruleset, facts


def evaluated(ruleset: Path, facts: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    call_command("evaluate", str(ruleset), str(facts), *more)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(ruleset: Path, facts: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        call_command("evaluate", str(ruleset), str(facts), *more)
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith("\n")
    assert len(told.err.splitlines()) == 1
    return told.err.rstrip("\n")


def test_an_answer(written: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    ruleset, facts = written
    data = evaluated(ruleset, facts, capsys, "--on", "2026-05-01")
    assert (data["verdict"], data["version"], data["missing"], data["next_question"]) == (
        "unknown",
        "v1",
        ["t.a"],
        "t.a",
    )
    assert (data["amount_yen"], data["would_be_met"]) == (None, [])
    assert data["reasons"][0]["facts"] == {"t.a": None}
    # Whatever is known of a household may stand there, also what this ruleset does not ask for.
    facts.write_text('{"t.a": false, "move.from": "13101"}', encoding="utf-8")
    data = evaluated(ruleset, facts, capsys, "--on", "2026-05-01")
    assert (data["verdict"], data["would_be_met"]) == ("not_met", [{"fact": "t.a", "value": True}])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "ruleset.json: not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[" * 100_000, "ruleset.json: not JSON: maximum recursion depth exceeded while decoding a JSON array"),
        ("[]", "file: expected an object"),
        (json.dumps(GOOD | {"colour": 1}), "file: unknown word 'colour' (known here: facts, format, key, kind"),
        (json.dumps(GOOD | {"a\nb": 1}), "file: unknown word 'a"),
        (json.dumps(GOOD | {"facts": []}), "versions[0].condition.fact: unknown fact 't.a'"),
    ],
)
def test_a_ruleset_that_cannot_be_read(
    written: tuple[Path, Path], capsys: pytest.CaptureFixture[str], text: str, line: str
) -> None:
    written[0].write_text(text, encoding="utf-8")
    assert refused(*written, capsys).startswith(line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("nothing", "facts.json: not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "file: expected an object"),
        ('{"t.z": 1}', "file: unknown fact 't.z'"),
        ('{"t.a": "yes"}', "t.a: expected true or false"),
    ],
)
def test_facts_that_cannot_be_read(
    written: tuple[Path, Path], capsys: pytest.CaptureFixture[str], text: str, line: str
) -> None:
    written[1].write_text(text, encoding="utf-8")
    assert refused(*written, capsys) == line


def test_what_is_not_there(written: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    ruleset, facts = written
    assert refused(ruleset.parent / "none.json", facts, capsys) == "none.json: No such file or directory"
    assert refused(ruleset, facts.parent, capsys).endswith(": Is a directory")
    assert refused(ruleset, facts, capsys, "--on", "tomorrow") == "Invalid isoformat string: 'tomorrow'"
    facts.write_bytes(b"\xff")
    assert refused(ruleset, facts, capsys).startswith("facts.json: not JSON: 'utf-8' codec can't decode")


@pytest.mark.parametrize("wrong", [False, True])
def test_no_database_is_needed(written: tuple[Path, Path], wrong: bool) -> None:
    nowhere = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "KAYOI_VAR": str(written[0].parent)}
    if wrong:
        written[1].write_text("[]", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "manage.py", "evaluate", *map(str, written)],
        cwd=ROOT, env=nowhere, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == ((2, "file: expected an object\n") if wrong else (0, ""))
    assert bool(done.stdout) is not wrong
    # Nor is one started.
    assert {path.name for path in written[0].parent.iterdir()} <= {"ruleset.json", "facts.json", "secrets"}


def test_the_example_of_the_reference_answers_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"```json\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    data = json.loads(found[1])
    ruleset, facts = tmp_path / "ruleset.json", tmp_path / "facts.json"
    ruleset.write_text(found[1], encoding="utf-8")
    told = [(version, one) for version in data["versions"] for one in version["cases"]]
    assert told
    for version_, one in told:
        facts.write_text(json.dumps(one["facts"]), encoding="utf-8")
        answer = evaluated(ruleset, facts, capsys, "--on", one["on"])
        assert (answer["version"], answer["verdict"], answer["amount_yen"]) == (
            version_["key"], one["verdict"], one["amount_yen"],
        )  # fmt: skip
