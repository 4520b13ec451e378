"""Climate normals of a place."""

from kayoi.foundation.places.models import ClimateNormal, NearestStation, Place
from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.rules.climate import MonthlyClimate, StationNote
from kayoi.foundation.places.states import GROUP_ELEMENTS


def climate_of(place: Place) -> list[MonthlyClimate]:
    """Return all elements of the climate by month, each with its station, or why there is none (気候)."""
    nearest = {row.group: row for row in NearestStation.objects.filter(place=place).select_related("station")}
    normals = {
        (row.station_id, row.element): row
        for row in ClimateNormal.objects.filter(station__in={row.station_id for row in nearest.values()})
    }
    found = []
    for group, elements in GROUP_ELEMENTS.items():
        near = nearest.get(group)
        for element in elements:
            normal = normals.get((near.station_id, element)) if near else None
            if near is None or normal is None:
                found.append(MonthlyClimate(element, group, (), None, None, Absence.NO_STATION))
                continue
            station = near.station
            note = StationNote(station.name, station.city_text, station.altitude_m, near.distance_km)
            found.append(MonthlyClimate(element, group, tuple(normal.months), normal.annual, note))
    return found
