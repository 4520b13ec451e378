"""Houses and stays."""

from kayoi.programmes.stays.models.duties import Guest, IntentRecord, Lease
from kayoi.programmes.stays.models.houses import House, HousePicture, Room
from kayoi.programmes.stays.models.stays import Charge, Companion, Stay

__all__ = ["Charge", "Companion", "Guest", "House", "HousePicture", "IntentRecord", "Lease", "Room", "Stay"]
