"""Words, permissions and transitions of the vacant-house register."""

from kayoi.kit.states import TownSetting
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
from kayoi.programmes.homes.states.seekers import ContractKind, InquiryStatus, SeekerStatus, ViewingStatus

__all__ = [
    "BROKER",
    "BROKER_ROLE",
    "EARLY_DAYS",
    "HOME",
    "INQUIRY",
    "LEAD",
    "SAVED_SEARCH",
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
BROKER = "homes.Broker"
HOME = "homes.Home"
LEAD = "homes.Lead"
SEEKER = "homes.Seeker"
INQUIRY = "homes.Inquiry"
SAVED_SEARCH = "homes.SavedSearch"

# The role of a broker's people (config/roles.py).
BROKER_ROLE = "broker"

EARLY_DAYS = TownSetting(
    "homes.early_days",
    "新しい空き家を、利用登録者だけに先に見せる日数",
    default=0,
    unit="日",
    least=0,
    most=60,
    help="0にすると、はじめから全員に見せます。",
)
