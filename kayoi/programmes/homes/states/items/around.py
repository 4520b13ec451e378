"""Items on what is around a house: distances, the neighbourhood, hazards."""

from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items.words import Choices, Item, ItemGroup, ItemType

S, H = ItemGroup.SURROUNDINGS, ItemGroup.HAZARDS
CHOICE, NUMBER, TEXT = ItemType.CHOICE, ItemType.NUMBER, ItemType.TEXT
PUBLIC, REQUEST, STAFF = Level.PUBLIC, Level.REQUEST, Level.STAFF

# Distances by road as somebody has measured them; what is left empty is shown as a straight line to known facilities.
SURROUNDINGS = (
    Item("station", "最寄りの駅", "Nearest station", S, TEXT, PUBLIC, most=40),
    Item("station_km", "駅まで", "To the station", S, NUMBER, PUBLIC, unit="km"),
    Item("bus_stop", "最寄りのバス停", "Nearest bus stop", S, TEXT, PUBLIC, most=40),
    Item("bus_stop_km", "バス停まで", "To the bus stop", S, NUMBER, PUBLIC, unit="km"),
    Item("office_km", "役場・支所まで", "To the town office", S, NUMBER, PUBLIC, unit="km"),
    Item("clinic_km", "病院・診療所まで", "To a clinic", S, NUMBER, PUBLIC, unit="km"),
    Item("fire_km", "消防署まで", "To the fire station", S, NUMBER, PUBLIC, unit="km"),
    Item("police_km", "警察署・駐在所まで", "To the police", S, NUMBER, PUBLIC, unit="km"),
    Item("nursery_km", "保育園まで", "To a nursery", S, NUMBER, PUBLIC, unit="km"),
    Item("school_km", "小学校まで", "To the primary school", S, NUMBER, PUBLIC, unit="km"),
    Item("junior_high_km", "中学校まで", "To the junior high school", S, NUMBER, PUBLIC, unit="km"),
    Item("post_km", "郵便局・銀行まで", "To a post office or bank", S, NUMBER, PUBLIC, unit="km"),
    Item("shop_km", "スーパーまで", "To a supermarket", S, NUMBER, PUBLIC, unit="km"),
    Item("association_fee_yen", "自治会費(年)", "Neighbourhood association fee (a year)", S, NUMBER, PUBLIC, unit="円"),
    Item("district_events", "地区の行事・きまり", "Events and rules of the district", S, TEXT, REQUEST, most=500),
    Item("district", "行政区", "District", S, TEXT, REQUEST, most=40),
    Item("map_number", "地図番号", "Map number", S, TEXT, STAFF, most=40),
)

INSIDE: Choices = (
    ("inside", "区域内", "Inside the zone"),
    ("outside", "区域外", "Outside"),
    ("unknown", "不明", "Unknown"),
)

# The code after "hazard_" is a Hazard of the places: the shelters near a house are looked up by it.
HAZARDS = (
    Item("hazard_flood", "洪水", "Flood", H, CHOICE, PUBLIC, choices=INSIDE),
    Item("hazard_inland_flood", "内水氾濫", "Inland flooding", H, CHOICE, PUBLIC, choices=INSIDE),
    Item("hazard_landslide", "土砂災害", "Landslide", H, CHOICE, PUBLIC, choices=INSIDE),
    Item("hazard_storm_surge", "高潮", "Storm surge", H, CHOICE, PUBLIC, choices=INSIDE),
    Item("hazard_tsunami", "津波", "Tsunami", H, CHOICE, PUBLIC, choices=INSIDE),
    Item("hazard_volcano", "火山", "Volcano", H, CHOICE, PUBLIC, choices=INSIDE),
    Item("hazard_source", "確かめた資料", "Source", H, TEXT, PUBLIC, most=100),
    Item("hazard_seen_on", "確かめた日", "Checked on", H, ItemType.DATE, PUBLIC),
)
