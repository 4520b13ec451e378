"""What movers say was not as they had been told: whose words may be shown to those who write on their district."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.kit.text import normal
from kayoi.programmes.settling.states import FEWEST_VOICES


@dataclass(frozen=True)
class Voice:
    """What a household said after some months (転入者の声), and how staff have put it so that nobody is recognized."""

    check_in_id: int
    move_id: int
    months: int
    told: str
    retold: str = ""

    @property
    def words(self) -> str:
        """What is shown of it."""
        return self.retold or self.told


def shown_voices(voices: Sequence[Voice]) -> list[Voice]:
    """Return which voices of a district may be shown (見せてよい声).

    `voices` are of those who agreed. Where few households have spoken, everybody would know whose words they are: then
    only what staff have put in their own words is shown.
    Source: docs/decisions/0020-village-sheets.md; k-anonymity with k = FEWEST_VOICES households
    """
    enough = len({voice.move_id for voice in voices}) >= FEWEST_VOICES
    return [voice for voice in voices if voice.retold or enough]


def area_key(name: str) -> str:
    """Return the name of a district by which it is compared (地区の名前の照合): 東原, 東原区 and 東原地区 are one.

    Source: as people say and write the districts of a town
    """
    plain = re.sub(r"\s|\([^()]*\)", "", normal(name))
    return re.sub(r"(?:地区|集落|区)$", "", plain) or plain
