"""Rulesets as staff meet them."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.tests.factories import HOUSE, WRITER, house, make_adopted, make_draft, make_proposed
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import Member, enter
from tests.clock import NOW

pytestmark = pytest.mark.django_db
NOTE = {"label": "", "label_en": "", "source": "", "certainty": "checked"}


@pytest.fixture
def draft(ina: Organization) -> Version:
    with scope.of_organization(ina.pk):
        return make_draft()


@pytest.fixture
def desk(officer: Member) -> Client:
    return enter(officer.user)


def fresh(version: Version) -> Version:
    with scope.of_organization(version.organization_id):
        return Version.objects.select_related("ruleset").get(pk=version.pk)


def address(version: Version, page: str = "", query: str = "") -> str:
    return f"/ina/staff/rules/versions/{version.pk}/{page}{query}"


def write(desk: Client, version: Version, query: str, **values: Any) -> str:
    """Save a condition or step; return what stands on the page if it was refused."""
    sent = NOTE | {"seen": fresh(version).version} | values
    response = desk.post(address(version, "node/", query), sent)
    return "" if response.status_code == 302 else response.content.decode()


def arrange(desk: Client, version: Version, at: str, action: str) -> int:
    seen = fresh(version).version
    return desk.post(address(version, "arrange/"), {"at": at, "action": action, "seen": seen}).status_code


def condition(version: Version) -> Any:
    return fresh(version).body["condition"]


def test_what_is_wrong_with_a_rule_stands_above_it_with_its_place(desk: Client, draft: Version) -> None:
    assert "同時には満たせません" not in desk.get(address(draft)).content.decode()
    older = {"age": "applicant.born_on", "on": {"fact": "application.on"}, "at_least": 40}
    with scope.of_organization(draft.organization_id):
        body = draft.body | {"condition": {"all": [*draft.body["condition"]["all"], older]}}
        services.change_body(version=draft, body=body, seen=draft.version, by=WRITER, at=NOW)
    page = desk.get(address(draft)).content.decode()
    assert "同時には満たせません" in page
    assert 'href="#at-condition-all-3"' in page
    assert 'id="at-condition-all-3"' in page


def test_rule_stands_in_words_with_source_doubt_and_cases(desk: Client, draft: Version) -> None:
    page = desk.get(address(draft)).content.decode()
    for words in (
        "申請日の満年齢(生年月日)が40歳未満であること", "第3条第1号", "一般の知識(要確認)", "上限 750,000円",
        "満たしています 750,000円", "すべて書いたとおりです", "次のいずれかに当てはまること",
    ):  # fmt: skip
        assert words in page


def test_file_goes_out_and_comes_in_elsewhere(desk: Client, draft: Version, sado: Organization) -> None:
    out = desk.get(f"/ina/staff/rules/{draft.ruleset_id}/file/")
    assert out.json() == HOUSE
    packed = desk.get("/ina/staff/rules/pack/")
    assert [one["key"] for one in packed.json()["rulesets"]] == ["new-house"]
    other = json.dumps(HOUSE | {"key": "other"}, ensure_ascii=False).encode()
    upload = SimpleUploadedFile("other.json", other, "application/json")
    assert desk.post("/ina/staff/rules/load/", {"file": upload, "sample": "on"}).status_code == 302
    page = desk.get("/ina/staff/rules/?state=sample").content.decode()
    assert "見本" in page
    with scope.of_organization(draft.organization_id):
        assert Ruleset.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "JSONとして読めません"),
        (json.dumps(house(anchor="nowhere")).encode(), "versions[0].anchor: &#x27;nowhere&#x27; is not a fact"),
    ],
)
def test_file_that_cannot_be_read_is_told_in_one_line(desk: Client, draft: Version, data: bytes, words: str) -> None:
    upload = SimpleUploadedFile("bad.json", data, "application/json")
    response = desk.post("/ina/staff/rules/load/", {"file": upload})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_number_of_a_condition_is_changed_in_its_form(desk: Client, draft: Version) -> None:
    query = "?at=condition.all.0"
    page = desk.get(address(draft, "node/", query)).content.decode()
    assert 'value="40"' in page, "the form shows what stands there"
    sent = {
        "age": "applicant.born_on", "on": "fact:application.on", "operator": "at_most", "limit": "45",
        "source": "第3条第1号", "certainty": "checked",
    }  # fmt: skip
    assert write(desk, draft, query, **sent) == ""
    assert condition(draft)["all"][0] == {
        "age": "applicant.born_on", "on": {"fact": "application.on"}, "at_most": 45, "source": "第3条第1号",
    }  # fmt: skip
    assert "数で書いてください" in write(desk, draft, query, **sent | {"limit": "四十"})
    page = desk.get(address(draft)).content.decode()
    assert "45歳以下であること" in page


@pytest.mark.parametrize(
    ("kind", "fact", "sent", "node"),
    [
        ("fact", "own.meeting", {"is": "false"}, {"fact": "own.meeting", "is": False}),
        ("fact", "house.floor_m2", {"operator": "more_than", "limit": "50.5"},
         {"fact": "house.floor_m2", "more_than": 50.5}),
        ("fact", "house.floor_m2", {"operator": "at_least", "limit": "1/2", "limit_fact": "house.total_m2"},
         {"fact": "house.floor_m2", "at_least": {"times": [{"fact": "house.total_m2"}, "1/2"]}}),
        ("fact", "house.acquisition", {"operator": "one_of", "limit": ["build"]},
         {"fact": "house.acquisition", "is": "build"}),
        ("fact", "house.acquisition", {"operator": "none_of", "limit": ["rent", "inherit"]},
         {"fact": "house.acquisition", "none_of": ["rent", "inherit"]}),
        ("fact", "house.contract_on", {"operator": "at_least", "limit": "day", "limit_day": "2026-04-01"},
         {"fact": "house.contract_on", "at_least": "2026-04-01"}),
        ("fact", "house.contract_on",
         {"operator": "at_most", "limit": "year_end:application.on", "limit_months": "-3"},
         {"fact": "house.contract_on",
          "at_most": {"shift": {"year_end": {"fact": "application.on"}}, "by": {"months": -3}}}),
        ("place", "", {"place": "move.from", "in": "zone"}, {"place": "move.from", "in": "zone"}),
        ("elapsed", "", {"from": "fact:move.moved_in_on", "to": "fact:application.on", "operator": "at_most",
                         "limit": "1", "limit_unit": "years"},
         {"from": {"fact": "move.moved_in_on"}, "to": {"fact": "application.on"}, "at_most": {"years": 1}}),
        ("count", "", {"count": "household.members", "operator": "at_least", "limit": "2"},
         {"count": "household.members", "at_least": 2}),
        ("every", "", {"every": "household.members"},
         {"every": "household.members", "holds": {"unknown": "これから書く条件"}}),
        ("add_up", "", {"spans": "applicant.times", "before": "fact:move.moved_in_on", "within": "10",
                        "within_unit": "years", "add_up_to": "5", "add_up_to_unit": "years"},
         {"spans": "applicant.times", "before": {"fact": "move.moved_in_on"}, "within": {"years": 10},
          "add_up_to": {"years": 5}}),
        ("unbroken", "", {"spans": "applicant.times", "before": "fact:move.moved_in_on", "unbroken": "1",
                          "unbroken_unit": "years", "tolerance": "3", "tolerance_unit": "months"},
         {"spans": "applicant.times", "before": {"fact": "move.moved_in_on"}, "unbroken": {"years": 1},
          "tolerance": {"months": 3}}),
        ("unknown", "", {"unknown": "所得の上限"}, {"unknown": "所得の上限"}),
        ("any", "", {}, {"any": [{"unknown": "これから書く条件"}]}),
        ("at_least_of", "", {"at_least_of": "2"}, {"at_least_of": 2, "of": [{"unknown": "これから書く条件"}] * 2}),
        ("file", "", {"text": '{"fact": "own.meeting", "is": true}'}, {"fact": "own.meeting", "is": True}),
    ],
)  # fmt: skip
def test_condition_of_each_kind_is_added(
    desk: Client, draft: Version, kind: str, fact: str, sent: dict[str, Any], node: dict[str, Any]
) -> None:
    chosen = desk.get(address(draft, "choose/"), {"at": "condition.all.3", "kind": kind, "fact": fact})
    assert chosen.status_code == 302, chosen.content.decode()
    assert desk.get(chosen.headers["Location"]).status_code == 200
    query = "?" + chosen.headers["Location"].partition("?")[2]
    assert write(desk, draft, query, **sent) == ""
    assert condition(draft)["all"][3] == node
    again = desk.get(address(draft, "node/", "?at=condition.all.3")).content.decode()
    assert "内容(JSON)" not in again, "a form of its kind shows it"


STEPS = [
    ("start", {"start": "300000"}, {"start": 300_000}),
    ("add", {"add": "100000", "per": "household.members", "most": "3"},
     {"add": 100_000, "per": "household.members", "most": 3}),
    ("subtract", {"subtract_fact": "house.cost_yen"}, {"subtract": {"fact": "house.cost_yen"}}),
    ("times", {"times": "1/3"}, {"times": "1/3"}),
    ("floor", {"floor": "10000"}, {"floor": 10_000}),
    ("without_tax", {"without_tax": "10"}, {"without_tax": 10}),
    ("round", {"round": "down", "to": "1000"}, {"round": "down", "to": 1000}),
    ("monthly", {"monthly": "commuting.claims", "most_months": "36"},
     {"monthly": "commuting.claims", "most_months": 36, "steps": []}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sent", "step"), STEPS)
def test_step_of_each_kind_is_added(
    desk: Client, draft: Version, kind: str, sent: dict[str, Any], step: dict[str, Any]
) -> None:
    assert write(desk, draft, f"?at=amount.3&kind={kind}", **sent) == ""
    assert fresh(draft).body["amount"][3] == step
    assert "内容(JSON)" not in desk.get(address(draft, "node/", "?at=amount.3")).content.decode()


def test_conditions_inside_of_a_step_speak_of_its_rows(desk: Client, draft: Version) -> None:
    write(desk, draft, "?at=amount.3&kind=add", add="100000", per="household.members")
    where = "?at=amount.3.where&kind=fact&fact=this.relation"
    assert write(desk, draft, where, operator="one_of", limit=["child"]) == ""
    only = "?at=amount.3.if&kind=fact&fact=own.meeting"
    assert write(desk, draft, only, **{"is": "true"}) == ""
    assert fresh(draft).body["amount"][3] == {
        "add": 100_000, "per": "household.members", "where": {"fact": "this.relation", "is": "child"},
        "if": {"fact": "own.meeting", "is": True},
    }  # fmt: skip
    assert desk.get(address(draft, "node/", "?at=amount.3.if&kind=fact&fact=this.relation")).status_code == 404
    page = desk.get(address(draft)).content.decode()
    assert "次のときだけ" in page


def test_conditions_are_moved_wrapped_and_taken_away(desk: Client, draft: Version) -> None:
    first, some, place = condition(draft)["all"]
    arrange(desk, draft, "condition.all.0", "down")
    assert condition(draft)["all"] == [some, first, place]
    arrange(desk, draft, "condition.all.0.any.0", "out")
    assert condition(draft)["all"] == [{"any": some["any"][1:]}, some["any"][0], first, place]
    arrange(desk, draft, "condition.all.2", "wrap_not")
    assert condition(draft)["all"][2] == {"not": first}
    arrange(desk, draft, "condition.all.2.not", "remove")
    arrange(desk, draft, "condition.all.0.any.0", "remove")
    assert condition(draft)["all"] == [some["any"][0], place], "a group goes with its last part"
    assert arrange(desk, draft, "condition.all.0", "up") == 404
    arrange(desk, draft, "condition", "remove")
    assert condition(draft) == {"all": []}


def test_who_comes_late_is_told(desk: Client, draft: Version) -> None:
    sent = NOTE | {"seen": 99, "unknown": "所得の上限"}
    response = desk.post(address(draft, "node/", "?at=condition.all.3&kind=unknown"), sent)
    assert response.status_code == 422
    assert "ほかの人が先に書き換えました" in response.content.decode()


def test_case_is_written_by_the_facts_of_the_rule(desk: Client, draft: Version) -> None:
    sent = {
        "name": "子のいる39歳", "on": "2025-05-01", "verdict": "met", "amount_yen": "500000", "seen": draft.version,
        "applicant.born_on": "1985-05-02", "move.from": "13101", "house.cost_yen": "1,000,000",
        "household.members.rows": "2", "household.members.0.relation": "child",
    }  # fmt: skip
    more = desk.post(address(draft, "case/"), sent | {"more": "household.members"}).content.decode()
    assert "household.members.3.relation" in more
    assert desk.post(address(draft, "case/"), sent).status_code == 302
    assert fresh(draft).cases[2]["facts"] == {
        "applicant.born_on": "1985-05-02", "household.members": [{"relation": "child"}], "move.from": "13101",
        "house.cost_yen": 1_000_000,
    }  # fmt: skip
    assert "すべて書いたとおりです" in desk.get(address(draft)).content.decode()
    changed = sent | {"amount_yen": "1", "seen": fresh(draft).version}
    assert desk.post(address(draft, "case/", "?number=2"), changed).status_code == 302
    assert "書いたとおりにならない事例があります" in desk.get(address(draft)).content.decode()
    assert desk.post(address(draft, "propose/"), follow=True).content.decode().count("書いたとおりになりません") == 1
    desk.post(address(draft, "drop-case/", "?number=2"))
    assert len(fresh(draft).cases) == 2


def test_trying_shows_answer_reasons_question_and_way_out(desk: Client, draft: Version) -> None:
    to = f"/ina/staff/rules/{draft.ruleset_id}/try/"
    sent = {"on": "2026-05-01", "applicant.born_on": "1990-01-01", "own.meeting": "true", "house.cost_yen": "1000000"}
    page = desk.post(to, sent).content.decode()
    assert "まだ分かりません" in page
    assert "次に聞くとよいこと: <strong>移る前に住んでいる市区町村はどこですか。" in page
    page = desk.post(to, sent | {"move.from": "13101"}).content.decode()
    assert "額: <strong>500,000円</strong>" in page
    none = {"move.from": "13101", "own.meeting": "false", "household.members.none": "on"}
    page = desk.post(to, sent | none).content.decode()
    assert "「説明会への出席」がはいなら、満たします。" in page


def test_own_facts_and_places_are_kept_and_what_is_used_stays(desk: Client, draft: Version) -> None:
    base = f"/ina/staff/rules/{draft.ruleset_id}/"
    sent = {"key": "own.way", "type": "choice", "label": "方法", "choices": "a=甲\nb=乙", "change": "never", "seen": 1}
    assert desk.post(f"{base}fact/", sent | {"choices": "甲"}).status_code == 422
    assert desk.post(f"{base}fact/", sent).status_code == 302
    sent = {"name": "near", "label": "近くの市", "codes": "20209 20210", "excepting": "area", "seen": 2}
    assert desk.post(f"{base}places/", sent | {"codes": "2020"}).status_code == 422
    assert desk.post(f"{base}places/", sent).status_code == 302
    ruleset = fresh(draft).ruleset
    assert ruleset.facts[2] == {"key": "own.way", "type": "choice", "label": "方法", "choices": {"a": "甲", "b": "乙"},
                                "change": "never"}  # fmt: skip
    assert ruleset.places["near"] == {"label": "近くの市", "codes": ["20209", "20210"], "excepting": "area"}
    refused = desk.post(f"{base}drop/", {"key": "own.meeting"}, follow=True).content.decode()
    assert "このようには書けません" in refused
    desk.post(f"{base}drop/", {"key": "own.way"})
    assert [fact["key"] for fact in fresh(draft).ruleset.facts] == ["own.meeting", "own.unused"]


def test_new_ruleset_begins_empty(desk: Client, ina: Organization) -> None:
    sent = {"kind": "stay", "title": "お試し住宅", "name": "trial", "key": "2026"}
    assert desk.post("/ina/staff/rules/new/", sent).status_code == 302
    assert desk.post("/ina/staff/rules/new/", sent).status_code == 422, "the key is taken"
    with scope.of_organization(ina.pk):
        version = Version.objects.get()
    terms = {"anchor": "move.moved_in_on", "counting": "civil_code", "certainty": "uncertain", "seen": 1}
    assert desk.post(address(version, "terms/"), terms).status_code == 302
    page = desk.get(address(version)).content.decode()
    assert "転入日" in page
    assert "不確か(要確認)" in page


def test_gap_between_versions_is_told(desk: Client, head: Member, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        make_adopted(adopter=head.actor, until="2026-03-31")
        later = make_adopted(adopter=head.actor, **{"key": "2026", "from": "2026-10-01", "cases": [
            {"name": "x", "on": "2026-10-01", "verdict": "unknown", "facts": {}}]})  # fmt: skip
    page = desk.get(f"/ina/staff/rules/{later.ruleset_id}/").content.decode()
    assert "令和8年4月1日から令和8年9月30日まで、どの版もありません(「2025」と「2026」の間)。" in page


def test_second_person_adopts_and_nobody_writes_on_it(desk: Client, officer: Member, head: Member) -> None:
    with scope.of_organization(officer.organization.pk):
        version = make_proposed(by=officer.actor)
    chief = enter(head.user)
    sent = {"ordinance": "要綱(架空)", "ordinance_number": "告示第1号", "adopted_on": "2025-03-01"}
    assert desk.post(address(version, "adopt/"), sent).status_code == 403
    assert "この内容で施行する" in chief.get(address(version, "adopt/")).content.decode()
    assert chief.post(address(version, "adopt/"), sent).status_code == 302
    assert fresh(version).status == "adopted"
    assert desk.get(address(version, "node/", "?at=condition")).status_code == 404
    assert "直す<" not in desk.get(address(version)).content.decode()
    assert chief.post(address(version, "end/"), {"last_on": "2025-03-31"}).status_code == 422
    assert chief.post(address(version, "end/"), {"last_on": "2026-03-31"}).status_code == 302


def test_words_of_its_own_do_not_outlive_what_they_say(desk: Client, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        draft = make_draft(amount=[{"start": {"fact": "house.cost_yen"}}, {"cap": 750_000, "label": "上限75万円"}])
    query = "?at=amount.1"
    assert "「この言葉のままでよい」を選んでください" in write(desk, draft, query, cap="1000000", label="上限75万円")
    assert write(desk, draft, query, cap="1000000", label="上限100万円") == ""
    assert write(desk, draft, query, cap="900000", label="上限100万円", keep="on") == ""
    assert write(desk, draft, query, cap="900000", label="上限100万円", source="第3条") == "", "only its source is new"
    assert fresh(draft).body["amount"][1] == {"cap": 900_000, "label": "上限100万円", "source": "第3条"}


def test_cases_told_by_another_one_stand_alone_once_one_is_written(desk: Client, ina: Organization) -> None:
    first = HOUSE["versions"][0]["cases"][0]
    like = {"name": "説明会に出ない", "like": first["name"], "on": "2025-05-01", "verdict": "unknown",
            "facts": {"own.meeting": None}}  # fmt: skip
    with scope.of_organization(ina.pk):
        draft = make_draft(cases=[first, like])
    desk.post(address(draft, "drop-case/", "?number=0"))
    (left,) = fresh(draft).cases
    assert left["facts"] == first["facts"] | {"own.meeting": None}
    assert "すべて書いたとおりです" in desk.get(address(draft)).content.decode()
