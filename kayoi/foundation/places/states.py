"""Kinds of places, of changes and of figures, with the words that people see."""

from typing import Final

from kayoi.kit.states import Labelled


class PlaceKind(Labelled):
    PREFECTURE = "prefecture", "都道府県"
    DESIGNATED_CITY = "designated_city", "政令指定都市"
    CITY = "city", "市"
    TOWN = "town", "町"
    VILLAGE = "village", "村"
    SPECIAL_WARD = "special_ward", "特別区"
    WARD = "ward", "政令指定都市の区"


# What has a mayor and an assembly of its own: 1,741 in all. A ward of a designated city is a branch of its city.
MUNICIPALITIES: Final = (
    PlaceKind.DESIGNATED_CITY,
    PlaceKind.CITY,
    PlaceKind.SPECIAL_WARD,
    PlaceKind.TOWN,
    PlaceKind.VILLAGE,
)


class KindGroup(Labelled):
    """Places that may be compared with each other."""

    PREFECTURES = "prefectures", "都道府県"
    DESIGNATED_CITIES = "designated_cities", "政令指定都市"
    CITIES = "cities", "市"
    TOWNS = "towns", "町村"
    SPECIAL_WARDS = "special_wards", "特別区"
    WARDS = "wards", "政令指定都市の区"


GROUP_OF: Final = {
    PlaceKind.PREFECTURE: KindGroup.PREFECTURES,
    PlaceKind.DESIGNATED_CITY: KindGroup.DESIGNATED_CITIES,
    PlaceKind.CITY: KindGroup.CITIES,
    PlaceKind.TOWN: KindGroup.TOWNS,
    PlaceKind.VILLAGE: KindGroup.TOWNS,
    PlaceKind.SPECIAL_WARD: KindGroup.SPECIAL_WARDS,
    PlaceKind.WARD: KindGroup.WARDS,
}


class PlaceStatus(Labelled):
    CURRENT = "current", "現存"
    ABOLISHED = "abolished", "廃止"


class ChangeReason(Labelled):
    MERGED_NEW = "establishmentOfNewMunicipalityByMerging", "新設合併"
    ABSORBED = "absorption", "編入合併"
    BECAME_CITY = "changesToCity", "市制施行"
    BECAME_DESIGNATED = "shiftToDesignatedCity", "政令指定都市移行"
    RENAMED = "changesOfNames", "名称変更"
    DIVIDED = "divisionIntoSeveralMunicipalities", "分割"
    WARDS_REORGANIZED = "reorganizationOfWards", "区の再編"
    DISTRICT_CHANGED = "changesOfBoundariesOfDistrict", "郡の区域変更"
    DISTRICT_ENDED = "abolishmentOfDistrict", "郡の廃止"


# After these the code stands for a municipality that did not exist before.
FOUNDING: Final = frozenset(
    {
        ChangeReason.MERGED_NEW,
        ChangeReason.BECAME_CITY,
        ChangeReason.BECAME_DESIGNATED,
        ChangeReason.DIVIDED,
        ChangeReason.WARDS_REORGANIZED,
        ChangeReason.DISTRICT_CHANGED,
    }
)


class Polarity(Labelled):
    """Whether a higher figure is commonly called better. Most figures only describe."""

    NEUTRAL = "neutral", "よしあしを決めない"
    HIGHER = "higher", "多い(高い)ほどよいとされる"
    LOWER = "lower", "少ない(低い)ほどよいとされる"


class OfPrefecture(Labelled):
    """How the figure of a prefecture comes about."""

    PUBLISHED = "published", "公表値"
    SUM = "sum", "市区町村の合計"
    NONE = "none", "なし"


class Theme(Labelled):
    PEOPLE = "people", "人口"
    MOVEMENT = "movement", "人の動き"
    FUTURE = "future", "将来の人口"
    HOUSEHOLDS = "households", "世帯"
    HOMES = "homes", "住まい"
    WORK = "work", "しごと"
    LEARNING = "learning", "子育て・学び"
    HEALTH = "health", "医療"
    DAILY_LIFE = "daily_life", "くらし"
    LAND = "land", "土地"
    FINANCE = "finance", "財政"


class Sex(Labelled):
    MALE = "M", "男"
    FEMALE = "F", "女"


class PointKind(Labelled):
    """Where a point of the population series comes from."""

    CENSUS = "census", "国勢調査(確定値)"
    PRELIMINARY = "preliminary", "国勢調査(速報値)"
    PROJECTION = "projection", "将来推計"


