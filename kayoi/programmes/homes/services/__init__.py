"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.blockers import (
    UnableToRefer,
    add_blocker,
    begin_blocker,
    change_blocker,
    plan_for_blocker,
    refer_blocker,
    reopen_blocker,
    solve_blocker,
    stall_blocker,
)
from kayoi.programmes.homes.services.consents import UnableToConsent, give_consent, give_consents, withdraw_consent
from kayoi.programmes.homes.services.deaths import mark_deceased
from kayoi.programmes.homes.services.homes import HomeFields, change_home, move_home, open_home
from kayoi.programmes.homes.services.listings import renew_listing, withdraw_listing
from kayoi.programmes.homes.services.parties import (
    PartyFields,
    UnableToPlaceParty,
    add_party,
    change_party,
    record_letter,
    record_word,
    remove_party,
)
from kayoi.programmes.homes.services.proxies import UnableToNameAgent, end_agent, set_agent
from kayoi.programmes.homes.services.solvers import SolverFields, add_solver, change_solver

__all__ = [
    "HomeFields",
    "PartyFields",
    "SolverFields",
    "UnableToConsent",
    "UnableToNameAgent",
    "UnableToPlaceParty",
    "UnableToRefer",
    "add_blocker",
    "add_party",
    "add_solver",
    "begin_blocker",
    "change_blocker",
    "change_home",
    "change_party",
    "change_solver",
    "end_agent",
    "give_consent",
    "give_consents",
    "mark_deceased",
    "move_home",
    "open_home",
    "plan_for_blocker",
    "record_letter",
    "record_word",
    "refer_blocker",
    "remove_party",
    "renew_listing",
    "reopen_blocker",
    "set_agent",
    "solve_blocker",
    "stall_blocker",
    "withdraw_consent",
    "withdraw_listing",
]
