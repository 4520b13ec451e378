"""What is asked of whoever applies for a stay, and what the dates, the party and the town's records tell already."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kayoi.engines.rulesets.states import APPLIED_ON
from kayoi.kit.dates import age_on
from kayoi.programmes.stays.rules.facts import facts_of
from kayoi.programmes.stays.rules.spans import Stay

LIVES_IN, LIVED_IN_THEN = "applicant.lives_in", "application.lives_in"
OF_AGE = 18
# Never asked: it follows from the stay, or the town decides it.
FOLLOWS = frozenset({
    APPLIED_ON, "applicant.born_on", LIVED_IN_THEN, "stay.starts_on", "stay.ends_on", "stay.nights", "stay.days",
    "stay.months", "stay.days_over", "stay.starts_on_rest_day", "stay.ends_on_rest_day", "stay.persons",
    "stay.companions", "stay.earlier", "stay.minors_only",
})  # fmt: skip
DECIDED = ("charge.", "cancel.")


def is_asked(key: str) -> bool:
    """Tell whether a question of a form is asked of whoever applies.

    Source: docs/reference/stays.md (Facts); デジタル手続法 2条・3条 (同じことを二度聞かない)
    """
    return key not in FOLLOWS and not key.startswith(DECIDED)


def told_facts(
    stay: Stay, *, persons: int, born_on: date | None, companions_born: Sequence[date | None],
    earlier: Iterable[tuple[date, date]], answered: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Return the facts that follow from a stay, as an application keeps them: days as 2026-04-01, lists as rows.

    `earlier` are first and last days of stays in the same houses. Whether only minors stay is known as soon as
    somebody is of age, or all are known not to be.

    Source: docs/reference/stays.md (Facts); 民法 4条 (成年は18歳)
    """
    facts: dict[str, Any] = {
        **{key: _plain(value) for key, value in facts_of(stay).items()},
        "stay.persons": persons,
        "stay.companions": [{"born_on": born.isoformat()} if born else {} for born in companions_born],
        "stay.earlier": [{"from": first.isoformat(), "until": last.isoformat()} for first, last in earlier],
    }
    if born_on:
        facts["applicant.born_on"] = born_on.isoformat()
    everybody = [born_on, *companions_born]
    if any(born is not None and age_on(born, stay.arrives_on) >= OF_AGE for born in everybody):
        facts["stay.minors_only"] = False
    elif None not in everybody:
        facts["stay.minors_only"] = True
    if LIVES_IN in answered:
        facts[LIVED_IN_THEN] = answered[LIVES_IN]
    return facts


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
