"""Who may be on the brokers' register, who may be asked, whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import BrokerStatus, HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.houses import ON_REGISTER

ORDINANCE = "高梁市空き家情報バンク事業の協力事業者の要件(domain section 4.1 step 4)"


@dataclass(frozen=True)
class BrokerFacts:
    """What the conditions look at."""

    licence_until: date
    association: str
    has_local_office: bool
    pays_tax: bool
    is_clean: bool
    agreed: bool


def may_admit(facts: BrokerFacts, *, on: date) -> Verdict:
    """Answer whether a broker may be on the register (業者の登録要件), with everything that speaks against it.

    Source: 高梁市の要綱 (domain section 4.1 step 4); 宅地建物取引業法第3条第2項 (licences last five years)
    """
    conditions = (
        (facts.licence_until >= on, Reason("homes.licence_over", {}, ORDINANCE)),
        (bool(facts.association), Reason("homes.no_association", {}, ORDINANCE)),
        (facts.has_local_office, Reason("homes.no_local_office", {}, ORDINANCE)),
        (facts.pays_tax, Reason("homes.broker_owes_tax", {}, ORDINANCE)),
        (facts.is_clean, Reason("homes.broker_not_clean", {}, ORDINANCE)),
        (facts.agreed, Reason("homes.no_agreement", {}, ORDINANCE)),
    )
    return verdict([reason for met, reason in conditions if not met])


# When a house can be given to a broker: the survey is done, or it is on the register and has lost its broker.
ASKABLE = frozenset({HomeStatus.SURVEYED, *ON_REGISTER})


def may_ask_broker(
    status: HomeStatus, *, taken: bool, consents: frozenset[HomeConsentPurpose], broker: BrokerStatus | None
) -> Verdict:
    """Answer whether a house may be offered to a broker (業者に依頼できるか); None is that nobody is there to ask.

    Source: domain section 4.1 step 4, 4.3 (the owner agrees to telling brokers)
    """
    against = []
    if status not in ASKABLE:
        against.append(Reason("homes.not_to_assign"))
    if taken:
        against.append(Reason("homes.has_broker"))
    if HomeConsentPurpose.BROKERS not in consents:
        against.append(Reason("homes.no_consent_brokers"))
    if broker is None:
        against.append(Reason("homes.nobody_in_turn"))
    elif broker is not BrokerStatus.ACTIVE:
        against.append(Reason("homes.broker_not_active"))
    return verdict(against)


@dataclass(frozen=True)
class Turn:
    """A broker in the rotation: how many houses count (open and recent), when the last one was given."""

    broker_id: int
    counted: int
    last_at: datetime | None


def in_turn(turns: Sequence[Turn]) -> list[int]:
    """Return brokers in the order in which they are asked (割当ての順番): fewest houses, then longest waiting.

    Who never had one has waited longest; where all is equal, who came to the register first.

    Source: docs/decisions/0026-a-house-moves-by-rules.md; domain section 4.1 step 4 (rotation); ideas I-13
    """
    ordered = sorted(
        turns, key=lambda one: (one.counted, one.last_at.timestamp() if one.last_at else 0.0, one.broker_id)
    )
    return [one.broker_id for one in ordered]


def next_in_turn(turns: Sequence[Turn], *, without: frozenset[int] = frozenset()) -> int | None:
    """Return whose turn it is (次の順番), passing over those who have said no to this house; None when nobody is left.

    Source: domain section 4.1 step 4; ideas I-13
    """
    return next((pk for pk in in_turn(turns) if pk not in without), None)
