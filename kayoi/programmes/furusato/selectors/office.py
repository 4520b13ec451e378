"""Registrations as staff read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.engines.rulesets.rules.wording import value_in_words
from kayoi.engines.rulesets.states import Fact, FactType
from kayoi.kit.text import name_key
from kayoi.programmes.furusato.models import Register, Registration, Renewal
from kayoi.programmes.furusato.rules.renewing import Due, due
from kayoi.programmes.furusato.selectors.judging import Conditions, Judged
from kayoi.programmes.furusato.selectors.mirror import StatusShown, statuses_of
from kayoi.programmes.furusato.selectors.registered import (
    Listed,
    counts_by_register,
    judged_for,
    listed,
    registrations,
    shown_names,
)

LIVES_IN = "applicant.lives_in"


def searched(given: Mapping[str, Any], *, on: date) -> list[Listed]:
    """Return registrations by state, register and words; who is protected is found by the number only."""
    rows = registrations()
    if given.get("status"):
        rows = rows.filter(status=given["status"])
    if given.get("register"):
        rows = rows.filter(register=given["register"])
    if words := (given.get("words") or "").strip():
        named = Q(case_file__name_key__contains=name_key(words)) & ~Q(case_file__in=protected_files(on=on))
        rows = rows.filter(Q(number__istartswith=words) | named)
    return listed(rows, on=on)


@dataclass(frozen=True)
class RegistrationPage:
    """A registration with all that staff need to decide."""

    registration: Registration
    name: str
    told: Sequence[tuple[str, str]]
    judged: Judged
    due: Due
    renewals: Sequence[Renewal]
    others: Sequence[Registration]
    national: Sequence[StatusShown]


def registration_page(registration: Registration, *, on: date) -> RegistrationPage:
    """Return one registration: what was said, what the conditions say today, other registers, the mirror."""
    file, judged = registration.case_file, judged_for(registration, on=on)
    others = registrations().filter(case_file=file).exclude(pk=registration.pk)
    return RegistrationPage(
        registration=registration,
        name=shown_names([registration], on=on)[file.pk],
        told=_told(registration),
        judged=judged,
        due=due(
            registration.valid_until, on=on, days_before=registration.register.renewal_days, outcome=judged.outcome
        ),
        renewals=list(registration.renewals.order_by("-decided_at")),
        others=list(others),
        national=statuses_of(file),
    )


def _told(registration: Registration) -> list[tuple[str, str]]:
    """Return what was answered, question by question; where somebody lives stands on their file."""
    rules = Conditions([registration.register]).of(registration.register)
    if rules is None:
        return []
    answered = registration.facts.get("facts", {}).items()
    known = [(rules.facts[key], value) for key, value in answered if key in rules.facts and key != LIVES_IN]
    return [(fact.label.ja, _said(value, fact, rules)) for fact, value in known]


def _said(value: Any, fact: Fact, rules: Rules) -> str:
    if value is None:
        return "分からない"
    if not isinstance(value, list):
        return value_in_words(value, fact, rules)
    if fact.type is FactType.LIST:
        return f"{len(value)}件"
    return "、".join(value_in_words(one, fact, rules) for one in value)


@dataclass(frozen=True)
class RegisterRow:
    """A register in the list of staff, with how many are in it and ask for it."""

    register: Register
    registered: int
    asked: int


def register_rows() -> list[RegisterRow]:
    """Return the registers of the town by their place on the ladder."""
    counts = counts_by_register()
    return [
        RegisterRow(one, counts.get(one.pk, {}).get("registered", 0), counts.get(one.pk, {}).get("asked", 0))
        for one in Register.objects.select_related("rule", "falls_to").order_by("step", "pk")
    ]
