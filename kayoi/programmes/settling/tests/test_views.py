"""Pages of settling through the browser's door."""

import re
from datetime import date, datetime

from kayoi.engines.casefiles import services as casefiles
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.settling.models import CheckIn, Move, MoveDefinition
from kayoi.programmes.settling.tests.factories import BY, define, make_move
from tests.cast import Member, enter

ANSWERS = {
    "moved_in_on": "2026-04-10", "origin_kind": "other_prefecture", "age_30s": "2", "age_u20": "1",
    "reason": "children", "intended": "o5", "supports": ["consultation", "home_bank"],
}  # fmt: skip


def test_tablet_takes_a_questionnaire_and_begins_anew(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    page = client.get("/ina/staff/moves/kiosk/").content.decode()
    assert "side-menu" not in page
    assert "マイページ" not in page
    answered = client.post("/ina/staff/moves/kiosk/", ANSWERS)
    assert answered["Location"] == "/ina/staff/moves/kiosk/done/"
    with scope.of_organization(ina.pk):
        move = Move.objects.get()
        assert (move.persons, move.origin_kind, move.intended, move.name) == (3, "other_prefecture", "o5", "")
        assert move.members.count() == 3
        assert move.supports == ["consultation", "home_bank"]


def test_what_is_missing_is_asked_for_and_nothing_is_lost(ina: Organization, officer: Member) -> None:
    client = enter(officer.user)
    wrong = {"moved_in_on": "2026-04-10", "origin_kind": "place", "agree": "on", "kana": "やまだ"}
    answer = client.post("/ina/staff/moves/kiosk/", wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("移った人の数を", "前の市区町村を書くか", "結びつけるには、お名前が要ります"):
        assert sentence in text
    assert 'value="やまだ"' in text


def test_paper_is_typed_in_one_after_the_other(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    typed = ANSWERS | {"source": "survey", "reported_on": "2026-04-12", "another": "1"}
    assert client.post("/ina/staff/moves/new/", typed)["Location"] == "/ina/staff/moves/new/"
    del typed["another"]
    assert client.post("/ina/staff/moves/new/", typed)["Location"] == "/ina/staff/moves/"
    with scope.of_organization(ina.pk):
        assert Move.objects.count() == 2


def test_definition_is_written_and_figures_open_their_moves(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    with scope.of_organization(ina.pk):
        make_move(at, persons=4)
    fields = {
        "name": "市の移住者", "starts_on": "2020-04-01", "origin": "town", "years_at_least": "0",
        "counted_on": "registered", "unit": "households",
    }  # fmt: skip
    assert client.post("/ina/staff/moves/definitions/new/", fields).status_code == 302
    with scope.of_organization(ina.pk):
        key = MoveDefinition.objects.get().key
    page = client.get("/ina/staff/moves/figures/?year=2026").content.decode()
    assert "1組 4人" in page
    assert "市町村の外から転入した世帯" in page
    assert "1組 4人" in client.get(f"/ina/staff/moves/figures/{key}/?year=2026&month=2026-11").content.decode()
    assert "0組 0人" in client.get(f"/ina/staff/moves/figures/{key}/?year=2026&month=2026-10").content.decode()
    again = client.post(f"/ina/staff/moves/definitions/{key}/", fields)
    assert again.status_code == 422
    assert "同じ日から始まる版" in again.content.decode()


def test_check_in_that_finds_nobody_leads_to_the_move_out(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    with scope.of_organization(ina.pk):
        file = casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at)
        move = make_move(at, file=file, on=date(2026, 11, 1))
        first = CheckIn.objects.get(move=move, months=1)
    told = {"answered_on": "2026-11-20", "channel": "telephone", "outcome": "left"}
    answered = client.post(f"/ina/staff/check-ins/{first.pk}/", told)
    assert answered["Location"] == f"/ina/staff/moves/{move.pk}/out/"
    assert client.post(answered["Location"], {"on": "2026-10-31", "why": "work"}).status_code == 422
    assert client.post(answered["Location"], {"on": "2026-11-15", "why": "work"}).status_code == 302
    assert "まだ割合を出せません" in client.get("/ina/staff/moves/staying/").content.decode()


def test_list_is_handed_in_and_confirmed(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    with scope.of_organization(ina.pk):
        casefiles.open_case_file(fields={"name": "山田 花", "birth_on": date(1990, 5, 1)}, by=BY, at=at)
        define(at)
    text = "氏名,生年月日,異動日\n山田　花,H2.5.1,R8.10.3\n"
    answered = client.post(
        "/ina/staff/moves/lists/", {"kind": "moved_in", "covers_until": "2026-10-31", "pasted": text}
    )
    page = client.get(answered["Location"]).content.decode()
    assert "同じ人とみられる行が1件" in page
    (row,) = re.findall(r'name="rows"\s+value="(\d+)"', page)
    done = client.post(answered["Location"], {"rows": [row]}, follow=True).content.decode()
    assert "1件を記録しました" in done
    assert "一覧は消しました" in done


def test_a_wrong_move_is_set_right_or_taken_back(ina: Organization, officer: Member, at: datetime) -> None:
    client = enter(officer.user)
    with scope.of_organization(ina.pk):
        move = make_move(at, file=casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at))
    address = f"/ina/staff/moves/{move.pk}/correct/"
    assert 'name="persons" value="2"' in client.get(address).content.decode()
    facts = {
        "moved_in_on": "2026-11-20", "persons": "1", "source": "survey", "reported_on": "2026-11-20",
        "origin_kind": "abroad", "version": "1", "why": "海外から",
    }  # fmt: skip
    fewer = client.post(address, facts)
    assert fewer.status_code == 422
    assert "年代や生年月日のある人が2人います" in fewer.content.decode()
    assert client.post(address, facts | {"persons": "2", "why": ""}).status_code == 422
    assert client.post(address, facts | {"persons": "2"})["Location"] == address
    page = client.get(address).content.decode()
    assert "前住所: 市区町村が分かる → 海外" in page
    assert "海外から" in page
    retract = f"/ina/staff/moves/{move.pk}/retract/"
    assert client.post(retract, {"retract-version": "2"}).status_code == 422
    client.post(retract, {"retract-version": "2", "retract-why": "人ちがい"})
    assert "この記録は取り消しました" in client.get(address).content.decode()
    assert "取り消した記録" in client.get("/ina/staff/moves/").content.decode()
