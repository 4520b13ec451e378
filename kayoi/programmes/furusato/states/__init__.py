"""Words, states, settings and permissions of ふるさと住民."""

from kayoi.programmes.furusato.states.activities import (
    ACTIVITY,
    ACTIVITY_TRANSITIONS,
    SIGN_UP,
    SIGN_UP_TRANSITIONS,
    ActivityStatus,
    ConfirmedBy,
    SignUpStatus,
)
from kayoi.programmes.furusato.states.benefits import (
    BENEFIT,
    BENEFIT_TRANSITIONS,
    BENEFIT_USE,
    COUNTER_ROLE,
    USE_TRANSITIONS,
    BenefitKind,
    BenefitStatus,
    ProofNeeded,
    UseStatus,
)
from kayoi.programmes.furusato.states.groups import GROUP, GROUP_POST
from kayoi.programmes.furusato.states.national import (
    NATIONAL_SETTINGS,
    Certainty,
    ProofLevel,
    ProofMethod,
    RowState,
    Standing,
    Tier,
)
from kayoi.programmes.furusato.states.permissions import Permission
from kayoi.programmes.furusato.states.points import ACCOUNTS, EXPIRED, ISSUED, POINT, POINTS_EARNED, SPENT
from kayoi.programmes.furusato.states.registers import (
    OPEN,
    REGISTER_TRANSITIONS,
    REGISTRATION,
    TRANSITIONS,
    DecidedBy,
    EndReason,
    RegisterStatus,
    RegistrationStatus,
    RenewalOutcome,
)

__all__ = [
    "ACCOUNTS", "ACTIVITY", "ACTIVITY_TRANSITIONS", "BENEFIT", "BENEFIT_TRANSITIONS", "BENEFIT_USE", "COUNTER_ROLE",
    "EXPIRED", "GROUP", "GROUP_POST", "ISSUED", "NATIONAL_SETTINGS", "OPEN", "POINT", "POINTS_EARNED",
    "REGISTER_TRANSITIONS", "REGISTRATION", "SIGN_UP", "SIGN_UP_TRANSITIONS", "SPENT", "TRANSITIONS",
    "USE_TRANSITIONS", "ActivityStatus", "BenefitKind", "BenefitStatus", "Certainty", "ConfirmedBy", "DecidedBy",
    "EndReason", "Permission", "ProofLevel", "ProofMethod", "ProofNeeded", "RegisterStatus", "RegistrationStatus",
    "RenewalOutcome", "RowState", "SignUpStatus", "Standing", "Tier", "UseStatus",
]  # fmt: skip
