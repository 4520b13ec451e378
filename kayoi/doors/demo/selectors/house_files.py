"""What stands on the files of invented houses."""

from random import Random
from typing import Any

from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes.states import HomeKind, Offer

# 町字 and about where they lie; sea level, snow and distances are other parts' matter.
QUARTERS = {
    "ina": (
        ("高遠町勝間", 35.833, 138.062), ("高遠町藤沢", 35.884, 138.108), ("長谷非持", 35.803, 138.083),
        ("長谷黒河内", 35.776, 138.093), ("西箕輪", 35.874, 137.927), ("手良", 35.868, 138.003),
        ("東春近", 35.797, 137.967), ("西春近", 35.799, 137.936), ("富県", 35.808, 138.006), ("美篶", 35.838, 138.005),
    ),
    "chino": (
        ("玉川", 35.986, 138.264), ("豊平", 36.009, 138.296), ("湖東", 36.025, 138.204), ("金沢", 35.946, 138.179),
    ),
    "sado": (
        ("両津湊", 38.083, 138.437), ("相川下戸", 38.030, 138.234), ("小木町", 37.816, 138.280),
        ("真野新町", 37.966, 138.337), ("赤泊", 37.869, 138.413),
    ),
}  # fmt: skip
TITLES = (
    ("庭から山の見える家", "House with mountains beyond the garden"),
    ("土間のある古民家", "Farmhouse with an earthen floor"),
    ("納屋と畑の付いた平屋", "Bungalow with a barn and a field"),
    ("日当たりのよい二階建て", "Sunny house of two storeys"),
    ("駅へ歩ける小さな家", "Small house within walking distance of the station"),
    ("薪ストーブのある家", "House with a wood stove"),
    ("店に使える一階のある家", "House with room for a shop below"),
    ("川音の聞こえる家", "House by the sound of the river"),
    ("蔵のある大きな家", "Large house with a storehouse"),
    ("手入れのよい昭和の家", "Well-kept house of the Showa era"),
)


def house_of(town: Organization, chance: Random, number: int) -> dict[str, Any]:
    """Return what stands on the file of an invented house."""
    quarter, lat, lon = QUARTERS[town.slug][number % len(QUARTERS[town.slug])]
    offer = (Offer.SALE, Offer.SALE, Offer.RENT, Offer.SALE, Offer.BOTH)[number % 5]
    title, title_en = TITLES[number % len(TITLES)]
    rooms = chance.choice(("3K", "4DK", "5DK", "6DK", "4LDK", "7DK"))
    return {
        "kind": HomeKind.SHOP_DWELLING if number % 10 == 6 else HomeKind.DWELLING,
        "offer": offer,
        "price_yen": None if offer is Offer.RENT else chance.randrange(8, 160) * 100_000,
        "rent_yen": None if offer is Offer.SALE else chance.randrange(20, 60) * 1_000,
        "place_code": town.place_code,
        "quarter": quarter,
        "address": f"{chance.randrange(100, 9999)}番地(架空)",
        "lat": round(lat + chance.uniform(-0.01, 0.01), 5),
        "lon": round(lon + chance.uniform(-0.01, 0.01), 5),
        "built_year": chance.randrange(1948, 2004),
        "floor_m2": chance.randrange(65, 240),
        "land_m2": chance.randrange(140, 900),
        "farmland_m2": chance.randrange(200, 2400) if number % 4 == 2 else None,
        "vacant_since": chance.randrange(2010, 2025),
        "title": title,
        "title_en": title_en,
        "appeal": f"{quarter}にある{rooms}の家です。見学のときに、冬の様子と地区の決まりもお話しします。",
        "appeal_en": f"A house of type {rooms} in {quarter}. At a viewing we also talk about winters and customs.",
        "details": {
            "structure": "wood", "storeys": 1 if number % 3 == 0 else 2, "rooms": rooms, "pets": number % 2 == 0,
        },
    }  # fmt: skip
