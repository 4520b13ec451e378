"""Why a figure is missing (値がない理由): an empty cell is never shown without saying why."""

from typing import Final

from kayoi.foundation.places.states import PlaceKind
from kayoi.kit.states import Labelled


class Absence(Labelled):
    NOT_PUBLISHED = "not_published", "この統計表に値がありません"
    NO_WARD_FIGURES = "no_ward_figures", "この統計表には、政令指定都市の区の値がありません"
    SAMPLE_SURVEY = "sample_survey", "標本調査のため、市と区、人口1万5千人以上の町村の値だけが公表されています"
    BLOCK_PROJECTION = (
        "block_projection",
        "福島県浜通りの13市町村は一括して推計されているため、市町村別の値とその合計がありません",
    )
    WARD_REORGANIZED = "ward_reorganized", "2024年の再編より前の区で公表されているため、今の区の値がありません"
    NO_RESIDENTS = "no_residents", "国勢調査の日に住んでいる人がいませんでした(原子力災害による避難)"
    NO_BASE = "no_base", "計算に使う値がそろわないため、計算していません"
    PREFECTURES_ONLY = "prefectures_only", "都道府県の値だけが公表されています"
    NO_PREFECTURE_FIGURE = "no_prefecture_figure", "市区町村の値を合計できない項目のため、都道府県の値を持っていません"
    ABOLISHED = "abolished", "廃止された区のため、値がありません"
    NO_STATION = "no_station", "近くにこの要素を観測している観測所がありません(雪は40km、ほかは75kmまで)"
    UNKNOWN_ALTITUDE = "unknown_altitude", "役所の標高の公表値を持っていないため、高さの差は分かりません"


# What an empty town or a new ward explains; other reasons (a survey of large towns only) hold all the same.
_EXPLAINED: Final = frozenset({Absence.NOT_PUBLISHED, Absence.NO_BASE, Absence.NO_WARD_FIGURES})


def absence_of(
    usual: Absence,
    *,
    kind: PlaceKind,
    abolished: bool = False,
    empty: bool = False,
    younger: bool = False,
    of_prefecture: bool = True,
) -> Absence:
    """Return the reason that fits the place best when no table gives one.

    `usual` is what the definition says; `empty` means that nobody lived there at the last census; `younger` that the
    place began after the day of the figure; `of_prefecture` tells whether prefectures have the figure at all.

    Source: docs/data-sources.md, 値がない理由
    """
    if abolished:
        return Absence.ABOLISHED
    if kind is PlaceKind.PREFECTURE:
        return Absence.NOT_PUBLISHED if of_prefecture else Absence.NO_PREFECTURE_FIGURE
    if usual is Absence.NO_WARD_FIGURES and kind is PlaceKind.WARD:
        return usual
    if empty and usual in _EXPLAINED:
        return Absence.NO_RESIDENTS
    if younger and kind is PlaceKind.WARD and usual is not Absence.PREFECTURES_ONLY:
        return Absence.WARD_REORGANIZED
    return Absence.NOT_PUBLISHED if usual is Absence.NO_WARD_FIGURES else usual