class ElementGroup(Labelled):
    """Climate elements that are observed together; each group has a nearest station of its own."""

    TEMPERATURE = "temperature", "気温"
    PRECIPITATION = "precipitation", "降水量"
    SUNSHINE = "sunshine", "日照時間"
    WIND = "wind", "風"
    SNOW = "snow", "雪"


class Element(Labelled):
    MEAN_TEMP = "mean_temp_c", "平均気温"
    DAILY_MAX = "mean_daily_max_c", "日最高気温の平均"
    DAILY_MIN = "mean_daily_min_c", "日最低気温の平均"
    HOT_DAYS = "days_max_ge30", "真夏日(最高30℃以上)の日数"
    FROST_DAYS = "days_min_lt0", "冬日(最低0℃未満)の日数"
    ICE_DAYS = "days_max_lt0", "真冬日(最高0℃未満)の日数"
    PRECIPITATION = "precip_mm", "降水量"
    SUNSHINE = "sunshine_h", "日照時間"
    WIND = "wind_ms", "平均風速"
    SNOWFALL = "snowfall_cm", "降雪の深さの合計"
    SNOW_DAYS = "days_depth_ge10cm", "積雪10cm以上の日数"


GROUP_ELEMENTS: Final = {
    ElementGroup.TEMPERATURE: (
        Element.MEAN_TEMP,
        Element.DAILY_MAX,
        Element.DAILY_MIN,
        Element.HOT_DAYS,
        Element.FROST_DAYS,
        Element.ICE_DAYS,
    ),
    ElementGroup.PRECIPITATION: (Element.PRECIPITATION,),
    ElementGroup.SUNSHINE: (Element.SUNSHINE,),
    ElementGroup.WIND: (Element.WIND,),
    ElementGroup.SNOW: (Element.SNOWFALL, Element.SNOW_DAYS),
}

ELEMENT_UNITS: Final = {
    Element.MEAN_TEMP: ("℃", 1),
    Element.DAILY_MAX: ("℃", 1),
    Element.DAILY_MIN: ("℃", 1),
    Element.HOT_DAYS: ("日", 1),
    Element.FROST_DAYS: ("日", 1),
    Element.ICE_DAYS: ("日", 1),
    Element.PRECIPITATION: ("mm", 1),
    Element.SUNSHINE: ("時間", 1),
    Element.WIND: ("m/s", 1),
    Element.SNOWFALL: ("cm", 0),
    Element.SNOW_DAYS: ("日", 1),
}


class How(Labelled):
    """Why a search found a place, best reason first."""

    CODE = "code", "団体コードが一致"
    EXACT = "exact", "名前が一致"
    PREFIX = "prefix", "名前の先頭が一致"
    CONTAINS = "contains", "名前に含まれる"
    KANA = "kana", "読みが一致"
    KANA_PREFIX = "kana_prefix", "読みの先頭が一致"
    FORMER = "former", "以前の名前が一致"
    TYPO = "typo", "よく似た名前"


class FacilityKind(Labelled):
    """What stands near a house (施設の種類)."""

    SHELTER = "shelter", "指定緊急避難場所"
    EVACUATION = "evacuation", "指定避難所"
    STATION = "station", "駅"
    OFFICE = "office", "役場・支所"
    NURSERY = "nursery", "保育園・こども園"
    SCHOOL = "school", "小学校"
    JUNIOR_HIGH = "junior_high", "中学校"
    CLINIC = "clinic", "病院・診療所"
    SHOP = "shop", "買い物"
    POST = "post", "郵便局・銀行"
    FIRE = "fire", "消防署"
    POLICE = "police", "警察署・駐在所"
    BUS_STOP = "bus_stop", "バス停"


class Hazard(Labelled):
    """Kinds of disaster, in the order of the national table of shelters (災害種別)."""

    FLOOD = "flood", "洪水"
    LANDSLIDE = "landslide", "崖崩れ・土石流・地滑り"
    STORM_SURGE = "storm_surge", "高潮"
    EARTHQUAKE = "earthquake", "地震"
    TSUNAMI = "tsunami", "津波"
    FIRE = "fire", "大規模な火事"
    INLAND_FLOOD = "inland_flood", "内水氾濫"
    VOLCANO = "volcano", "火山現象"
