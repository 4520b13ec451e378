"""The items of a house file besides its columns: words, type, choices, and who may see each.

Source: the survey sheet of 養父市 and the registration cards (登録カード) of several towns; domain section 4.2.
"""

from kayoi.programmes.homes.states.items.around import HAZARDS, SURROUNDINGS
from kayoi.programmes.homes.states.items.building import BUILDING, EQUIPMENT
from kayoi.programmes.homes.states.items.condition import CONDITION
from kayoi.programmes.homes.states.items.land import CONDITIONS, LAND, RIGHTS
from kayoi.programmes.homes.states.items.words import Choices, Item, ItemGroup, ItemType

__all__ = ["BY_CODE", "HAZARDS", "ITEMS", "SURVEYED", "Choices", "Item", "ItemGroup", "ItemType"]

ITEMS = (*BUILDING, *EQUIPMENT, *LAND, *CONDITIONS, *SURROUNDINGS, *HAZARDS, *CONDITION, *RIGHTS)
BY_CODE = {item.code: item for item in ITEMS}
SURVEYED = tuple(item for item in ITEMS if item.survey)
