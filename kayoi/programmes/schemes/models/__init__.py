"""What a procedure grants, and the life of each grant; lists of questions to other offices."""

from kayoi.programmes.schemes.models.before import EarlyStart, Entitlement, FieldNote, GrantTerms, LinkedHouse
from kayoi.programmes.schemes.models.enquiries import Enquiry, EnquiryRow
from kayoi.programmes.schemes.models.grants import Claim, ClaimMonth, Grant, GrantChange, Report

__all__ = [
    "Claim",
    "ClaimMonth",
    "EarlyStart",
    "Enquiry",
    "EnquiryRow",
    "Entitlement",
    "FieldNote",
    "Grant",
    "GrantChange",
    "GrantTerms",
    "LinkedHouse",
    "Report",
]
