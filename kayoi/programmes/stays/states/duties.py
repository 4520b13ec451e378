"""What the grounds of houses ask for before and during a stay, in words."""

from kayoi.kit.states import Labelled


class Intent(Labelled):
    """What somebody has said of the time after the stay (意思の確認)."""

    BUY = "buy", "この町の住宅を買うことを考えている"
    RENT = "rent", "この町の住宅を長く借りることを考えている"
    NEITHER = "neither", "どちらの意思もない"


class Relief(Labelled):
    """Why less is charged (減免の理由); the words of rulesets."""

    NONE = "none", "なし"
    OFFICIAL = "official", "公の事業での利用"
    DISASTER = "disaster", "災害による避難"
    CHILD = "child", "子育て世帯"
    SPECIAL = "special", "そのほか、特に認める理由"


class CancelReason(Labelled):
    """Why a stay is given up (取消しの理由); the words of rulesets."""

    OWN = "own", "利用する人の都合"
    ILLNESS = "illness", "病気・けが"
    DISASTER = "disaster", "災害・交通の途絶"
    TOWN = "town", "町の都合"


# With these the notice on vacant houses holds.
INTENDED = (Intent.BUY, Intent.RENT)
# For what the number of a passport is sealed.
SEALED_PASSPORT = "stays.Guest.passport"
