"""What can be done with houses and the people around them."""

from kayoi.programmes.homes.services.homes import HomeFields, change_home, move_home, open_home
from kayoi.programmes.homes.services.listings import renew_listing, withdraw_listing

__all__ = ["HomeFields", "change_home", "move_home", "open_home", "renew_listing", "withdraw_listing"]
