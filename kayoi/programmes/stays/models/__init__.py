"""Houses, stays, and homes for a longer time."""

from kayoi.programmes.stays.models.contests import Contest, ContestEntry
from kayoi.programmes.stays.models.desks import (
    DeskFee,
    DeskLink,
    DeskMember,
    DeskPause,
    DeskPayment,
    DeskPlan,
    DeskPlanRoom,
    DeskPrice,
    DeskUse,
)
from kayoi.programmes.stays.models.duties import Guest, IntentRecord, Lease
from kayoi.programmes.stays.models.houses import House, HousePicture, Room
from kayoi.programmes.stays.models.programmes import ProgrammeEntry, StayProgramme
from kayoi.programmes.stays.models.running import Cleaning, EarlierStay, Inspection, InspectionPicture
from kayoi.programmes.stays.models.securities import DamageClaim, Guarantee
from kayoi.programmes.stays.models.stays import Charge, Companion, Stay
from kayoi.programmes.stays.models.sublets import (
    PartnerPayment,
    Proposal,
    SubLessor,
    SubletInspection,
    SubletReceipt,
    SubletRent,
)
from kayoi.programmes.stays.models.tenancies import (
    HeadLease,
    ManagerNote,
    RentCharge,
    RentPayment,
    Tenancy,
    TenancyPaper,
    Waiting,
)

__all__ = [
    "Charge", "Cleaning", "Companion", "Contest", "ContestEntry", "DamageClaim", "DeskFee", "DeskLink",
    "DeskMember", "DeskPause", "DeskPayment", "DeskPlan", "DeskPlanRoom", "DeskPrice", "DeskUse", "EarlierStay",
    "Guarantee", "Guest", "HeadLease", "House", "HousePicture", "Inspection", "InspectionPicture", "IntentRecord",
    "Lease", "ManagerNote", "PartnerPayment", "ProgrammeEntry", "Proposal", "RentCharge", "RentPayment", "Room",
    "Stay", "StayProgramme", "SubLessor", "SubletInspection", "SubletReceipt", "SubletRent", "Tenancy",
    "TenancyPaper", "Waiting",
]  # fmt: skip
