"""What a visitor looks at: towns, their rulesets, the household as each town sees it; what is left to ask."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kayoi.doors.portal.selectors.support.book import KINDS, Book, book
from kayoi.doors.portal.selectors.support.said import Said
from kayoi.engines.rulesets.rules.amounts import Step, amount
from kayoi.engines.rulesets.rules.answers import chosen, missing_of, with_day
from kayoi.engines.rulesets.rules.asking import Question, questions_of_cases
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.printing import plain
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.states import Fact
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind

MOVED_TO = "move.to"
# Of more schemes than MANY, questions that only FEW ask, or one in PART, are put to those who want to go into these.
MANY, FEW, PART = 3, 2, 8


@dataclass(frozen=True)
class TownSeen:
    """A town, its rulesets, and the household as one that moves there."""

    organization: Organization
    rulesets: Sequence[Ruleset]
    case: Case


@dataclass(frozen=True)
class Waiting:
    """A scheme without a verdict, the towns that have it, and the facts that it waits for."""

    ruleset: Ruleset
    towns: list[Organization]
    missing: set[str]


@dataclass(frozen=True)
class Enquiry:
    """What one visitor has said, in all towns looked at."""

    said: Said
    book: Book
    towns: Sequence[TownSeen]
    on: date

    @cached_property
    def asked(self) -> list[tuple[Sequence[Ruleset], Case]]:
        """What the visitor wants to be asked about, town by town."""
        skipped = self.said.skipped
        return [([one for one in town.rulesets if one.key not in skipped], town.case) for town in self.towns]

    @property
    def total(self) -> int:
        """How many schemes, stays and statuses these are in all."""
        return sum(len(rulesets) for rulesets, _ in self.asked)

    @cached_property
    def decided(self) -> int:
        """How many of them have their verdict."""
        return sum(_value(ruleset, case) is not None for rulesets, case in self.asked for ruleset in rulesets)

    @cached_property
    def left(self) -> list[Question]:
        """Return the questions that are left, the one that decides most first; then those that only settle amounts."""
        return questions_of_cases(self.asked, not_again=self.said.unsure) or self._amounts()

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What has no verdict yet, once where several towns have the same."""
        found: dict[str, Waiting] = {}
        for town, (rulesets, case) in zip(self.towns, self.asked, strict=True):
            for ruleset in rulesets:
                if _value(ruleset, case) is None:
                    one = found.setdefault(ruleset.key, Waiting(ruleset, [], set()))
                    one.towns.append(town.organization)
                    one.missing.update(_missing(ruleset, case))
        return list(found.values())

    def is_narrow(self, key: str) -> bool:
        """Tell whether a question concerns few of many: then the visitor picks first what to go into."""
        all_waiting, concerned = len(self.waiting), sum(key in one.missing for one in self.waiting)
        return all_waiting > MANY and concerned <= max(FEW, all_waiting // PART)

    @property
    def usual(self) -> list[Fact]:
        """Return what is left and nearly always answered alike."""
        facts = (self.book.facts[question.key] for question in self.left)
        return [fact for fact in facts if fact.usual is not None]

    @property
    def usual_answers(self) -> dict[str, Any]:
        """Return what nearly everybody answers to these."""
        return {fact.key: plain(fact.usual) for fact in self.usual}

    def _amounts(self) -> list[Question]:
        unsure = self.said.unsure
        waiting = [missing_for_amount(ruleset, case) for rulesets, case in self.asked for ruleset in rulesets]
        counts = Counter(key for keys in waiting for key in keys if key not in unsure)
        return [Question(key, count, count) for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def towns_with_support(*, on: date) -> list[Organization]:
    """Return the organizations that have adopted something, by place."""
    open_ones = Organization.objects.open_on(on).desks().filter(pk__in=book().rulesets)
    return list(open_ones.order_by("place_code", "name"))


def enquiry_of(said: Said, *, on: date) -> Enquiry:
    """Return what a visitor looks at; all towns where none of those chosen is there any more (public scope)."""
    kept = book()
    towns = towns_with_support(on=on)
    looked_at = [town for town in towns if town.slug in said.towns] or towns
    said = said.readable(kept.facts)
    facts = with_day(said.facts(kept.facts), on)
    kinds = set(said.kinds) or set(KINDS)
    seen = [
        TownSeen(town, [one for one in kept.rulesets[town.pk] if one.kind in kinds], _case(facts, town))
        for town in looked_at
    ]
    return Enquiry(said, kept, seen, on)


def _case(facts: Mapping[str, Any], town: Organization) -> Case:
    if town.kind != OrganizationKind.MUNICIPALITY or not town.place_code:
        return Case(facts)
    return Case({**facts, MOVED_TO: town.place_code[:5]})


def _value(ruleset: Ruleset, case: Case) -> bool | None:
    version = chosen(ruleset, case)
    return version.condition.value(case) if isinstance(version, Version) else False if version is None else None


def _missing(ruleset: Ruleset, case: Case) -> Sequence[str]:
    version = chosen(ruleset, case)
    if not isinstance(version, Version):
        return [version] if version else []
    return missing_of(version.condition, case) or missing_for_amount(ruleset, case)


def missing_for_amount(ruleset: Ruleset, case: Case) -> list[str]:
    """Return the facts that are missing for a certain amount, in the order of the steps; none where it is not met."""
    version = chosen(ruleset, case)
    if not isinstance(version, Version) or not version.steps or version.condition.value(case) is False:
        return []
    if amount(version.steps, case).yen is not None:
        return []
    named = (key for step in version.steps if _counts(step, case) for key in _facts_in(step.data, ruleset.facts))
    return list(dict.fromkeys(key for key in named if case.facts.get(key) is None))


def _counts(step: Step, case: Case) -> bool:
    return step.when is None or step.when.value(case) is not False


def _facts_in(data: Any, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield the facts that a step names, at any depth."""
    if isinstance(data, str) and data in facts:
        yield data
    for one in data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ():
        yield from _facts_in(one, facts)
