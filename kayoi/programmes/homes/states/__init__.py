"""Words, permissions and transitions of the vacant-house register."""

from kayoi.kit.states import (
    TownSetting,
)
from kayoi.programmes.homes.states.blockers import (
    BlockerKind,
    BlockerStatus,
    SolverKind,
)
from kayoi.programmes.homes.states.counts import (
    Counted,
)
from kayoi.programmes.homes.states.finding import (
    Intention,
    LeadSource,
    LeadStatus,
    Use,
)
from kayoi.programmes.homes.states.houses import (
    ChooseBy,
    HomeKind,
    HomeStatus,
    Level,
    Offer,
    PictureKind,
)
from kayoi.programmes.homes.states.parties import (
    Agreement,
    HomeConsentPurpose,
    Kinship,
    OwnersReason,
    PartyRole,
    Reached,
)
from kayoi.programmes.homes.states.permissions import (
    Permission,
)
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
from kayoi.programmes.homes.states.seekers import (
    ContractKind,
    EndOfTalk,
    InquiryStatus,
    News,
    SeekerStatus,
    ViewingStatus,
)

__all__ = [
    "BLOCKER",
    "BROKER",
    "BROKER_ROLE",
    "CHOOSING",
    "CONTRACT",
    "EARLY_DAYS",
    "HOME",
    "INQUIRY",
    "KEY",
    "LEAD",
    "PARTY",
    "SAVED_SEARCH",
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
    "Counted",
    "EndOfTalk",
    "HomeConsentPurpose",
    "HomeKind",
    "HomeStatus",
    "InquiryStatus",
    "Intention",
    "Kinship",
    "LeadSource",
    "LeadStatus",
    "Level",
    "News",
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

# The role of a broker's people (config/roles.py).
BROKER_ROLE = "broker"
BROKER = "homes.Broker"
HOME = "homes.Home"
LEAD = "homes.Lead"
SEEKER = "homes.Seeker"
INQUIRY = "homes.Inquiry"
SAVED_SEARCH = "homes.SavedSearch"
EARLY_DAYS = TownSetting(
    "homes.early_days",
    "新しい空き家を、利用登録者だけに先に見せる日数",
    default=0,
    unit="日",
    least=0,
    most=60,
    help="0にすると、はじめから全員に見せます。",
)
PARTY = "homes.Party"
BLOCKER = "homes.Blocker"
VIEWING = "homes.Viewing"
KEY = "homes.KeyLoan"
CONTRACT = "homes.Contract"
CHOOSING = "homes.choosing"
