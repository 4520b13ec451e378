"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.contracts import (
    ContractFields,
    UnableToReport,
    complete_contract,
    fall_through,
    report_contract,
)
from kayoi.programmes.homes.services.homes import HomeFields, change_home, move_home, open_home
from kayoi.programmes.homes.services.inquiries import (
    UnableToAsk,
    UnableToChoose,
    ask_to_talk,
    choose_inquiry,
    decline_inquiry,
    end_talk,
    fall_through_inquiry,
    withdraw_inquiry,
)
from kayoi.programmes.homes.services.keys import UnableToLend, lend_key, return_key
from kayoi.programmes.homes.services.listings import renew_listing, withdraw_listing
from kayoi.programmes.homes.services.price_talks import hand_to_broker
from kayoi.programmes.homes.services.seekers import (
    Applied,
    AppliedBy,
    SeekerFields,
    UnableToRegister,
    apply_as_seeker,
    expire_seekers,
    refuse_seeker,
    register_seeker,
    remind_seekers,
    renew_seeker,
    withdraw_seeker,
)
from kayoi.programmes.homes.services.viewings import (
    UnableToView,
    ViewingWish,
    ask_viewing,
    cancel_viewing,
    finish_viewing,
    fix_viewing,
    put_in_day,
)
from kayoi.programmes.homes.services.wishes import share_wishes

__all__ = [
    "Applied",
    "AppliedBy",
    "ContractFields",
    "HomeFields",
    "SeekerFields",
    "UnableToAsk",
    "UnableToChoose",
    "UnableToLend",
    "UnableToRegister",
    "UnableToReport",
    "UnableToView",
    "ViewingWish",
    "apply_as_seeker",
    "ask_to_talk",
    "ask_viewing",
    "cancel_viewing",
    "change_home",
    "choose_inquiry",
    "complete_contract",
    "decline_inquiry",
    "end_talk",
    "expire_seekers",
    "fall_through",
    "fall_through_inquiry",
    "finish_viewing",
    "fix_viewing",
    "hand_to_broker",
    "lend_key",
    "move_home",
    "open_home",
    "put_in_day",
    "refuse_seeker",
    "register_seeker",
    "remind_seekers",
    "renew_listing",
    "renew_seeker",
    "report_contract",
    "return_key",
    "share_wishes",
    "withdraw_inquiry",
    "withdraw_listing",
    "withdraw_seeker",
]
