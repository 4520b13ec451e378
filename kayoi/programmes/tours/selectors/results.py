"""What is published of the selection of a tour, and whether it holds when it is drawn again from its records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kayoi.engines.selections.models import Selection
from kayoi.engines.selections.rules.lots import commitment, fingerprint
from kayoi.engines.selections.selectors import gives_places, published, sealed_lines
from kayoi.engines.selections.selectors.checks import differs
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.selectors.reasons import offers_in_words


@dataclass(frozen=True)
class Result:
    """A selection as the public sees it: numbers only."""

    data: dict[str, Any]
    offers: Sequence[tuple[str, int]]
    drawn: bool
    count: int
    placed: Sequence[str]
    reserve: Sequence[str]
    declined: Sequence[str]


def result_of(tour: Tour, selection: Selection) -> Result:
    """Return what everybody may have of a selection now."""
    data, labels = published(selection), offers_in_words(tour)
    offers = [(labels.get(one["key"], one["key"]), one["capacity"]) for one in data["terms"]["offers"]]
    return Result(
        data, offers, gives_places(selection), len(data.get("lines", [])), data.get("placed", []),
        data.get("reserve", []), data.get("declined", []),
    )  # fmt: skip


def checked(selection: Selection) -> list[tuple[str, bool]]:
    """Return what an official sees when the draw is recomputed from terms, list and events (検証)."""
    found = []
    if selection.fingerprint:
        same = fingerprint(selection.terms, sealed_lines(selection)) == selection.fingerprint
        found.append(("名簿と条件が、公表した指紋と一致する", same))
    if gives_places(selection):
        secret = published(selection)["secret"]
        found.append(("秘密の値が、事前に公表した値と一致する", commitment(secret) == selection.commitment))
        found.append(("もう一度抽選しても、全員の結果が同じになる", not differs(selection)))
    return found
