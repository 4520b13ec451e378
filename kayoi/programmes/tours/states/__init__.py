"""Words, states and permissions of tours."""

from kayoi.programmes.tours.states.parties import (
    PARTY_TRANSITIONS,
    STANDING,
    WITH_DATE,
    AgeBand,
    AttendanceWay,
    Awareness,
    Occupation,
    OutcomeKind,
    PartyStatus,
    PastVisits,
    Sex,
    StepKind,
    TourLifestyle,
)
from kayoi.programmes.tours.states.permissions import Permission
from kayoi.programmes.tours.states.tours import (
    ATTENDANCE,
    COMING,
    DATE_TRANSITIONS,
    PARTY,
    TOUR,
    TOUR_DATE,
    TOUR_TRANSITIONS,
    DateStatus,
    ItemKind,
    Segment,
    TourKind,
    TourStatus,
    TravelBasis,
    WorkBasis,
)

__all__ = [
    "ATTENDANCE", "COMING", "DATE_TRANSITIONS", "PARTY", "PARTY_TRANSITIONS", "STANDING", "TOUR", "TOUR_DATE",
    "TOUR_TRANSITIONS", "WITH_DATE",
    "AgeBand", "AttendanceWay", "Awareness", "DateStatus", "ItemKind", "Occupation", "OutcomeKind", "PartyStatus",
    "PastVisits", "Permission", "Segment", "Sex", "StepKind", "TourKind", "TourLifestyle", "TourStatus", "TravelBasis",
    "WorkBasis",
]  # fmt: skip
