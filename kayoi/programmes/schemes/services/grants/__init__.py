"""What happens with a grant around and after its decision."""

from kayoi.programmes.schemes.services.grants.around import (
    UnableToConsent,
    allow_early_start,
    define_terms,
    link_house,
    note_consultation,
    note_visit,
)
from kayoi.programmes.schemes.services.grants.changing import UnableToChange, approve_change, ask_change, refuse_change
from kayoi.programmes.schemes.services.grants.claiming import (
    UnableToClaim,
    UnableToPay,
    bounce_payment,
    check_claim,
    claim_all,
    claim_months,
    claim_year,
    complete_grant,
    follow_payment,
    follow_return,
    record_payment,
    return_claim,
)
from kayoi.programmes.schemes.services.grants.ending import (
    UnableToCancel,
    cancel_grant,
    record_refund,
    take_back_grant,
)
from kayoi.programmes.schemes.services.grants.fixing import UnableToFix, fix_grant
from kayoi.programmes.schemes.services.grants.making import UnableToGrant, make_grant
from kayoi.programmes.schemes.services.grants.reminding import remind_of_reports
from kayoi.programmes.schemes.services.grants.reporting import (
    Done,
    UnableToInspect,
    UnableToReport,
    finish_work,
    inspect,
    look_again,
    report,
    return_report,
)
from kayoi.programmes.schemes.services.grants.telling import Sender
from kayoi.programmes.schemes.services.grants.years import UnableToPlan, bind_years, decide_year, plan_years

__all__ = [
    "Done",
    "Sender",
    "UnableToCancel",
    "UnableToChange",
    "UnableToClaim",
    "UnableToConsent",
    "UnableToFix",
    "UnableToGrant",
    "UnableToInspect",
    "UnableToPay",
    "UnableToPlan",
    "UnableToReport",
    "allow_early_start",
    "approve_change",
    "ask_change",
    "bind_years",
    "bounce_payment",
    "cancel_grant",
    "check_claim",
    "claim_all",
    "claim_months",
    "claim_year",
    "complete_grant",
    "decide_year",
    "define_terms",
    "finish_work",
    "fix_grant",
    "follow_payment",
    "follow_return",
    "inspect",
    "link_house",
    "look_again",
    "make_grant",
    "note_consultation",
    "note_visit",
    "plan_years",
    "record_payment",
    "record_refund",
    "refuse_change",
    "remind_of_reports",
    "report",
    "return_claim",
    "return_report",
    "take_back_grant",
]
