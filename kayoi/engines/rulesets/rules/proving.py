"""Whether a version answers its own cases as stated (確認の事例)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kayoi.engines.rulesets.rules.answers import Answer, evaluate, with_day
from kayoi.engines.rulesets.rules.cases import Values
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.rules.versions import Ruleset, TestCase, Version, breaks
from kayoi.engines.rulesets.states import APPLIED_ON, VersionStatus
from kayoi.kit.verdict import Reason, Verdict, verdict


@dataclass(frozen=True, slots=True)
class Proved:
    """A case with the answer it got; without one where its facts cannot be read (`problem`)."""

    case: TestCase
    answer: Answer | None
    facts: Values
    problem: str = ""

    @property
    def amount_yen(self) -> int | None:
        return self.answer.amount.yen if self.answer and self.answer.amount else None

    @property
    def holds(self) -> bool:
        """Tell whether the answer is as stated; an amount is compared where one is stated."""
        stated = self.case.amount_yen
        return (
            self.answer is not None
            and self.answer.outcome.value == self.case.verdict
            and (stated is None or stated == (self.amount_yen or 0))
        )


def prove(ruleset: Ruleset, version: Version) -> list[Proved]:
    """Answer every case of a version by this version alone.

    Source: docs/reference/rulesets.md (cases)
    """
    alone = replace(ruleset, versions=(version,))
    return [_proved(alone, version, case) for case in version.cases]


def _proved(ruleset: Ruleset, version: Version, case: TestCase) -> Proved:
    try:
        facts = read_facts(case.facts, ruleset.facts, strict=False)
    except BadRuleset as bad:
        return Proved(case, None, {}, str(bad))
    on = case.on or facts.get(APPLIED_ON) or version.starts_on or version.last_on
    facts = with_day(facts, on or date(2000, 4, 1))
    return Proved(case, evaluate(ruleset, facts, on=facts[APPLIED_ON]), facts)


def may_propose(proved: Sequence[Proved]) -> Verdict:
    """Answer whether a version may go to a second person: it has cases, and each is answered as stated.

    Source: docs/reference/rulesets.md (cases)
    """
    if not proved:
        return verdict([Reason("rulesets.no_cases")])
    return verdict(Reason("rulesets.case_fails", {"name": one.case.name}) for one in proved if not one.holds)


def may_adopt(
    proved: Sequence[Proved], version: Version, adopted: Iterable[Version], *, adopter: int | None, proposer: int | None
) -> Verdict:
    """Answer whether a version may be put into force: by a second person, its cases hold, no other covers its days.

    Source: docs/reference/rulesets.md (adopted)
    """
    against = list(may_propose(proved).reasons)
    if adopter is None or adopter == proposer:
        against.append(Reason("rulesets.own_proposal"))
    ended = [replace(one, last_on=ended_by(one, version) or one.last_on) for one in adopted]
    for found in breaks([*ended, version]):
        if not found.is_gap and version.key in (found.before, found.after):
            other = found.after if found.before == version.key else found.before
            against.append(Reason("rulesets.overlap", {"version": other}))
    return verdict(against)


def ended_by(former: Version, version: Version) -> date | None:
    """Return the last day of a former version when another one follows; None where that leaves it as it is.

    Source: 要綱の一部改正の附則(施行の日の前日まで旧規定による)
    """
    start = version.starts_on
    if start is None or former.anchor != version.anchor or former.last_on is not None:
        return None
    before = start - timedelta(days=1)
    return before if former.starts_on is None or former.starts_on <= before else None


def may_end(status: str, starts_on: date | None, last_on: date) -> Verdict:
    """Answer whether a version may end on a day: it is in force, and the day is one of it.

    Source: docs/reference/rulesets.md (until)
    """
    against = []
    if status != VersionStatus.ADOPTED:
        against.append(Reason("rulesets.not_in_force"))
    if starts_on is not None and last_on < starts_on:
        against.append(Reason("rulesets.ends_too_early"))
    return verdict(against)
