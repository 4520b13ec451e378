"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.around import (
    keep_answer,
    place_home,
    remove_facility,
    stale_layers,
    take_facilities,
)
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
from kayoi.programmes.homes.services.consents import (
    UnableToConsent,
    give_consent,
    give_consents,
    withdraw_consent,
)
from kayoi.programmes.homes.services.deaths import (
    mark_deceased,
)
from kayoi.programmes.homes.services.entrances import (
    close_entrance,
    open_entrance,
)
from kayoi.programmes.homes.services.homes import (
    HomeFields,
    UnableToKeepItems,
    change_home,
    move_home,
    open_home,
)
from kayoi.programmes.homes.services.leads import (
    Told,
    move_lead,
    name_owner,
    reopen_lead,
    take_on_lead,
    tell_lead,
)
from kayoi.programmes.homes.services.listings import (
    renew_listing,
    withdraw_listing,
)
from kayoi.programmes.homes.services.offers import (
    plan_offer,
    set_offer_text,
)
from kayoi.programmes.homes.services.owner_surveys import (
    Added,
    Addressee,
    AnsweringEnded,
    Reply,
    add_letters,
    answer_letter,
    change_survey,
    forget_addressees,
    make_survey,
    return_letters,
    save_draft,
    tell_letters,
)
from kayoi.programmes.homes.services.parties import (
    PartyFields,
    UnableToPlaceParty,
    add_party,
    change_party,
    record_letter,
    record_word,
    remove_party,
)
from kayoi.programmes.homes.services.pictures import (
    PictureFields,
    add_picture,
    change_picture,
    remove_picture,
)
from kayoi.programmes.homes.services.proxies import (
    UnableToNameAgent,
    end_agent,
    set_agent,
)
from kayoi.programmes.homes.services.solvers import (
    SolverFields,
    add_solver,
    change_solver,
)
from kayoi.programmes.homes.services.survey import (
    Found,
    record_survey,
)

__all__ = [
    "Added",
    "Addressee",
    "AnsweringEnded",
    "Found",
    "HomeFields",
    "PartyFields",
    "PictureFields",
    "Reply",
    "SolverFields",
    "Told",
    "UnableToConsent",
    "UnableToKeepItems",
    "UnableToNameAgent",
    "UnableToPlaceParty",
    "UnableToRefer",
    "add_blocker",
    "add_letters",
    "add_party",
    "add_picture",
    "add_solver",
    "answer_letter",
    "begin_blocker",
    "change_blocker",
    "change_home",
    "change_party",
    "change_picture",
    "change_solver",
    "change_survey",
    "close_entrance",
    "end_agent",
    "forget_addressees",
    "give_consent",
    "give_consents",
    "keep_answer",
    "make_survey",
    "mark_deceased",
    "move_home",
    "move_lead",
    "name_owner",
    "open_entrance",
    "open_home",
    "place_home",
    "plan_for_blocker",
    "plan_offer",
    "record_letter",
    "record_survey",
    "record_word",
    "refer_blocker",
    "remove_facility",
    "remove_party",
    "remove_picture",
    "renew_listing",
    "reopen_blocker",
    "reopen_lead",
    "return_letters",
    "save_draft",
    "set_agent",
    "set_offer_text",
    "solve_blocker",
    "stale_layers",
    "stall_blocker",
    "take_facilities",
    "take_on_lead",
    "tell_lead",
    "tell_letters",
    "withdraw_consent",
    "withdraw_listing",
]
