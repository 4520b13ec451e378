"""verify_card: check what was scanned at a counter and print the answer as JSON; without a database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand

from kayoi.engines.credentials.forms import REFUSALS
from kayoi.engines.credentials.rules.checking import Checked, check
from kayoi.engines.credentials.rules.freshness import Sight, remembered
from kayoi.engines.credentials.rules.keysets import read_keys
from kayoi.engines.credentials.rules.lists import read_list
from kayoi.kit.sentences import sentences

T = TypeVar("T")


class BadInput(ValueError):
    """A file cannot be used: one line says why."""


class Command(BaseCommand):
    help = "登録者証を確かめ、答えをJSONで出します。読めないファイルは、1行で理由を述べて2で終わります。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("card", metavar="FILE", help="what was scanned, - for standard input")
        parser.add_argument("--keys", type=Path, required=True, help="the town's key set")
        parser.add_argument("--status", type=Path, required=True, help="the town's status list")
        parser.add_argument("--at", help="moment of the check, such as 2027-01-15T10:00:00+09:00 (default: now)")
        parser.add_argument("--id", choices=["same", "other"], help="whether the ID has the name of the paper card")
        parser.add_argument("--seen", type=Path, help="what this counter remembers; read and written anew")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = _moment(options["at"])
            keys = _file(options["keys"], lambda text: read_keys(_json(text)))
            status = _file(options["status"], lambda text: read_list(text, keys))
            seen = _seen(options["seen"])
            text = _scanned(options["card"])
            matches = {"same": True, "other": False, None: None}[options["id"]]
            found = check(text, keys=keys, status=status, at=at, seen=seen, id_matches=matches)
            if options["seen"]:
                _remember(options["seen"], seen, found, at)
        except ValueError as error:
            self.stderr.write(str(error).splitlines()[0])
            sys.exit(2)
        self.stdout.write(json.dumps(_answer(found), ensure_ascii=False, indent=2))


def _answer(found: Checked) -> dict[str, Any]:
    return {
        "outcome": found.verdict.outcome.value,
        "reasons": [
            {"code": reason.code, **reason.params, "sentence": sentence}
            for reason, sentence in zip(found.verdict.reasons, sentences(found.verdict, REFUSALS), strict=True)
        ],
        "card": found.card.as_data() if found.card else None,
    }


def _moment(text: str | None) -> int:
    if text is None:
        return int(datetime.now(UTC).timestamp())
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadInput("--at: expected a moment such as 2027-01-15T10:00:00+09:00")
    return int(moment.timestamp())


def _file(path: Path, read: Callable[[str], T]) -> T:
    """Read a file; what is wrong with it is told with its name."""
    try:
        return read(_text(path))
    except ValueError as error:
        raise BadInput(f"{path.name}: {error}") from None


def _text(path: Path) -> str:
    try:
        return _decoded(path.read_bytes())
    except OSError as error:
        raise BadInput(str(error.strerror)) from None


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BadInput("not UTF-8") from None


def _scanned(name: str) -> str:
    return _decoded(sys.stdin.buffer.read()) if name == "-" else _file(Path(name), str)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}") from None


def _seen(path: Path | None) -> dict[str, Sight]:
    if path is None or not path.exists():
        return {}
    data = _file(path, _json)
    try:
        return {number: Sight(int(one[0]), int(one[1]), one[2] is True) for number, one in data.items()}
    except (AttributeError, TypeError, ValueError, LookupError):
        raise BadInput(f"{path.name}: not written by this command") from None


def _remember(path: Path, seen: dict[str, Sight], found: Checked, at: int) -> None:
    if found.card and found.sight:
        seen = seen | {found.card.number: found.sight}
    rows = {number: [one.signed_at, one.seen_at, one.accepted] for number, one in remembered(seen, at=at).items()}
    path.write_text(json.dumps(rows), encoding="utf-8")
