"""A trial worked out: each past application by the rule of its decision and by the version that is tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from kayoi.engines.procedures.models import Decision, Procedure
from kayoi.engines.procedures.rules.evaluating import judged_again
from kayoi.engines.procedures.rules.questions import facts_of
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.states import Fact
from kayoi.kit.dates import JST, fiscal_year_start
from kayoi.programmes.schemes.models import Trial
from kayoi.programmes.schemes.rules.budget import Source
from kayoi.programmes.schemes.rules.rerunning import Asked, missing_in_words, runs, typed
from kayoi.programmes.schemes.rules.trials import Difference, Past, Row, Run, compared, difference, district_of, lowest
from kayoi.programmes.schemes.selectors.trials.past import Decided, decided
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.trials import PIECE, Change

# Payers as rulesets name them.
PAYERS = {"nation": Payer.NATIONAL, "prefecture": Payer.PREFECTURE}


@dataclass
class Worked:
    """What has been worked out: each application, each difference to the books, and shares where the rules say them."""

    rows: list[Row] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    # Who bears it now and then, where the rules say so and not only the budget.
    sources: dict[int, tuple[list[Source], list[Source]]] = field(default_factory=dict)


class Frozen:
    """The rules that were frozen with decisions, each read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, ...], list[tuple[Mapping[str, Any], Ruleset]]] = {}

    def rules(self, file: Mapping[str, Any]) -> Ruleset:
        """Return a frozen file as rules; equal files give the same."""
        alike = self._read.setdefault((file["key"], *(one["key"] for one in file["versions"])), [])
        for other, rules in alike:
            if other == file:
                return rules
        rules = read_ruleset(file)
        alike.append((file, rules))
        return rules


def decisions_between(procedure: Procedure, first_year: int, last_year: int) -> list[int]:
    """Return the decisions of fiscal years, approved and refused, in their order."""
    first, after = (datetime.combine(fiscal_year_start(year), time.min, JST) for year in (first_year, last_year + 1))
    rows = Decision.objects.filter(application__form__procedure=procedure, decided_at__gte=first, decided_at__lt=after)
    return list(rows.order_by("decided_at", "pk").values_list("pk", flat=True))


def pieces_of(ids: Sequence[int]) -> list[Sequence[int]]:
    """Return the decisions of a trial in pieces."""
    return [ids[first : first + PIECE] for first in range(0, len(ids), PIECE)]


def worked(trial: Trial, ids: Iterable[int], frozen: Frozen) -> Worked:
    """Work out what became of some decisions and what the version that is tried makes of them."""
    rows, new_rules = decided(ids), read_ruleset(trial.rules)
    old_rules = [frozen.rules(one.decision.inputs["ruleset"]) if "ruleset" in one.decision.inputs else None
                 for one in rows]  # fmt: skip
    old = _runs(list(zip(rows, old_rules, [one.judged for one in rows], strict=True)))
    judged = [_judged(one, rules, new_rules) for one, rules in zip(rows, old_rules, strict=True)]
    new = _runs([(one, new_rules, found) for one, found in zip(rows, judged, strict=True)])
    found, questions = Worked(), facts_of(trial.procedure.questions)
    for one, rules, by_rule, run, said in zip(rows, old_rules, old, new, judged, strict=True):
        past = _past(one, by_rule, _district(one, trial, questions))
        assert run is not None
        row = compared(past, run)
        if row.change is Change.UNKNOWN:
            row = compared(past, run, _missing(one, new_rules, said))
        found.rows.append(row)
        if (differs := difference(past)) is not None:
            found.differences.append(differs)
        if rules is not None and (shares := _sources(rules, new_rules)) is not None:
            found.sources[one.application] = shares
    return found


def _runs(cases: Sequence[tuple[Decided, Ruleset | None, Mapping[int, bool]]]) -> list[Run | None]:
    """Return what the rule of each gives; those with the same rule are worked out together."""
    by_rules: dict[int, list[int]] = {}
    for place, (_, rules, _) in enumerate(cases):
        if rules is not None:
            by_rules.setdefault(id(rules), []).append(place)
    found: list[Run | None] = [None] * len(cases)
    for places in by_rules.values():
        rules = cases[places[0]][1]
        assert rules is not None
        asked = [(place, _asked(cases[place][0], rules, cases[place][2])) for place in places]
        each = iter(runs(rules, [one for _, several in asked for one in several]))
        for place, several in asked:
            around = cases[place][0].around
            found[place] = lowest([next(each) for _ in several], times=around.times, kept_yen=around.kept_yen)
    return found


def _asked(one: Decided, rules: Ruleset, judged: Mapping[int, bool]) -> list[Asked]:
    return [Asked(typed(facts, rules), one.on, judged) for facts in one.facts]


def _judged(one: Decided, old: Ruleset | None, new: Ruleset) -> dict[int, bool]:
    """Return what was judged, where the new rule has the same condition."""
    if old is None or not one.judged:
        return {}
    return judged_again(one.judged, old.versions[0], new.versions[0])


def _past(one: Decided, by_rule: Run | None, district: str) -> Past:
    return Past(
        application=one.application, year=one.year, decided_on=one.decided_on, district=district,
        is_granted=one.is_granted, booked_yen=one.booked_yen, by_rule=by_rule, has_ended=one.around.has_ended,
    )  # fmt: skip


def _district(one: Decided, trial: Trial, questions: Mapping[str, Fact]) -> str:
    """Return the district: the answer to the question that says it, or what the address says."""
    if not trial.district:
        return district_of(one.address(), trial.organization.name)
    said, fact = str(one.decision.inputs["facts"].get(trial.district) or ""), questions.get(trial.district)
    choices = dict(fact.choices) if fact else {}
    return choices[said].ja if said in choices else said.strip()


def _missing(one: Decided, rules: Ruleset, judged: Mapping[int, bool]) -> list[str]:
    """Return what the new rule would have to be told, in words, each once."""
    cases = _asked(one, rules, judged)
    return list(dict.fromkeys(words for case in cases for words in missing_in_words(rules, case)))


def _sources(old: Ruleset, new: Ruleset) -> tuple[list[Source], list[Source]] | None:
    """Return who bears it now and then, where the new rule says that otherwise than the old one."""
    before, after = old.versions[0].shares, new.versions[0].shares
    if not after or after == before:
        return None
    return _shares(old), _shares(new)


def _shares(rules: Ruleset) -> list[Source]:
    return [
        Source(PAYERS.get(payer, Payer.OTHER), rate) for payer, rate in rules.versions[0].shares if rate is not None
    ]
