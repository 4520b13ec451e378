"""verify_card: answers as JSON without a database, or one line on what cannot be read."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from kayoi.engines.credentials.tests import vectors

ROOT = Path(__file__).resolve().parents[4]
STORED = json.loads(vectors.FILE.read_text(encoding="utf-8"))
AT = "2027-01-15T12:00:00+09:00"
TEXTS = {one["name"]: one["text"] for one in STORED["checks"]}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "keys.json").write_text(json.dumps(STORED["keys"]), encoding="utf-8")
    (tmp_path / "list.jwt").write_text(STORED["lists"]["now"] + "\n", encoding="utf-8")
    (tmp_path / "card.txt").write_text(TEXTS["fresh"] + "\n", encoding="utf-8")
    return tmp_path


def words(files: Path, *more: str, card: str = "") -> list[str]:
    return [
        card or str(files / "card.txt"), "--keys", str(files / "keys.json"), "--status", str(files / "list.jwt"),
        "--at", AT, *more,
    ]  # fmt: skip


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    call_command("verify_card", *arguments)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_good_card(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, *words(files)) == {"outcome": "met", "reasons": [], "card": vectors.card().as_data()}


def test_a_refused_card_says_why(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "card.txt").write_text(TEXTS["all at once"], encoding="utf-8")
    found = answer(capsys, *words(files))
    assert found["outcome"] == "not_met"
    assert [one["code"].split(".")[1] for one in found["reasons"]] == ["expired", "revoked", "copied"]
    assert found["reasons"][0]["sentence"] == "有効期限(2027年1月15日まで)が過ぎています。"


def test_paper_and_its_id(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "card.txt").write_text(TEXTS["paper, same name"], encoding="utf-8")
    asked = [answer(capsys, *words(files, *more))["outcome"] for more in ((), ("--id", "same"), ("--id", "other"))]
    assert asked == ["unknown", "met", "not_met"]


def test_the_counter_remembers(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_memory = words(files, "--seen", str(files / "seen.json"))
    assert answer(capsys, *with_memory)["outcome"] == "met"
    assert answer(capsys, *with_memory)["reasons"][0]["code"] == "credentials.replayed"
    (files / "seen.json").write_text("[1]", encoding="utf-8")
    assert refused(capsys, *with_memory) == "seen.json: not written by this command\n"


def test_without_a_database_and_from_standard_input(files: Path) -> None:
    nowhere = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "KAYOI_VAR": str(files)}
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_card", *words(files, card="-")], input=TEXTS["fresh"],
        cwd=ROOT, env=nowhere, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["outcome"] == "met"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_card", *arguments)
    assert stopped.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "content", "line"),
    [
        ("keys.json", b"{", "keys.json: not JSON"),
        ("keys.json", b"[" * 100_000, "keys.json: not JSON"),
        ("keys.json", b"[]", "keys.json: file: expected an object"),
        ("keys.json", b"\xff", "keys.json: not UTF-8"),
        ("list.jwt", b"", "list.jwt: not a status list"),
        ("list.jwt", STORED["lists"]["now"][:-4].encode(), "list.jwt: not a status list"),
        ("card.txt", b"\xff", "card.txt: not UTF-8"),
        ("card.txt", None, "card.txt: No such file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(
    file: str, content: bytes | None, line: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is None:
        (files / file).unlink()
    else:
        (files / file).write_bytes(content)
    told = refused(capsys, *words(files))
    assert told.startswith(line)
    assert told.count("\n") == 1


def test_a_moment_without_a_zone(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, *words(files, "--at", "2027-01-15")).startswith("--at: expected a moment")


def test_standard_input_that_is_no_text(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert refused(capsys, *words(files, card="-")) == "not UTF-8\n"
