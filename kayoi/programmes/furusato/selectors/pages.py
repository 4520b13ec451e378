"""Registers and registrations as their public pages show them, in the language of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.engines.rulesets.rules.conditions import AllOf
from kayoi.engines.rulesets.rules.wording import condition_in_words
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.models import Benefit, Register, Registration
from kayoi.programmes.furusato.rules.renewing import Due, due
from kayoi.programmes.furusato.selectors.judging import Conditions, Judged
from kayoi.programmes.furusato.selectors.mirror import StatusShown, statuses_of
from kayoi.programmes.furusato.selectors.registered import judged_for
from kayoi.programmes.furusato.states import BenefitStatus, RegisterStatus, RegistrationStatus


@dataclass(frozen=True)
class RegisterPage:
    """A register in words."""

    register: Register
    name: str
    summary: str
    is_not: Sequence[str]
    conditions: Sequence[str]
    benefits: Sequence[tuple[str, str]]
    is_open: bool


def register_page(register: Register, *, language: str, in_full: bool = True) -> RegisterPage:
    """Return a register as the public reads it: conditions word by word as they are in force; none of it in a list."""
    english = language == "en"
    is_not = (english and register.is_not_en) or register.is_not
    return RegisterPage(
        register=register,
        name=name_of(register, language=language),
        summary=(english and register.summary_en) or register.summary,
        is_not=[line for line in is_not.splitlines() if line.strip()],
        conditions=_conditions(register, language) if in_full else [],
        benefits=_benefits(register, english=english) if in_full else [],
        is_open=register.status == RegisterStatus.PUBLISHED,
    )


def name_of(register: Register, *, language: str) -> str:
    """Return the name of a register."""
    return (language == "en" and register.name_en) or register.name


def _conditions(register: Register, language: str) -> list[str]:
    rules = Conditions([register]).of(register)
    if rules is None or not rules.versions:
        return []
    condition = rules.versions[-1].condition
    parts = condition.of if isinstance(condition, AllOf) else [condition]
    return [condition_in_words(one, rules, language) for one in parts]


def _benefits(register: Register, *, english: bool) -> list[tuple[str, str]]:
    rows = Benefit.objects.filter(registers__register=register, status=BenefitStatus.PUBLISHED).order_by("pk")
    return [((english and one.name_en) or one.name, (english and one.summary_en) or one.summary) for one in rows]


@dataclass(frozen=True)
class MinePage:
    """A registration as its person reads it."""

    registration: Registration
    name: str
    judged: Judged
    due: Due
    renew_from: date | None
    national: Sequence[StatusShown]

    @property
    def is_registered(self) -> bool:
        return self.registration.status == RegistrationStatus.REGISTERED

    @property
    def is_asked(self) -> bool:
        return self.registration.status == RegistrationStatus.ASKED

    @property
    def may_renew(self) -> bool:
        """Whether the button is shown: also where something is not known, staff look at it then."""
        return self.is_registered and self.due in {Due.RENEW, Due.LOOK}

    @property
    def is_short(self) -> bool:
        return self.is_registered and self.due is Due.SHORT

    @property
    def lines(self) -> list[tuple[str, Outcome]]:
        """The conditions as they are today, with their answers."""
        return [(line["text"], Outcome.of(line["outcome"])) for line in self.judged.lines]


def mine_page(registration: Registration, *, on: date, language: str) -> MinePage:
    """Return a registration's own page: where it stands, and what the town knows of the national register beside it."""
    judged = judged_for(registration, on=on, language=language)
    register, until = registration.register, registration.valid_until
    return MinePage(
        registration=registration,
        name=name_of(register, language=language),
        judged=judged,
        due=due(until, on=on, days_before=register.renewal_days, outcome=judged.outcome),
        renew_from=until - timedelta(days=register.renewal_days) if until else None,
        national=statuses_of(registration.case_file),
    )
