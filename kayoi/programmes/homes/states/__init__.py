"""Words, permissions and transitions of the vacant-house register."""

from kayoi.programmes.homes.states.blockers import BlockerKind, BlockerStatus, SolverKind
from kayoi.programmes.homes.states.finding import Intention, LeadSource, LeadStatus, Use
from kayoi.programmes.homes.states.houses import ChooseBy, HomeKind, HomeStatus, Level, Offer, PictureKind
from kayoi.programmes.homes.states.parties import Agreement, HomeConsentPurpose, OwnersReason, PartyRole, Reached
from kayoi.programmes.homes.states.permissions import Permission
from kayoi.programmes.homes.states.process import (
    AssignedBy,
    AssignmentStatus,
    BrokerStatus,
    CheckKind,
    CheckResult,
    SurveyedBy,
)
from kayoi.programmes.homes.states.seekers import (
    ContractKind,
    EndOfTalk,
    InquiryStatus,
    SeekerStatus,
    ViewingStatus,
)

__all__ = [
    "CHOOSING",
    "CONTRACT",
    "HOME",
    "INQUIRY",
    "KEY",
    "LEAD",
    "SEEKER",
    "VIEWING",
    "Agreement",
    "AssignedBy",
    "AssignmentStatus",
    "BlockerKind",
    "BlockerStatus",
    "BrokerStatus",
    "CheckKind",
    "CheckResult",
    "ChooseBy",
    "ContractKind",
    "EndOfTalk",
    "HomeConsentPurpose",
    "HomeKind",
    "HomeStatus",
    "InquiryStatus",
    "Intention",
    "LeadSource",
    "LeadStatus",
    "Level",
    "Offer",
    "OwnersReason",
    "PartyRole",
    "Permission",
    "PictureKind",
    "Reached",
    "SeekerStatus",
    "SolverKind",
    "SurveyedBy",
    "Use",
    "ViewingStatus",
]

# Causes of follow-ups, engagements and mails.
HOME = "homes.Home"
LEAD = "homes.Lead"
SEEKER = "homes.Seeker"
INQUIRY = "homes.Inquiry"
VIEWING = "homes.Viewing"
KEY = "homes.KeyLoan"
CONTRACT = "homes.Contract"
CHOOSING = "homes.choosing"  # of a house: its owner is to choose one of the inquiries
