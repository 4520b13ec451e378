"""What is known of money that is about to leave, as plain values: the payment, and the case behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.answers import Answer
from kayoi.programmes.schemes.rules.budget import Source
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus, Shape


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found: its code (states/guard.py) and the figures of its sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a decision rests on, as it was frozen with it; `rules` is the ruleset with all versions in force."""

    inputs: Mapping[str, Any]
    answer: Mapping[str, Any] | None
    fingerprint: str
    rules: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a claim comes to by what was frozen, and the answer of the rule."""

    yen: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Other:
    """Another living grant: of the same scheme, or of one that pays for the same cost."""

    receipt: str
    title: str
    is_same_scheme: bool
    is_same_person: bool = False
    is_same_household: bool = False
    is_same_house: bool = False
    is_other_house: bool = False
    # Of the same amount in the same fiscal year, for the same house or none.
    is_alike: bool = False
    # Days of birth of children in it that count here, too; of people who may be their parents.
    children: Sequence[date] = ()
    months: Sequence[date] = ()

    @property
    def is_person_of_scheme(self) -> bool:
        """Tell whether it is the same person in the same scheme."""
        return self.is_same_scheme and self.is_same_person


@dataclass(frozen=True, slots=True)
class Case:
    """The grant and the claim behind a payment.

    `costs` are what was accepted on inspection, `changed` what the last approved change has changed; `rows` the claims
    by months up to this one, as the rule reads them, and `claimed_yen` what those before have given.
    """

    frozen: Frozen
    shape: Shape
    status: GrantStatus
    claim_status: ClaimStatus
    claim_yen: int
    decided_yen: int
    fixed_yen: int | None
    paid_yen: int
    fiscal_year: int
    procedure: int
    decided_on: date
    # Of a grant over years: what one of them is worth.
    year_yen: int | None = None
    costs: Mapping[str, Any] | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    claimed_yen: int = 0
    months: Sequence[date] = ()
    months_before: int = 0
    most_months: int | None = None
    begins_after_decision: bool = False
    begun_on: date | None = None
    allowed_from: date | None = None
    once: Sequence[str] = ()
    others: Sequence[Other] = ()
    # The day on which the register or a visit said that nobody lives there; which other offices spoke against it.
    absent_on: date | None = None
    spoken_against: Sequence[str] = ()
    # Filled in before the checks; None without a rule.
    recomputed: Recomputed | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money goes: which account, in whose name, who else has it, whether it is still the confirmed one."""

    pk: int
    is_own_name: bool = True
    is_confirmed: bool = True
    shared_with: Sequence[str] = ()
    after_return: bool = False


@dataclass(frozen=True, slots=True)
class BatchLine:
    """The payment as a row of the batch that hands it over: its amount there, and whether the batch is as it was."""

    row_yen: int
    count: int
    total_yen: int
    rows: int
    rows_yen: int
    is_as_made: bool = True


@dataclass(frozen=True, slots=True)
class AboutToPay:
    """A payment before money leaves. `together_yen` is what else goes out with it, `together` how many payments."""

    yen: int
    on: date
    fiscal_year: int
    line_procedure: int | None = None
    is_carried: bool = False
    sources: Sequence[Source] = ()
    grant_yen: int = 0
    account: Account | None = None
    other_batches: Sequence[str] = ()
    together: int = 0
    together_yen: int = 0
    batch: BatchLine | None = None
    case: Case | None = None
