"""What movers say of a district: agreed to, never so few that everybody knows who it was."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.models import CheckIn
from kayoi.programmes.settling.rules.voices import Voice, area_key, shown_voices
from kayoi.programmes.settling.tests.factories import BY, make_move, say
from tests.cast import Member, enter

with (Path(__file__).parent / "cases/area_key.csv").open(encoding="utf-8") as opened:
    CASES = list(csv.DictReader(opened))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["なぜ"])
def test_area_key(row: dict[str, str]) -> None:
    assert (area_key(row["一つ"]) == area_key(row["もう一つ"])) is (row["同じ"] == "はい")


def test_shown_voices() -> None:
    few = [Voice(1, 1, 3, "a"), Voice(2, 1, 12, "b"), Voice(3, 2, 3, "c", "d")]
    assert [voice.words for voice in shown_voices(few)] == ["d"]  # two households, whatever they said
    assert [voice.words for voice in shown_voices([*few, Voice(4, 3, 3, "e")])] == ["a", "b", "d", "e"]


def moved(at: datetime, words: str, area: str = "東地区", **more: str) -> CheckIn:
    file = casefiles.open_case_file(fields={"name": words}, by=BY, at=at)
    return say(make_move(at, file=file), words, area, at=at, **more)  # type: ignore[arg-type]


def test_few_voices_are_kept_back_until_they_are_three_or_put_otherwise(in_ina: Organization, at: datetime) -> None:
    first = moved(at, "組の集まりが毎月ある")
    moved(at, "よその地区", "西地区")
    moved(at, "バスが早く終わる", retold="夜のバスがない")
    today = local_date(at)
    found = selectors.voices_of("東地区", on=today)
    assert [voice.words for voice in found.shown] == ["夜のバスがない"]
    assert found.kept_back == [first.pk]
    third = moved(at, "雪が重い", "東")
    assert len(selectors.voices_of("東地区", on=today).shown) == 3
    services.retract_move(move=third.move, version=third.move.version, why="人ちがい", by=BY, at=at)
    assert len(selectors.voices_of("東地区", on=today).shown) == 1


def test_voices_of_protected_people_are_neither_shown_nor_counted(in_ina: Organization, at: datetime) -> None:
    for words in ("一", "二", "三"):
        last = moved(at, words)
    file = last.move.case_file
    assert file is not None
    casefiles.protect(file=file, starts_on=local_date(at), basis="", by=BY, at=at)
    found = selectors.voices_of("東地区", on=local_date(at))
    assert (found.shown, len(found.kept_back)) == ([], 2)


def test_words_are_asked_after_three_months_and_kept_only_with_the_district(
    ina: Organization, officer: Member, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        move = make_move(at, file=casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at))
        first, third = (move.check_ins.get(months=months) for months in (1, 3))
    client = enter(officer.user)
    assert 'name="told"' not in client.get(f"/ina/staff/check-ins/{first.pk}/").content.decode()
    address = f"/ina/staff/check-ins/{third.pk}/"
    answers = {"answered_on": "2026-11-20", "channel": "telephone", "outcome": "settled", "may_use": "on"}
    assert "ここも書いてください" in client.post(address, answers).content.decode()
    client.post(address, answers | {"told": "草刈りが多い", "area": "東地区"})
    assert "草刈りが多い" in client.get(address).content.decode()
    client.post(f"{address}retell/", {"retold": "共同作業が多い"})
    with scope.of_organization(ina.pk):
        third.refresh_from_db()
        assert (third.told, third.retold, third.may_use) == ("草刈りが多い", "共同作業が多い", True)
