"""The ministry's survey, cross tables, official series, answer sheets."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, Interest
from kayoi.foundation.identity.services import share
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.actor import system
from kayoi.programmes.fairs.services import withdraw_visit
from kayoi.programmes.fairs.states import EventKind
from kayoi.programmes.fairs.tests.factories import make_event, make_visit
from kayoi.programmes.settling.tests.factories import define, make_move
from kayoi.strategy.indicators import selectors, services
from kayoi.strategy.indicators.forms.official import OfficialForm
from kayoi.strategy.indicators.models import OfficialFigure
from kayoi.strategy.indicators.rules.survey import at_desk, bucket_of, crossed, percent, survey_counts
from kayoi.strategy.indicators.services import Published
from kayoi.strategy.indicators.states import Bucket, Dimension, Subject, YearKind
from tests.cast import Member, enter

BY = system("test")
TODAY = date(2026, 12, 20)
with (Path(__file__).parent / "cases/survey.csv").open(encoding="utf-8") as opened:
    CASES = list(csv.DictReader(opened))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["なぜ"])
def test_bucket(row: dict[str, str]) -> None:
    assert (bucket_of(row["種類"], row["方法"]) or "") == row["区分"]


def test_survey_counts_add_up() -> None:
    visits = [("fair_visit", "event", 3), ("fair_visit_withdrawn", "event", 1), ("seminar_withdrawn", "event", 1)]
    counts = survey_counts([("question", "telephone", 4), ("question", "event", 2), ("seminar", "event", 9), *visits])
    assert set(counts) == set(Bucket)
    assert (counts[Bucket.TELEPHONE], counts[Bucket.EVENT], at_desk(counts)) == (4, 4, 4)


def test_cross_table_has_totals_base_and_hidden_cells() -> None:
    pairs = [("a", "x")] * 7 + [("a", "y")] * 2 + [("b", "x")] * 9 + [("b", "y")] * 8 + [("c", "y")] * 6
    found = crossed(pairs, rows=["a", "b", "c", "d"], columns=["x", "y", "z"], base=32)
    assert (found.rows, found.columns) == (["a", "b", "c"], ["x", "y", "計"])
    assert found.cells == [[7, 2, 9], [9, 8, 17], [0, 6, 6], [16, 16, 32]]
    shown = dict(found.shown(published=True))
    assert shown["a"][1] is None
    assert sum(cell is None for line in shown.values() for cell in line) >= 4
    assert dict(found.shown(published=False))["a"] == [7, 2, 9]
    assert (percent(8, 32), percent(None, 32), percent(1, 0)) == (25.0, None, None)


def asked(at: datetime, times: int, channel: Channel, **fields: str) -> CaseFile:
    file = casefiles.open_case_file(fields=fields, by=BY, at=at)  # type: ignore[arg-type]
    for _ in range(times):
        casefiles.add_engagement(file=file, kind="question", occurred_at=at, channel=channel, by=BY, at=at)
    return file


def test_survey_splits_desk_and_event(in_ina: Organization, at: datetime) -> None:
    file = asked(at, 3, Channel.TELEPHONE)
    asked(at, 2, Channel.EVENT)
    asked(at.replace(month=3), 1, Channel.EMAIL)  # the fiscal year before
    casefiles.add_engagement(file=file, kind="appointment", occurred_at=at, channel=Channel.ONLINE, by=BY, at=at)
    for kind in (EventKind.FAIR, EventKind.SEMINAR):
        event = make_event(by=BY, at=at, on=TODAY, kind=kind)
        make_visit(event, by=BY, at=at, fields=None, persons=4)
    found = selectors.survey(2026)
    assert (found.desk, found.event, found.seminars) == (4, 3, (1, 4))
    assert found.by_prefecture == [("不明・無回答", 6)]
    assert "窓口,計,4" in selectors.survey_csv(found).decode("utf-8-sig")


def test_survey_of_towns_that_share_hides_small_cells(
    ina: Organization, sado: Organization, nagano: Organization, at: datetime
) -> None:
    for town, times in ((ina, 9), (sado, 3)):
        with scope.of_organization(town.pk):
            asked(at, times, Channel.TELEPHONE)
            asked(at, 6, Channel.EVENT)
            share(giver=town, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at)
    with scope.of_organization(nagano.pk):
        lines = dict(selectors.survey_of_givers(nagano, 2026, on=TODAY))
    assert lines["佐渡市"][0] is None
    assert lines["計"][2] in {24, None}
    assert set(lines) == {"伊那市", "佐渡市", "計"}


def test_a_withdrawn_visit_is_not_shared(ina: Organization, nagano: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        asked(at, 9, Channel.TELEPHONE)
        event = make_event(by=BY, at=at, on=TODAY)
        visits = [make_visit(event, by=BY, at=at) for _ in range(7)]
        withdraw_visit(visit=visits[0], version=1, why="二度打ち込んだ", by=BY, at=at)
        share(giver=ina, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at)
    with scope.of_organization(nagano.pk):
        lines = dict(selectors.survey_of_givers(nagano, 2026, on=TODAY))
    assert lines["伊那市"] == [9, 6, 15]


def test_cross_counts_several_interests_once_each(in_ina: Organization, at: datetime) -> None:
    file = asked(at, 2, Channel.TELEPHONE, age_band="30s")
    casefiles.set_wishes(file=file, interests={Interest.HOUSING, Interest.WORK}, by=BY, at=at)
    asked(at, 1, Channel.EMAIL)
    found = selectors.cross(2026, Dimension.INTEREST, Dimension.AGE)
    assert found.base == 3
    assert dict(found.shown(published=False)) == {
        "住まい": [2, 0, 2], "仕事": [2, 0, 2], "不明・無回答": [0, 1, 1], "計": [4, 1, 5],
    }  # fmt: skip
    by_month = selectors.cross(2026, Dimension.MONTH, Dimension.CHANNEL)
    assert dict(by_month.shown(published=False)) == {"11月": [2, 1, 3], "計": [2, 1, 3]}
    assert "秘匿" in selectors.cross_csv(found, published=True).decode("utf-8-sig")
    assert "秘匿" not in selectors.cross_csv(found, published=False).decode("utf-8-sig")


def recorded(at: datetime, value: int, as_of: date, year: int = 2023) -> None:
    services.record_official(
        subject=Subject.NET_CHANGE, year_kind=YearKind.FISCAL, rows=[Published(year, Decimal(value))],
        publisher="長野県", table="人口異動調査", as_of=as_of, by=BY, at=at,
    )  # fmt: skip


def test_later_vintage_is_shown_and_the_same_one_replaced(in_ina: Organization, at: datetime) -> None:
    recorded(at, -5, date(2024, 4, 1))
    recorded(at, -8, date(2024, 6, 1))
    recorded(at, -7, date(2024, 4, 1))
    (series,) = selectors.official_series(town_code="")
    (value,) = series.values
    assert (int(value.value), value.vintages, value.source) == (-8, 2, "長野県「人口異動調査」R6.6.1時点")
    assert sorted(OfficialFigure.objects.values_list("value", flat=True)) == [-8, -7]
    define(at)
    make_move(at, persons=4, on=date(2023, 5, 1))
    drawn = selectors.beside(series, selectors.own_counts(series.subject, town_code="202096"))
    assert drawn.about.title == "公表値 社会動態(社会増減)"
    assert "この町の記録: 市の移住者" in str(drawn.table.header)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"publisher": ""}, "公表者を書いてください"),
        ({"table": ""}, "表の名称を書いてください"),
        ({"as_of": ""}, ""),
        ({"year": ""}, "ファイルを選ぶか、年と値を書いてください"),
    ],
)
def test_no_value_without_its_source(changes: dict[str, str], why: str) -> None:
    typed = {
        "subject": "fertility", "year_kind": "calendar", "publisher": "厚生労働省", "table": "人口動態統計",
        "as_of": "2024-06-05", "year": "2023", "value": "1.20",
    }  # fmt: skip
    assert OfficialForm(typed).is_valid()
    wrong = OfficialForm(typed | changes)
    assert not wrong.is_valid()
    assert why in str(wrong.errors)


def test_answer_is_kept_and_shown_the_next_time(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    with scope.of_organization(ina.pk):
        asked(at, 2, Channel.TELEPHONE)
        key = define(at)
        make_move(at, persons=3)
        recorded(at, -8, date(2026, 6, 1), year=2026)
    page = "/ina/staff/figures/answers/questions/?year=2026"
    assert client.post(page, {"occasion": ""}).status_code == 422
    assert client.post(page, {"occasion": "12月定例会", "answer": "増えています。"}).status_code == 302
    again = client.get("/ina/staff/figures/answers/questions/?month=2026-11").content.decode()
    assert "増えています。" in again
    assert "2件" in again
    for wrong in ("0000", "9999"):
        assert client.get(f"/ina/staff/figures/answers/questions/?year={wrong}").status_code == 200
    moves = client.get(f"/ina/staff/figures/answers/moves-{key}/?year=2026").content.decode()
    assert "1組 3人" in moves
    assert "-8人(長野県「人口異動調査」" in moves
    assert "増えています。" not in moves
    assert "12月定例会" in client.get("/ina/staff/figures/answers/").content.decode()
    assert client.get("/ina/staff/figures/answers/nothing/").status_code == 404


def test_official_pages(ina: Organization, officer: Member) -> None:
    client = enter(officer.user)
    typed = {
        "subject": "net_change", "year_kind": "fiscal", "publisher": "伊那市", "table": "実績", "as_of": "2024-03-31",
        "year": "2023", "value": "-8",
    }  # fmt: skip
    assert client.post("/ina/staff/figures/official/new/", typed).status_code == 302
    page = client.get("/ina/staff/figures/official/").content.decode()
    assert "公表値: 社会動態(社会増減)" in page
    assert "伊那市「実績」R6.3.31時点" in page
    assert client.post("/ina/staff/figures/official/new/", typed | {"publisher": ""}).status_code == 422
