"""Tables as text, and what was found wrong or mended in them."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from kayoi.kit.states import Labelled

SHOWN: Final = 8
L = TypeVar("L", bound=Labelled)


class WrongData(Exception):
    """The files cannot be loaded (取り込めないデータ); every problem is a Japanese sentence."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" / ".join(self.problems[:SHOWN]))


class Repair(Labelled):
    LOST_ZERO = "lost_zero", "先頭の0が落ちた団体コードを6桁に直した"
    NAME_SPLIT = "name_split", "市名と区名が空白でつながった名称とよみを分けた"
    OFFICE_MOVED = "office_moved", "役所の位置を区域の重心で代えた"
    OFFICE_FAR = "office_far", "役所が区域の重心から45km以上離れている(注意を付けた)"
    NO_CENTROID = "no_centroid", "区域の重心がない(境界が2021年のため)"
    NO_AREA = "no_area", "面積がない(廃止された区)"
    NO_URL = "no_url", "公式サイトがない"
    ABOLISHED = "abolished", "廃止された区を、廃止日と引き継いだ区を付けて残した"
    CODE_FOLLOWED = "code_followed", "変わる前のコードの値を、今のコードに付け替えた"
    NOT_A_PLACE = "not_a_place", "対象にしない地域の行を読みとばした"
    SECOND_HAND = "second_hand", "元の公表資料にない値を取り除いた"
    RENAMED = "renamed", "コードが変わらない名称変更を補った"
    ALREADY_SAID = "already_said", "同じ内容の廃置分合の行をまとめた"
    POINT_UNPLACED = "point_unplaced", "位置がないか、市区町村から60kmより遠い点を読みとばした"
    POINT_TWICE = "point_twice", "同じ種類・名称・位置の施設を一つにまとめた"
    PREFECTURE_SUM = "prefecture_sum", "一部の市区町村に値がないため、都道府県の合計を作らなかった"


class Repairs:
    """What was mended while reading, by kind, in the order of finding."""

    def __init__(self) -> None:
        self._found: dict[Repair, list[str]] = defaultdict(list)

    def note(self, kind: Repair, what: str) -> None:
        self._found[kind].append(what)

    def count(self, kind: Repair) -> int:
        return len(self._found[kind])

    def lines(self) -> list[str]:
        """Return one Japanese sentence a kind, with the number and the first examples."""
        lines = []
        for kind, whats in self._found.items():
            more = f" ほか{len(whats) - SHOWN}件" if len(whats) > SHOWN else ""
            lines.append(f"{kind.label}: {len(whats):,}件({'、'.join(whats[:SHOWN])}{more})")
        return lines


def rows(files: Mapping[str, str], name: str, *columns: str) -> list[dict[str, str]]:
    """Return the rows of a table that must have these columns; raise WrongData otherwise.

    Source: RFC 4180
    """
    text = files.get(name)
    if text is None:
        raise WrongData([f"{name}: ファイルがありません。"])
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        found = list(reader)
    except csv.Error as wrong:
        raise WrongData([f"{name}: CSVとして読めません({wrong})。"]) from None
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise WrongData([f"{name}: 列がありません({'、'.join(missing)})。"])
    if not found:
        raise WrongData([f"{name}: 行がありません。"])
    for line, row in enumerate(found, start=2):
        if None in row or None in row.values():
            raise WrongData([f"{name} {line}行目: 列の数が見出しと合いません。"])
    return found


def member(kind: type[L], value: str, *, where: str) -> L:
    """Return the member of an enumeration with this value; raise WrongData when there is none.

    Source: the enumerations of states.py
    """
    found = kind.__members__.values()
    for one in found:
        if one.value == value:
            return one
    raise WrongData([f"{where}: 「{value}」は知らない値です。"])


def number(text: str, *, where: str, least: float = 0, most: float = 1e13) -> float | None:
    """Read a number, or None from an empty cell; raise WrongData when it is none or out of range.

    Source: arithmetic
    """
    text = text.strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise WrongData([f"{where}: 数ではありません(「{text}」)。"]) from None
    if not least <= value <= most:
        raise WrongData([f"{where}: 値の範囲({least:g}〜{most:g})を外れています(「{text}」)。"])
    return value


def count(text: str, *, where: str) -> int:
    """Read a number of people or things that must be there.

    Source: arithmetic
    """
    value = number(text, where=where)
    if value is None or value != int(value):
        raise WrongData([f"{where}: 0以上の整数ではありません(「{text}」)。"])
    return int(value)
