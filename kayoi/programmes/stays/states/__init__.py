"""Words, states and permissions of trial stays."""

from kayoi.programmes.stays.states.houses import LIVED_IN, HouseKind, HouseStatus, LegalBasis
from kayoi.programmes.stays.states.permissions import Permission
from kayoi.programmes.stays.states.stays import KEY_CODE, STAY, STAYED, TRANSITIONS, ChargeKind, PaidBy, StayStatus

__all__ = [
    "KEY_CODE",
    "LIVED_IN",
    "STAY",
    "STAYED",
    "TRANSITIONS",
    "ChargeKind",
    "HouseKind",
    "HouseStatus",
    "LegalBasis",
    "PaidBy",
    "Permission",
    "StayStatus",
]
