"""Words, permissions and transitions of the vacant-house register."""

from kayoi.programmes.homes.states.blockers import BlockerKind, BlockerStatus, SolverKind
from kayoi.programmes.homes.states.finding import Intention, LeadSource, LeadStatus, Use
from kayoi.programmes.homes.states.houses import ChooseBy, HomeKind, HomeStatus, Level, Offer, PictureKind
from kayoi.programmes.homes.states.parties import (
    Agreement,
    HomeConsentPurpose,
    Kinship,
    OwnersReason,
    PartyRole,
    Reached,
)
from kayoi.programmes.homes.states.permissions import Permission
from kayoi.programmes.homes.states.process import (
    AssignedBy,
    AssignmentStatus,
    BrokerStatus,
    CheckKind,
    CheckResult,
    SurveyedBy,
)
from kayoi.programmes.homes.states.seekers import ContractKind, InquiryStatus, SeekerStatus, ViewingStatus

__all__ = [
    "BLOCKER",
    "HOME",
    "INQUIRY",
    "LEAD",
    "PARTY",
    "SEEKER",
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
    "HomeConsentPurpose",
    "HomeKind",
    "HomeStatus",
    "InquiryStatus",
    "Intention",
    "Kinship",
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
PARTY = "homes.Party"
BLOCKER = "homes.Blocker"
LEAD = "homes.Lead"
SEEKER = "homes.Seeker"
INQUIRY = "homes.Inquiry"
