"""Words, permissions and transitions of the vacant-house register."""

from kayoi.programmes.homes.states.blockers import BlockerKind, BlockerStatus, SolverKind
from kayoi.programmes.homes.states.counts import Counted
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
    Step,
    SurveyedBy,
    Task,
)
from kayoi.programmes.homes.states.seekers import ContractKind, InquiryStatus, SeekerStatus, ViewingStatus

__all__ = [
    "HOME",
    "INQUIRY",
    "LEAD",
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
    "Counted",
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
    "Step",
    "SurveyedBy",
    "Task",
    "Use",
    "ViewingStatus",
]

# Causes of follow-ups, engagements and mails.
HOME = "homes.Home"
LEAD = "homes.Lead"
SEEKER = "homes.Seeker"
INQUIRY = "homes.Inquiry"
