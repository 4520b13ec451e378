"""Answers in words, and what a rule says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.rules.evaluating import Finding
from kayoi.engines.procedures.selectors.evaluating import Evaluated
from kayoi.engines.procedures.selectors.procedures import questions_of
from kayoi.engines.rulesets.rules.nearest import nearest
from kayoi.engines.rulesets.rules.places import ABROAD
from kayoi.engines.rulesets.states import APPLIED_ON, Fact, FactType
from kayoi.foundation.places.selectors import place_of
from kayoi.kit.dates import wareki
from kayoi.kit.html import Detail
from kayoi.kit.verdict import Outcome


@dataclass(frozen=True)
class Told:
    """What the rule says of an application, for the person who applies (要件の見込み)."""

    outcome: Outcome | None
    against: list[Finding]
    least_yen: int | None
    most_yen: int | None
    from_day: date | None

    @property
    def yen(self) -> int | None:
        """The amount where it is certain."""
        return self.least_yen if self.least_yen == self.most_yen else None


def language() -> str:
    """Return in which language the page is read."""
    return "en" if (get_language() or "").startswith("en") else "ja"


def told(found: Evaluated) -> Told:
    """Return what the rule says: the conditions in the way, the amount, from which day it would be met."""
    amount = found.answer.amount if found.answer else None
    return Told(
        outcome=found.outcome,
        against=[one for one in found.findings(language()) if one.stands_against],
        least_yen=amount.least if amount else None,
        most_yen=amount.most if amount else None,
        from_day=_from_day(found),
    )


def _from_day(found: Evaluated) -> date | None:
    if found.rules is None or found.outcome is not Outcome.NOT_MET:
        return None
    changes = nearest(found.rules, found.facts, on=found.on)
    return next((change.value for change in changes if change.key == APPLIED_ON), None)


def answered(application: Application, *, edit: str = "") -> list[Detail]:
    """Return the questions that were answered, or said not to be known, with the answers in words.

    `edit` is the address of a question, with KEY for its key.
    """
    assert application.form is not None
    facts, unknown = application.answers.get("facts", {}), application.answers.get("unknown", [])
    return [
        Detail(
            fact.label.in_language(language()),
            in_words(fact, None if key in unknown else facts[key]),
            href=edit.replace("KEY", key),
            action=_("直す") if edit else "",
        )
        for key, fact in questions_of(application.form).items()
        if key in facts or key in unknown
    ]


def in_words(fact: Fact, value: Any) -> str:
    """Return a value as people read it."""
    if value is None:
        return _("分からない")
    match fact.type:
        case FactType.YES_NO:
            return _("はい") if value else _("いいえ")
        case FactType.CHOICE:
            return dict(fact.choices)[value].in_language(language()) if value in dict(fact.choices) else str(value)
        case FactType.CHOICES:
            return _("、").join(dict(fact.choices)[one].in_language(language()) for one in value) or _("なし")
        case FactType.YEN:
            return _("%(yen)s円") % {"yen": f"{value:,}"}
        case FactType.NUMBER:
            return f"{value} {fact.unit}".strip()
        case FactType.DATE:
            return wareki(date.fromisoformat(value)) if language() == "ja" else str(value)
        case FactType.PLACE:
            return _place(value)
        case FactType.LIST:
            return " / ".join(_row(fact, row) for row in value) or _("なし")
        case _:
            return str(value)


def _place(code: str) -> str:
    place = None if code == ABROAD else place_of(code)
    return _("海外") if code == ABROAD else place.full_name if place else code


def _row(fact: Fact, row: Mapping[str, Any]) -> str:
    told = [
        f"{column.label.in_language(language())}: {in_words(column, row[column.key])}"
        for column in fact.columns
        if column.key in row
    ]
    return _("、").join(told)
