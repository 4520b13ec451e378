"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.homes import HomeFields, change_home, move_home, open_home
from kayoi.programmes.homes.services.listings import renew_listing, withdraw_listing
from kayoi.programmes.homes.services.partners import UnableToInvite, close_counter, end_broker_member, invite_broker

__all__ = [
    "HomeFields",
    "UnableToInvite",
    "change_home",
    "close_counter",
    "end_broker_member",
    "invite_broker",
    "move_home",
    "open_home",
    "renew_listing",
    "withdraw_listing",
]
