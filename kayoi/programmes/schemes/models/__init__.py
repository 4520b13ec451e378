"""What a procedure grants and the life of each grant, questions to other offices; budgets and the money that leaves."""

from kayoi.programmes.schemes.models.before import EarlyStart, Entitlement, FieldNote, GrantTerms, LinkedHouse
from kayoi.programmes.schemes.models.binders import Binder
from kayoi.programmes.schemes.models.budget import BudgetEntry, BudgetLine, Commitment
from kayoi.programmes.schemes.models.enquiries import Enquiry, EnquiryRow
from kayoi.programmes.schemes.models.grants import Claim, ClaimMonth, Grant, GrantChange, Report
from kayoi.programmes.schemes.models.payments import (
    Batch,
    BatchCounter,
    BatchRow,
    Layout,
    PayeeAccount,
    Payment,
)

__all__ = [
    "Batch", "BatchCounter", "BatchRow", "Binder", "BudgetEntry", "BudgetLine", "Claim", "ClaimMonth", "Commitment",
    "EarlyStart", "Enquiry", "EnquiryRow", "Entitlement", "FieldNote", "Grant", "GrantChange", "GrantTerms", "Layout",
    "LinkedHouse", "PayeeAccount", "Payment", "Report",
]  # fmt: skip
