"""Houses and stays."""

from kayoi.programmes.stays.models.duties import Guest, IntentRecord, Lease
from kayoi.programmes.stays.models.houses import House, HousePicture, Room
from kayoi.programmes.stays.models.running import Cleaning, EarlierStay, Inspection, InspectionPicture
from kayoi.programmes.stays.models.stays import Charge, Companion, Stay

__all__ = [
    "Charge", "Cleaning", "Companion", "EarlierStay", "Guest", "House", "HousePicture", "Inspection",
    "InspectionPicture", "IntentRecord", "Lease", "Room", "Stay",
]  # fmt: skip
