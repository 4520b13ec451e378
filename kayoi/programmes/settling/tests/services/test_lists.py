"""Lists of the residents' register: matched, confirmed once, deleted."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.forms.lists import ListForm
from kayoi.programmes.settling.models import MatchList, MatchRow, Move
from kayoi.programmes.settling.services import Matched
from kayoi.programmes.settling.states import LEGAL_GROUND, ListKind
from kayoi.programmes.settling.tests.factories import BY, make_move

TODAY = date(2026, 11, 20)
PASTED = """転入者一覧(令和8年10月)
世帯番号\t氏名\tフリガナ\t生年月日\t異動日\t前住所
1001\t山田　花\tヤマダ ハナ\tH2.5.1\tR8.10.3\t東京都新宿区西新宿2-8-1
1001\t山田　実\tヤマダ ミノル\tR2.8.9\tR8.10.3\t東京都新宿区西新宿2-8-1
1002\t鈴木　健\tスズキ ケン\tS60.1.1\tR8.10.5\t長野県駒ヶ根市赤須町20-1
"""


def a_file(at: datetime, **fields: object) -> CaseFile:
    values = {"name": "山田 花", "kana": "やまだ はな", "birth_on": date(1990, 5, 1)} | fields
    return casefiles.open_case_file(fields=values, by=BY, at=at)  # type: ignore[arg-type]


def handed_in(at: datetime, text: str = PASTED, kind: ListKind = ListKind.MOVED_IN) -> MatchList:
    data = {"kind": kind.value, "covers_until": "2026-10-31", "pasted": text}
    form = ListForm(data, today=TODAY)
    assert form.is_valid(), form.errors
    rows, until = form.cleaned_data["rows"], form.cleaned_data["covers_until"]
    return services.match_list(kind=kind, covers_until=until, rows=rows, by=BY, at=at)


def test_matched_confirmed_and_deleted(in_ina: Organization, at: datetime) -> None:
    file, likely = a_file(at), a_file(at, name="鈴木 健", kana="", birth_on=None)
    found = handed_in(at)
    matched = selectors.matched_rows(found)
    assert [(row.candidate, row.persons) for row in matched.same] == [(file, 2)]
    assert [row.candidate for row in matched.likely] == [likely]
    assert matched.none == 1
    done = services.confirm_list(match_list=found, rows=[row.pk for row in matched.same], by=BY, at=at)
    assert done == Matched(1, 0, 0)
    move = Move.objects.get()
    assert (move.case_file, move.persons, move.moved_in_on) == (file, 2, date(2026, 10, 3))
    assert (move.origin_kind, move.source) == ("unknown", "register")  # no places are loaded here
    assert MatchRow.objects.count() == 0
    found.refresh_from_db()
    assert (found.rows_read, found.confirmed, found.ground) == (3, 1, LEGAL_GROUND)
    with pytest.raises(ChangedMeanwhile):
        services.confirm_list(match_list=found, rows=[], by=BY, at=at)


def test_the_same_list_again_records_nothing(in_ina: Organization, at: datetime) -> None:
    a_file(at)
    for expected in (Matched(1, 0, 0), Matched(0, 1, 0)):
        found = handed_in(at)
        rows = [row.pk for row in selectors.matched_rows(found).same]
        assert services.confirm_list(match_list=found, rows=rows, by=BY, at=at) == expected
    assert Move.objects.count() == 1


def test_two_files_alike_are_never_surely_the_same(in_ina: Organization, at: datetime) -> None:
    a_file(at)
    a_file(at)
    matched = selectors.matched_rows(handed_in(at))
    assert (len(matched.same), len(matched.likely)) == (0, 1)


def test_move_outs_end_moves_and_show_who_is_still_here(in_ina: Organization, at: datetime) -> None:
    left = make_move(at, file=a_file(at), on=date(2026, 4, 1))
    make_move(at, file=a_file(at, name="佐藤 次郎", kana="", birth_on=None), on=date(2026, 4, 1))
    without = a_file(at, name="鈴木 健", kana="", birth_on=date(1985, 1, 1))
    found = handed_in(at, kind=ListKind.MOVED_OUT)
    rows = selectors.matched_rows(found).same
    assert {row.candidate for row in rows} == {left.case_file, without}
    done = services.confirm_list(match_list=found, rows=[row.pk for row in rows], by=BY, at=at)
    assert done == Matched(1, 0, 1)
    left.refresh_from_db()
    assert left.moved_out_on == date(2026, 10, 3)
    assert sorted((one.months, one.left) for one in selectors.observed()) == [(6, False), (6, True)]


def test_lists_that_nobody_confirms_go(in_ina: Organization, at: datetime) -> None:
    handed_in(at)
    week = timedelta(days=7)
    assert services.forget_old_lists(older_than=week, by=BY, at=at + week) == 0
    assert services.forget_old_lists(older_than=week, by=BY, at=at + week + timedelta(seconds=1)) == 1
    assert MatchList.objects.count() == MatchRow.objects.count() == 0
    assert Entry.objects.filter(action="settling.discard_list").count() == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "ファイルを選ぶか"),
        ("名簿\t住所\nあ\tい\n", "「異動日」の列が見つかりません"),
        ("氏名\t異動日\n山田 花\t2026/13/40\n鈴木 健\t2026/10/1\n", "2行目の異動日"),
        ("氏名\t生年月日\t異動日\n\t1990/1/1\t2026/10/1\n", "2行目: 氏名がありません"),
    ],
)
def test_what_cannot_be_read_is_said(in_ina: Organization, text: str, why: str) -> None:
    form = ListForm({"kind": "moved_in", "covers_until": "2026-10-31", "pasted": text}, today=TODAY)
    assert not form.is_valid()
    assert why in str(form.errors)
