"""Houses, stays, and homes for a longer time."""

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
from kayoi.programmes.stays.models.stays import Charge, Companion, Stay
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
    "Charge", "Cleaning", "Companion", "DeskFee", "DeskLink", "DeskMember", "DeskPause", "DeskPayment",
    "DeskPlan", "DeskPlanRoom", "DeskPrice", "DeskUse", "EarlierStay", "Guest", "HeadLease", "House",
    "HousePicture", "Inspection", "InspectionPicture", "IntentRecord", "Lease", "ManagerNote", "ProgrammeEntry",
    "RentCharge", "RentPayment", "Room", "Stay", "StayProgramme", "Tenancy", "TenancyPaper", "Waiting",
]  # fmt: skip
