"""When something is to be had again, or was to be had last."""

from datetime import date

from kayoi.engines.rulesets.rules.versions import Ruleset


def opens_on(ruleset: Ruleset, *, after: date) -> date | None:
    """Return the first day after a day on which a version begins (予定).

    Source: docs/reference/rulesets.md (from, until)
    """
    return min((one.starts_on for one in ruleset.versions if one.starts_on and one.starts_on > after), default=None)


def ended_on(ruleset: Ruleset, *, before: date) -> date | None:
    """Return the last day before a day on which a version ended (終了).

    Source: docs/reference/rulesets.md (from, until)
    """
    return max((one.last_on for one in ruleset.versions if one.last_on and one.last_on < before), default=None)
