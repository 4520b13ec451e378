"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.around import (
    keep_answer,
    place_home,
    remove_facility,
    stale_layers,
    take_facilities,
)
from kayoi.programmes.homes.services.homes import HomeFields, UnableToKeepItems, change_home, move_home, open_home
from kayoi.programmes.homes.services.listings import renew_listing, withdraw_listing
from kayoi.programmes.homes.services.pictures import PictureFields, add_picture, change_picture, remove_picture
from kayoi.programmes.homes.services.survey import Found, record_survey

__all__ = [
    "Found",
    "HomeFields",
    "PictureFields",
    "UnableToKeepItems",
    "add_picture",
    "change_home",
    "change_picture",
    "keep_answer",
    "move_home",
    "open_home",
    "place_home",
    "record_survey",
    "remove_facility",
    "remove_picture",
    "renew_listing",
    "stale_layers",
    "take_facilities",
    "withdraw_listing",
]
