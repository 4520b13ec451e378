"""evaluate: answer one case by a ruleset file, as JSON; without a database."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from kayoi.engines.rulesets.rules.answers import evaluate, with_day
from kayoi.engines.rulesets.rules.asking import questions
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.nearest import nearest
from kayoi.engines.rulesets.rules.printing import answer_as_data
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.kit.dates import local_date


class Command(BaseCommand):
    help = "ある世帯が要件を満たすかを答えます(JSON)。読めないときは、1行で理由を述べて2で終わります。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ruleset", type=Path, help="RULESET.json")
        parser.add_argument("facts", type=Path, help='FACTS.json: {"move.moved_in_on": "2025-05-10", …}')
        parser.add_argument("--on", help="the day asked about (YYYY-MM-DD); today if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        from django.utils import timezone

        try:
            on = date.fromisoformat(options["on"]) if options["on"] else local_date(timezone.now())
            ruleset = read_ruleset(_json(options["ruleset"]))
            facts = read_facts(_json(options["facts"]), {**VOCABULARY, **ruleset.facts})
        except (BadRuleset, ValueError) as error:
            self.stderr.write(str(error).splitlines()[0])
            sys.exit(2)
        facts = with_day(facts, on)
        found = evaluate(ruleset, facts, on=on)
        left = questions([ruleset], Case(facts))
        data = answer_as_data(found, facts, left, nearest(ruleset, facts, on=on))
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name}: not JSON: {error}") from None
    except OSError as error:
        raise ValueError(f"{path.name}: {error.strerror}") from None
