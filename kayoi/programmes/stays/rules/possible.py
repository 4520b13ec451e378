"""Which days are possible for a stay by the town's ruleset: for the search of dates and the calendar."""

from dataclasses import dataclass
from datetime import date

from kayoi.engines.rulesets.rules.answers import Found, evaluate
from kayoi.engines.rulesets.rules.cases import Values
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.rules.wording import condition_in_words
from kayoi.kit.verdict import Outcome
from kayoi.programmes.stays.rules.facts import facts_of
from kayoi.programmes.stays.rules.spans import Stay


@dataclass(frozen=True, slots=True)
class Possible:
    """What the ruleset says of a stay on certain days, and the conditions because of which it says no or not yet."""

    stay: Stay
    outcome: Outcome
    against: tuple[Found, ...]
    rules: Ruleset

    @property
    def is_open(self) -> bool:
        """Tell whether the days may be chosen: what is not yet known is for a person to decide, and no refusal."""
        return self.outcome is not Outcome.NOT_MET

    def reasons(self, language: str = "ja") -> list[str]:
        """Return what stands in the way, in words."""
        return [condition_in_words(one.condition, self.rules, language) for one in self.against]


def possible(rules: Ruleset, known: Values, *, stay: Stay, on: date) -> Possible:
    """Return what a ruleset says of one stay, asked on a day.

    Source: docs/reference/stays.md (Possible days)
    """
    answer = evaluate(rules, {**known, **facts_of(stay)}, on=on)
    return Possible(stay, answer.outcome, tuple(answer.against), rules)
