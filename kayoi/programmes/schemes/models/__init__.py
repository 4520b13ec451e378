"""What a procedure grants and the life of each grant, questions to other offices; budgets and the money that leaves."""

from kayoi.programmes.schemes.models.before import (
    EarlyStart,
    Entitlement,
    FieldNote,
    GrantTerms,
    LinkedHouse,
    PriorConsultation,
)
from kayoi.programmes.schemes.models.binders import Binder
from kayoi.programmes.schemes.models.budget import BudgetEntry, BudgetLine, Commitment, Provision
from kayoi.programmes.schemes.models.enquiries import Enquiry, EnquiryRow
from kayoi.programmes.schemes.models.grants import Claim, ClaimMonth, Grant, GrantChange, GrantYear, Report
from kayoi.programmes.schemes.models.guard import PaymentFinding
from kayoi.programmes.schemes.models.hearings import Hearing
from kayoi.programmes.schemes.models.obligations import Breach, Departure, DepartureList, Obligation, Proof
from kayoi.programmes.schemes.models.payments import (
    Batch,
    BatchCounter,
    BatchRow,
    Layout,
    PayeeAccount,
    Payment,
)
from kayoi.programmes.schemes.models.recovery import Instalment, Recovery, RecoveryTerms, Repayment, Reversal
from kayoi.programmes.schemes.models.trials import Trial

__all__ = [
    "Batch", "BatchCounter", "BatchRow", "Binder", "Breach", "BudgetEntry", "BudgetLine", "Claim", "ClaimMonth",
    "Commitment", "Departure", "DepartureList", "EarlyStart", "Enquiry", "EnquiryRow", "Entitlement", "FieldNote",
    "Grant", "GrantChange", "GrantTerms", "GrantYear", "Hearing", "Instalment", "Layout", "LinkedHouse", "Obligation",
    "PayeeAccount", "Payment", "PaymentFinding", "PriorConsultation", "Proof", "Provision", "Recovery", "RecoveryTerms",
    "Repayment", "Report", "Reversal", "Trial",
]  # fmt: skip
