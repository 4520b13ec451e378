"""What is looked up around a house, and where."""

from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.states import Labelled, TownSetting

# Kinds of which the nearest is shown, in this order; and how far somebody would go for it.
NEAREST = (
    FacilityKind.OFFICE, FacilityKind.STATION, FacilityKind.BUS_STOP, FacilityKind.NURSERY, FacilityKind.SCHOOL,
    FacilityKind.JUNIOR_HIGH, FacilityKind.CLINIC, FacilityKind.SHOP, FacilityKind.POST, FacilityKind.FIRE,
    FacilityKind.POLICE, FacilityKind.SHELTER, FacilityKind.EVACUATION,
)  # fmt: skip
WITHIN_KM = 20.0


class Layer(Labelled):
    """Layers of 不動産情報ライブラリ that say in which hazard zone a point lies; named by its API."""

    FLOOD = "XKT026", "洪水浸水想定区域"
    STORM_SURGE = "XKT027", "高潮浸水想定区域"
    TSUNAMI = "XKT028", "津波浸水想定"
    LANDSLIDE = "XKT029", "土砂災害警戒区域"


# The item of the house file that a layer speaks of.
ITEM_OF = {
    Layer.FLOOD: "hazard_flood",
    Layer.STORM_SURGE: "hazard_storm_surge",
    Layer.TSUNAMI: "hazard_tsunami",
    Layer.LANDSLIDE: "hazard_landslide",
}
ZOOM = 15
FRESH_DAYS = 180

LIBRARY = TownSetting(
    "homes.land_library",
    "空き家の災害の区域を、不動産情報ライブラリ(国土交通省)に問い合わせる",
    default=0,
    unit="(1で使う)",
    least=0,
    most=1,
    help="位置を決めたとき、位置を含む約1km四方の番号だけを送ります。サーバーに利用の鍵が設定されているときだけ働きます。",
)
