"""Houses, the people around them, and what happens to them."""

from kayoi.programmes.homes.models.around import (
    LibraryAnswer,
    LocalFacility,
)
from kayoi.programmes.homes.models.blockers import (
    Blocker,
    Solver,
)
from kayoi.programmes.homes.models.exchange import (
    NationalMapping,
    RegisterColumns,
    RegisterImport,
    RegisterRow,
    Sending,
    SentHome,
)
from kayoi.programmes.homes.models.finding import (
    Entrance,
    Lead,
    OfferText,
    OwnerSurvey,
    SurveyLetter,
)
from kayoi.programmes.homes.models.houses import (
    Counter,
    Home,
    HomeEvent,
    Picture,
    Survey,
)
from kayoi.programmes.homes.models.listings import (
    Listing,
    PriceChange,
    SavedSearch,
)
from kayoi.programmes.homes.models.parties import (
    HomeConsent,
    Party,
)
from kayoi.programmes.homes.models.process import (
    Assignment,
    Broker,
    Check,
)
from kayoi.programmes.homes.models.seekers import (
    Contract,
    Inquiry,
    KeyLoan,
    Seeker,
    SeekerLink,
    Viewing,
    WishesLink,
)

__all__ = [
    "Assignment",
    "Blocker",
    "Broker",
    "Check",
    "Contract",
    "Counter",
    "Entrance",
    "Home",
    "HomeConsent",
    "HomeEvent",
    "Inquiry",
    "KeyLoan",
    "Lead",
    "LibraryAnswer",
    "Listing",
    "LocalFacility",
    "NationalMapping",
    "OfferText",
    "OwnerSurvey",
    "Party",
    "Picture",
    "PriceChange",
    "RegisterColumns",
    "RegisterImport",
    "RegisterRow",
    "SavedSearch",
    "Seeker",
    "SeekerLink",
    "Sending",
    "SentHome",
    "Solver",
    "Survey",
    "SurveyLetter",
    "Viewing",
    "WishesLink",
]
