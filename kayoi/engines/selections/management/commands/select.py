"""select: draw a selection from a file and print what is published of it, as JSON; without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from kayoi.engines.selections.rules.publishing import result
from kayoi.engines.selections.rules.reading import BadSelection, Case, read_case
from kayoi.engines.selections.rules.tendency import tendency


class Command(BaseCommand):
    help = "選考・抽選の結果を、公表する形(JSON)で出します。読めないときは、1行で理由を述べて2で終わります。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("input", type=Path, help="INPUT.json (docs/reference/selections.md)")
        parser.add_argument("--dry-run", type=int, metavar="DRAWS", help="who tends to lose, over made-up draws")

    def handle(self, *args: Any, **options: Any) -> None:
        draws = options["dry_run"]
        try:
            case = read_case(_json(options["input"]))
            if draws is None:
                _complete(case)
            elif draws < 1:
                raise BadSelection("--dry-run: expected at least one draw")
        except ValueError as error:
            self.stderr.write(str(error).splitlines()[0])
            sys.exit(2)
        data = _tried(case, draws) if draws else result(case)[0]
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))


def _complete(case: Case) -> None:
    for word, value in (("secret", case.secret), ("salt", case.salt)):
        if not value:
            raise BadSelection(f"file: {word!r} is missing")
    if case.terms.by_lot and not case.number:
        raise BadSelection("file: 'public_number' is missing")


def _tried(case: Case, draws: int) -> list[dict[str, Any]]:
    return [
        {"kind": row.kind, "value": row.value, "parties": row.parties, "share_without_place": round(row.share, 4)}
        for row in tendency(case.terms, case.parties, draws)
    ]


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name}: not JSON: {error}") from None
    except OSError as error:
        raise ValueError(f"{path.name}: {error.strerror}") from None
