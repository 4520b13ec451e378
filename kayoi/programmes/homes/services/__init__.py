"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.applying import UnableToOffer, send_offer, take_offer
from kayoi.programmes.homes.services.homes import HomeFields, change_home, move_home, open_home
from kayoi.programmes.homes.services.listings import renew_listing, withdraw_listing
from kayoi.programmes.homes.services.offered import Offered, Sender
from kayoi.programmes.homes.services.papers import accept_offer_paper, return_offer_paper, send_paper
from kayoi.programmes.homes.services.returning import Return, refuse_offer, return_offer, withdraw_offer

__all__ = [
    "HomeFields",
    "Offered",
    "Return",
    "Sender",
    "UnableToOffer",
    "accept_offer_paper",
    "change_home",
    "move_home",
    "open_home",
    "refuse_offer",
    "renew_listing",
    "return_offer",
    "return_offer_paper",
    "send_offer",
    "send_paper",
    "take_offer",
    "withdraw_listing",
    "withdraw_offer",
]
