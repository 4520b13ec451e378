"""Read prefectures, municipalities and their changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kayoi.foundation.places.rules.distance import distance_km
from kayoi.foundation.places.rules.history import Change, History
from kayoi.foundation.places.rules.reading.tables import Repair, Repairs, WrongData, member, number, rows
from kayoi.foundation.places.rules.romaji import english_name, prefecture_in_english
from kayoi.foundation.places.states import ChangeReason, PlaceKind, PlaceStatus
from kayoi.kit.text import check_digit, municipality_code

KINDS = {
    "政令指定都市": PlaceKind.DESIGNATED_CITY,
    "市": PlaceKind.CITY,
    "町": PlaceKind.TOWN,
    "村": PlaceKind.VILLAGE,
    "特別区": PlaceKind.SPECIAL_WARD,
    "政令市の区": PlaceKind.WARD,
}
FAR_KM = 45.0
_CHANGE = ("date", "reason_key", "old_code5", "old_name", "new_code5", "new_name")
_PREFECTURE = ("pref", "prefkana", "pref_en", "lgcode", "url", "lat", "lng")
_MUNICIPALITY = (
    *("code5", "code6", "name", "kana", "kind", "parent_code5", "lat", "lon", "centroid_lat", "centroid_lon"),
    *("area_km2", "area_note", "gun_or_shinko", "url", "status"),
)


@dataclass(frozen=True)
class PlaceRow:
    """A place as it will be stored; codes of other places instead of keys."""

    code: str
    code5: str
    kind: PlaceKind
    name: str
    full_name: str
    kana: str
    name_en: str
    name_en_by_rule: bool
    prefecture: str | None
    parent: str | None
    district: str
    site_url: str
    office_lat: float
    office_lon: float
    office_note: str
    centroid_lat: float | None
    centroid_lon: float | None
    area_km2: float | None
    area_note: str
    valid_from: date | None
    valid_until: date | None
    status: PlaceStatus
    successor: str | None
    population: int | None = None
    population_year: int | None = None


def read_places(files: Mapping[str, str], history: History, repairs: Repairs) -> dict[str, PlaceRow]:
    """Return all places by five-digit code, prefectures first, each after what it belongs to.

    Source: 全国地方公共団体コード; docs/data-sources.md, localgov and area
    """
    prefectures = [_prefecture(row, repairs) for row in rows(files, "prefectures.csv", *_PREFECTURE)]
    places = {place.code5: place for place in prefectures}
    offices = {row["code5"]: row for row in rows(files, "offices.csv", "code5", "position", "note")}
    table = rows(files, "municipalities.csv", *_MUNICIPALITY)
    problems: list[str] = []
    for row in sorted(table, key=lambda row: (row["parent_code5"] != "", row["code5"])):
        try:
            if row["code5"] in places:
                raise WrongData([f"municipalities.csv {row['code5']}: 同じコードの行が2つあります。"])
            place = _municipality(row, places, history, repairs)
            places[place.code5] = _with_office(place, offices.get(place.code5), repairs)
        except WrongData as wrong:
            problems += wrong.problems
    if problems:
        raise WrongData(problems)
    return {code5: _with_successor(place, places, history) for code5, place in places.items()}


def _prefecture(row: Mapping[str, str], repairs: Repairs) -> PlaceRow:
    where = f"prefectures.csv {row['pref']}"
    try:
        code = municipality_code(row["lgcode"], form=6).code
    except ValueError as wrong:
        raise WrongData([f"{where}: {wrong}。"]) from None
    if code != row["lgcode"]:
        repairs.note(Repair.LOST_ZERO, f"{row['pref']} {row['lgcode']}→{code}")
    return PlaceRow(
        code=code,
        code5=code[:5],
        kind=PlaceKind.PREFECTURE,
        name=row["pref"],
        full_name=row["pref"],
        kana=row["prefkana"],
        name_en=prefecture_in_english(row["pref_en"]),
        name_en_by_rule=False,
        prefecture=None,
        parent=None,
        district="",
        site_url=row["url"],
        office_lat=_degrees(row["lat"], 20, 46, f"{where} 緯度"),
        office_lon=_degrees(row["lng"], 122, 155, f"{where} 経度"),
        office_note="",
        centroid_lat=None,
        centroid_lon=None,
        area_km2=None,
        area_note="",
        valid_from=None,
        valid_until=None,
        status=PlaceStatus.CURRENT,
        successor=None,
    )


def _municipality(
    row: Mapping[str, str], places: Mapping[str, PlaceRow], history: History, repairs: Repairs
) -> PlaceRow:
    where = f"municipalities.csv {row['code5']} {row['name']}"
    _check(row["code6"], row["code5"], where)
    if row["kind"] not in KINDS:
        raise WrongData([f"{where}: 種別「{row['kind']}」は知らない種別です。"])
    kind, prefecture = KINDS[row["kind"]], places.get(f"{row['code5'][:2]}000")
    parent = places.get(row["parent_code5"]) if row["parent_code5"] else prefecture
    if prefecture is None or parent is None:
        raise WrongData([f"{where}: 属する都道府県または市がありません。"])
    name, kana = _own_name(row, kind, parent, where, repairs)
    ended = history.ended(row["code5"])
    if (row["status"] == "abolished") != (ended is not None):
        raise WrongData([f"{where}: 状態({row['status']})と廃置分合の記録が合いません。"])
    if ended:
        repairs.note(Repair.ABOLISHED, f"{row['name']}({ended[0]})")
    _note_gaps(row, repairs)
    return PlaceRow(
        code=row["code6"],
        code5=row["code5"],
        kind=kind,
        name=name,
        full_name=(parent.full_name if kind is PlaceKind.WARD else prefecture.name) + name,
        kana=kana,
        name_en=_english(kana, kind, where),
        name_en_by_rule=True,
        prefecture=prefecture.code5,
        parent=parent.code5,
        district=row["gun_or_shinko"] if kind is not PlaceKind.WARD else "",
        site_url=row["url"],
        office_lat=_degrees(row["lat"], 20, 46, f"{where} 緯度"),
        office_lon=_degrees(row["lon"], 122, 155, f"{where} 経度"),
        office_note="",
        centroid_lat=number(row["centroid_lat"], where=f"{where} 重心の緯度", least=20, most=46),
        centroid_lon=number(row["centroid_lon"], where=f"{where} 重心の経度", least=122, most=155),
        area_km2=number(row["area_km2"], where=f"{where} 面積", least=0.5, most=90_000),
        area_note=row["area_note"],
        valid_from=history.founded(row["code5"]),
        valid_until=ended[0] if ended else None,
        status=PlaceStatus.ABOLISHED if ended else PlaceStatus.CURRENT,
        successor=None,
    )


def _english(kana: str, kind: PlaceKind, where: str) -> str:
    try:
        return english_name(kana, kind)
    except KeyError:
        raise WrongData([f"{where}: よみ「{kana}」にひらがなでない文字があります。"]) from None


def _own_name(
    row: Mapping[str, str], kind: PlaceKind, parent: PlaceRow, where: str, repairs: Repairs
) -> tuple[str, str]:
    """Return name and kana without those of the city that a ward belongs to."""
    name, kana = row["name"].strip(), row["kana"].strip()
    if kind is PlaceKind.WARD:
        city, _, name = name.partition(" ")
        city_kana, _, kana = kana.partition(" ")
        if city != parent.name or city_kana != parent.kana:
            raise WrongData([f"{where}: 属する市の名称かよみが合いません({parent.name} {parent.kana})。"])
        repairs.note(Repair.NAME_SPLIT, row["name"])
    if not name or not kana or " " in name + kana:
        raise WrongData([f"{where}: 名称かよみがないか、空白を含みます。"])
    return name, kana


def _note_gaps(row: Mapping[str, str], repairs: Repairs) -> None:
    for column, kind in (
        ("centroid_lat", Repair.NO_CENTROID),
        ("area_km2", Repair.NO_AREA),
        ("url", Repair.NO_URL),
    ):
        if not row[column]:
            repairs.note(kind, row["name"])


def _with_office(place: PlaceRow, office: Mapping[str, str] | None, repairs: Repairs) -> PlaceRow:
    """Take the centroid or a note from offices.csv; every office far from its area must have one."""
    if office and office["position"] == "centroid":
        if place.centroid_lat is None or place.centroid_lon is None:
            raise WrongData([f"offices.csv {place.full_name}: 区域の重心がありません。"])
        repairs.note(Repair.OFFICE_MOVED, place.full_name)
        return replace(place, office_lat=place.centroid_lat, office_lon=place.centroid_lon, office_note=office["note"])
    if place.centroid_lat is not None and place.centroid_lon is not None:
        away = distance_km((place.office_lat, place.office_lon), (place.centroid_lat, place.centroid_lon))
        if away >= FAR_KM:
            if office is None:
                raise WrongData([f"{place.full_name}: 役所が区域の重心から{away:.0f}km離れています。"])
            repairs.note(Repair.OFFICE_FAR, f"{place.full_name} {away:.0f}km")
    return replace(place, office_note=office["note"]) if office else place


def _with_successor(place: PlaceRow, places: Mapping[str, PlaceRow], history: History) -> PlaceRow:
    """Name the one successor of an abolished place; where it was divided there are several (see History)."""
    ended = history.ended(place.code5)
    if ended is None or len(ended[1]) != 1 or ended[1][0] not in places:
        return place
    return replace(place, successor=ended[1][0])


def _check(code6: str, code5: str, where: str) -> None:
    if not (len(code6) == 6 and code6.isascii() and code6.isdigit() and code6[:5] == code5):
        raise WrongData([f"{where}: 団体コード「{code6}」は6桁の数字ではないか、5桁のコードと合いません。"])
    if code6[5] != check_digit(code5):
        raise WrongData([f"{where}: 団体コード「{code6}」の検査数字が違います(正しくは{code5}{check_digit(code5)})。"])


def _degrees(text: str, least: float, most: float, where: str) -> float:
    value = number(text, where=where, least=least, most=most)
    if value is None:
        raise WrongData([f"{where}: 値がありません。"])
    return value


def read_changes(files: Mapping[str, str], repairs: Repairs) -> History:
    """Return all changes since April 1970; renamings that keep their code come from a file of their own.

    Source: 統計に用いる標準地域コード (廃置分合等); docs/data-sources.md, changes
    """
    changes: dict[tuple[str, ...], Change] = {}
    for name in ("changes.csv", "renames.csv"):
        for line, row in enumerate(rows(files, name, *_CHANGE), start=2):
            try:
                change = Change(
                    date.fromisoformat(row["date"]),
                    member(ChangeReason, row["reason_key"], where=f"{name} {line}行目"),
                    row["old_code5"].zfill(5),
                    row["old_name"],
                    row["new_code5"].zfill(5),
                    row["new_name"],
                )
            except ValueError as wrong:
                raise WrongData([f"{name} {line}行目: 日付を読めません({wrong})。"]) from None
            key = (row["date"], change.old_code5, change.new_code5, change.reason.value)
            if key in changes:
                repairs.note(Repair.ALREADY_SAID, f"{row['date']} {change.old_name}")
            elif name == "renames.csv":
                repairs.note(Repair.RENAMED, f"{change.old_name}→{change.new_name}({row['date']})")
            changes.setdefault(key, change)
    return History(changes.values())
