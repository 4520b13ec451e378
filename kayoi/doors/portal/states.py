"""What the public door shows of a place, by key, and in which order."""

from typing import Final

from kayoi.foundation.places.states import Element
from kayoi.kit.states import Labelled

# The first figures of a place, all of the same size: what speaks for it and what is hard stand side by side.
FIRST_FIGURES: Final = (
    "population",
    "population_change_recent",
    "projected_change",
    "share_65_plus",
    "share_0_14",
    "social_change_rate",
    "vacancy_rate",
    "waiting_children",
    "clinics_rate",
    "doctors_rate",
    "shops_rate",
    "unemployment_rate",
)

# The climate stands among them: how cold, how hot, how much snow in an ordinary year.
FIRST_CLIMATE: Final = (Element.FROST_DAYS, Element.SNOW_DAYS, Element.HOT_DAYS)

# Shares and rates only: counts of a larger town are larger, which says nothing.
COMPARED: Final = (
    ("人と世帯", ("share_65_plus", "share_0_14", "share_20_39", "single_household_share", "projected_change")),
    ("人の動きとしごと", ("birth_rate", "social_change_rate", "moves_in_rate", "unemployment_rate", "primary_share")),
    ("住まいと毎日のくらし", ("vacancy_rate", "without_flush_share", "doctors_rate", "clinics_rate", "shops_rate")),
)


class Standing(Labelled):
    """Where a scheme stands for a household, in the order in which it is shown."""

    MET = "met", "要件に当てはまる見込みです"
    UNKNOWN = "unknown", "まだ分かりません"
    NOT_MET = "not_met", "いまは当てはまりません"
    CLOSED = "closed", "いまは行っていません"
    SKIPPED = "skipped", "調べないことにしました"
