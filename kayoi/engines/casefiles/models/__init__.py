"""Case files and what hangs on them. A person reads the rows that are about them; notes and flags are the town's."""

from kayoi.engines.casefiles.models.bodies import Body
from kayoi.engines.casefiles.models.doubles import Distinct, Merge
from kayoi.engines.casefiles.models.files import CaseFile, Counter, Household, HouseholdMember, Wish
from kayoi.engines.casefiles.models.happenings import Attachment, Engagement, EngagementKind, Note
from kayoi.engines.casefiles.models.rights import ConnectLink, Consent, Protection

__all__ = [
    "Attachment",
    "Body",
    "CaseFile",
    "ConnectLink",
    "Consent",
    "Counter",
    "Distinct",
    "Engagement",
    "EngagementKind",
    "Household",
    "HouseholdMember",
    "Merge",
    "Note",
    "Protection",
    "Wish",
]
