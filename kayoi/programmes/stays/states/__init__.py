"""Words, states and permissions of trial stays."""

from kayoi.programmes.stays.states.duties import INTENDED, SEALED_PASSPORT, CancelReason, Intent, Relief
from kayoi.programmes.stays.states.houses import (
    HOUSE_TRANSITIONS,
    LIVED_IN,
    HouseKind,
    HouseStatus,
    LegalBasis,
)
from kayoi.programmes.stays.states.permissions import Permission
from kayoi.programmes.stays.states.stays import (
    CANCELLED_MAIL,
    KEY_CODE,
    PAYABLE,
    STAY,
    STAY_ANSWER,
    STAYED,
    TRANSITIONS,
    ChargeKind,
    PaidBy,
    StayStatus,
)

__all__ = [
    "CANCELLED_MAIL",
    "HOUSE_TRANSITIONS",
    "INTENDED",
    "KEY_CODE",
    "LIVED_IN",
    "PAYABLE",
    "SEALED_PASSPORT",
    "STAY",
    "STAYED",
    "STAY_ANSWER",
    "TRANSITIONS",
    "CancelReason",
    "ChargeKind",
    "HouseKind",
    "HouseStatus",
    "Intent",
    "LegalBasis",
    "PaidBy",
    "Permission",
    "Relief",
    "StayStatus",
]
