"""To whom a blocked house may be referred."""

from collections.abc import Collection

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import HomeConsentPurpose, SolverKind


def may_refer(*, solver: SolverKind, consented: Collection[HomeConsentPurpose], still_in_use: bool) -> Verdict:
    """Answer whether an expert may be told of a house and its owner.

    Source: 空家等対策の推進に関する特別措置法26条 (支援法人へは本人の同意を得て提供); domain section 4.3
    """
    against = []
    if solver is SolverKind.SUPPORT_CORPORATION and HomeConsentPurpose.SUPPORT_CORPORATION not in consented:
        against.append(Reason("homes.refer_without_consent"))
    if solver is SolverKind.BROKER and HomeConsentPurpose.BROKERS not in consented:
        against.append(Reason("homes.refer_without_consent"))
    if not still_in_use:
        against.append(Reason("homes.refer_to_nobody"))
    return verdict(against)
