"""The climate of a place as its nearest stations have it (気候)."""

from dataclasses import dataclass

from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.states import ELEMENT_UNITS, Element, ElementGroup


@dataclass(frozen=True)
class StationNote:
    """Which station stands for the place, and how well it can (観測所).

    How much higher or lower the office lies is not known: no published heights of offices are at hand. The height of
    the station is given so that a reader who knows the town can judge.
    """

    name: str
    location: str
    altitude_m: int
    distance_km: float
    altitude_difference: Absence = Absence.UNKNOWN_ALTITUDE

    @property
    def wording(self) -> str:
        """The station in words: 伊那観測所(伊那市、標高633m、役所から0.6km)."""
        return f"{self.name}観測所({self.location}、標高{self.altitude_m:,}m、役所から{self.distance_km:.1f}km)"


@dataclass(frozen=True)
class MonthlyClimate:
    """One element through the year: twelve months and the year, or the reason why there is none."""

    element: Element
    group: ElementGroup
    months: tuple[float, ...]
    annual: float | None
    station: StationNote | None
    absence: Absence | None = None

    @property
    def label(self) -> str:
        return self.element.label

    @property
    def unit(self) -> str:
        return ELEMENT_UNITS[self.element][0]

    @property
    def decimals(self) -> int:
        return ELEMENT_UNITS[self.element][1]
