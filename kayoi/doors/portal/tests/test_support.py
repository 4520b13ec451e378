"""Find support: towns, questions, results; what is a draft, another town's, or not known is never shown as met."""

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kayoi.doors.portal.selectors.support.said import SALT
from kayoi.doors.portal.tests.factories import adopt, open_desk
from kayoi.engines.procedures.services import pause_procedure
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.engines.rulesets.states import VersionStatus
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import Member, make_organization
from tests.clock import NOW

pytestmark = pytest.mark.django_db

BORN, IN_BANK, MEMBERS = "applicant.born_on", "house.in_bank", "household.members"
YOUNG = {"age": BORN, "on": {"fact": "application.on"}, "less_than": 40, "source": "第3条第1号"}
BANK = {"fact": IN_BANK, "is": True, "source": "第3条第2号"}
CHILD = {"all": [{"fact": "this.relation", "is": "child"}]}


def ruleset(key: str, *conditions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a ruleset with one version; `amount` and the days go to the version."""
    inside = {name: fields.pop(name) for name in ("amount", "from", "until", "anchor", "certainty") if name in fields}
    version = {
        "key": "1", "anchor": "application.on", "counting": "civil_code", "source": "架空町支援要綱 第3条",
        "condition": {"all": list(conditions)},
    }  # fmt: skip
    return {"key": key, "kind": "grant", "title": f"{key}支援金", "versions": [version | inside]} | fields


HOUSE = ruleset("house", YOUNG, BANK, amount=[{"start": 300_000}])
FAMILY = ruleset(
    "family", YOUNG,
    title={"ja": "子育て移住支援金", "en": "Grant for families"},
    amount=[{"start": 600_000}, {"add": 1_000_000, "per": MEMBERS, "where": CHILD}],
)  # fmt: skip


def visitor(**headers: str) -> Client:
    return Client(headers=headers)


def text_of(client: Client, path: str) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def begin(client: Client, *towns: str) -> str:
    """Choose towns. Return where the visitor is led."""
    return unquote(client.post("/find-support/", {"towns": towns}).headers["Location"])


def say(client: Client, key: str, **posted: Any) -> str:
    """Answer one question. Return where the visitor is led."""
    response = client.post(f"/find-support/questions/{key}/", posted)
    assert response.status_code == 302, response.content.decode()
    return unquote(response.headers["Location"])


def born(year: int) -> dict[str, str]:
    return {"answer_year": str(year), "answer_month": "5", "answer_day": "2"}


def asks(key: str) -> str:
    return f"/find-support/questions/{key}/"


def standing(text: str, key: str) -> str:
    """Return where a scheme stands on the page of a town."""
    return text.split(f'id="{key}"')[0].rsplit("support-scheme support-", 1)[1].partition('"')[0]


def test_the_question_that_decides_most_is_asked_first_until_all_is_decided(ina: Organization) -> None:
    adopt(ina, HOUSE, FAMILY, ruleset("bank", BANK))
    client = visitor()
    assert begin(client, "ina") == asks(BORN)
    page = text_of(client, asks(BORN))
    assert "最大2件の結論が出ます" in page
    assert "0 / 3" in page
    assert say(client, BORN, **born(1990)) == asks(IN_BANK)
    assert "1 / 3" in text_of(client, asks(IN_BANK))
    # All verdicts are there; one amount still depends on the children.
    assert say(client, IN_BANK, answer="yes") == asks(MEMBERS)
    assert "1件の金額がはっきりします" in text_of(client, asks(MEMBERS))
    assert say(client, MEMBERS, none="1") == "/find-support/results/"
    page = text_of(client, "/find-support/results/")
    assert [standing(page, key) for key in ("house", "family", "bank")] == ["met"] * 3
    assert "90万円" in page  # 30 + 60, both certain


def test_what_is_not_known_is_never_shown_as_met(ina: Organization) -> None:
    adopt(ina, HOUSE, ruleset("office", YOUNG, {"unknown": "町長が認めること"}, amount=[{"start": 100_000}]))
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    say(client, IN_BANK, unknown="1")
    page = text_of(client, "/find-support/results/ina/")
    assert [standing(page, key) for key in ("house", "office")] == ["unknown"] * 2
    assert "空き家バンクの物件</a>" in page  # not yet known because …
    assert "町長が認めること(窓口で確認)" in page
    assert "当てはまれば" in page
    assert "<strong>0円</strong>" in page  # nothing of it is certain
    assert "最大40万円" in page


def test_the_most_stands_with_its_conditions(ina: Organization) -> None:
    adopt(ina, FAMILY)
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    page = text_of(client, "/find-support/results/ina/")
    assert standing(page, "family") == "met"
    assert "60万円以上" in page
    assert "1,000,000円を加える" in page
    assert "いっしょに移る家族</a>" in page


def test_a_refusal_says_why_and_what_would_turn_it(ina: Organization) -> None:
    later = {"fact": "application.on", "at_least": "2027-04-01", "source": "附則第2項"}
    adopt(ina, HOUSE, ruleset("later", later), ruleset("join", {"fact": "move.joins_association", "is": True}))
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    say(client, IN_BANK, answer="no")
    say(client, "move.joins_association", answer="no")
    page = text_of(client, "/find-support/results/ina/")
    assert [standing(page, key) for key in ("house", "later", "join")] == ["not_met"] * 3
    assert "第3条第2号" in page
    assert "「自治会への加入」が「はい」なら、要件に当てはまります。" in page
    assert "2027年4月1日からなら、要件に当てはまります。" in page


def test_what_is_not_open_today_does_not_vanish(ina: Organization) -> None:
    adopt(
        ina,
        ruleset("coming", YOUNG, **{"from": "2027-04-01"}),
        ruleset("over", YOUNG, until="2026-03-31"),
        ruleset("remembered", YOUNG, certainty="remembered"),
    )
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    page = text_of(client, "/find-support/results/ina/")
    assert [standing(page, key) for key in ("coming", "over", "remembered")] == ["closed", "closed", "met"]
    assert "2027年4月1日から始まります。いまの答えのままなら、要件に当てはまる見込みです。" in page
    assert "2026年3月31日で終わりました。" in page
    assert "一般の知識(要確認)" in page


def test_drafts_refunds_and_closed_towns_are_not_shown(ina: Organization, sado: Organization) -> None:
    adopt(ina, HOUSE, ruleset("refund", YOUNG, kind="refund"))
    for status in (VersionStatus.DRAFT, VersionStatus.PROPOSED, VersionStatus.WITHDRAWN):
        adopt(ina, ruleset(f"no-{status}", YOUNG), status=status)
    adopt(make_organization("old", closed_on="2026-01-02"), FAMILY)
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    page = text_of(client, "/find-support/results/")
    assert page.count('<article class="support-scheme') == 1
    assert standing(page, "house") == "unknown"


def test_towns_stand_side_by_side_each_with_its_own(ina: Organization, sado: Organization) -> None:
    adopt(ina, HOUSE)
    adopt(sado, FAMILY)
    open_desk(ina)
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    page = text_of(client, "/find-support/results/")
    for words in ("伊那市", "佐渡市", "house支援金", "子育て移住支援金"):
        assert words in page
    assert "house支援金" not in text_of(client, "/find-support/results/sado/")
    page = text_of(client, "/find-support/results/ina/")
    assert "iju@ina.example" in page
    assert 'href="/ina/ask/"' in page
    begin(client, "sado")
    assert client.get("/find-support/results/ina/").status_code == 404
    assert client.get("/find-support/results/").headers["Location"] == "/find-support/results/sado/"


def test_what_can_be_applied_for_now_leads_there(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        make_procedure(at=NOW)
    client = visitor()
    begin(client, "ina")
    assert 'href="/ina/apply/settling/"' in text_of(client, "/find-support/results/ina/")
    say(client, "move.intends_5_years", answer="no")
    say(client, "move.moved_in_on", answer_year="2026", answer_month="10", answer_day="1")
    page = text_of(client, "/find-support/results/ina/")
    assert standing(page, "settling") == "not_met"
    assert 'href="/ina/apply/settling/"' not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opens_on": date(2099, 1, 1)}, "受付開始前"),
        ({"first_month": 1, "last_month": 1}, "季節外"),
        ({"closes_before": date(2020, 1, 1)}, "受付終了"),
    ],
)
def test_what_cannot_be_applied_for_now_says_why(ina: Organization, fields: dict[str, Any], words: str) -> None:
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=NOW, **fields)
    client = visitor()
    begin(client, "ina")
    page = text_of(client, "/find-support/results/ina/")
    assert words in page
    assert "申請に進む" not in page
    assert 'href="/ina/apply/settling/"' in page
    with scope.of_organization(ina.pk):
        make_procedure(at=NOW, key="second", ruleset=procedure.ruleset)
    page = text_of(client, "/find-support/results/ina/")
    assert words not in page
    assert 'href="/ina/apply/second/"' in page, "what is open comes first"


def test_what_is_paused_says_so(ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=NOW)
        pause_procedure(procedure=procedure, why="予算", by=head.actor, at=NOW)
    client = visitor()
    begin(client, "ina")
    assert "休止中" in text_of(client, "/find-support/results/ina/")


def test_a_whole_prefecture_can_be_chosen(ina: Organization, sado: Organization, nagano: Organization) -> None:
    for town in (ina, sado, nagano):
        adopt(town, HOUSE)
    client = visitor()
    client.post("/find-support/", {"areas": ["20"]})
    page = text_of(client, "/find-support/results/")
    assert "伊那市" in page
    assert "長野県" in page
    assert "佐渡市" not in page
    start = text_of(client, "/find-support/")
    assert re.search(r'id="town-ina"\s+checked', start)
    assert not re.search(r'id="town-sado"\s+checked', start)


def test_a_town_is_where_the_household_moves_to(ina: Organization, sado: Organization) -> None:
    places = {"valley": {"label": "伊那市", "codes": ["20209"]}}
    for town in (ina, sado):
        adopt(town, ruleset("here", {"place": "move.to", "in": "valley"}, places=places))
    client = visitor()
    assert begin(client) == "/find-support/results/"  # nobody is asked
    assert standing(text_of(client, "/find-support/results/ina/"), "here") == "met"
    assert standing(text_of(client, "/find-support/results/sado/"), "here") == "not_met"


def test_towns_may_call_different_things_the_same(ina: Organization, sado: Organization) -> None:
    for town, words in ((ina, "商工会の会員"), (sado, "漁協の組合員")):
        fact = {"key": "own.member", "type": "yes_no", "label": words}
        adopt(town, ruleset("own", {"fact": "own.member", "is": True}, facts=[fact]))
    client = visitor()
    first = begin(client)
    second = client.post(first, {"answer": "yes"}).headers["Location"]
    assert unquote(second).startswith("/find-support/questions/own.member~")
    assert client.post(second, {"answer": "no"}).headers["Location"] == "/find-support/results/"


def test_an_answer_can_be_changed_and_the_way_goes_back(ina: Organization) -> None:
    adopt(ina, HOUSE)
    client = visitor()
    begin(client)
    say(client, BORN, **born(1980))
    page = text_of(client, "/find-support/answers/")
    assert "1980年5月2日" in page
    assert standing(text_of(client, "/find-support/results/"), "house") == "not_met"
    page = text_of(client, asks(BORN))
    assert 'value="1980"' in page
    assert 'href="/find-support/"' in page  # the way back
    assert say(client, BORN, **born(1990)) == asks(IN_BANK)
    assert f'href="{asks(BORN)}"' in text_of(client, asks(IN_BANK))
    say(client, IN_BANK, answer="yes")
    assert standing(text_of(client, "/find-support/results/"), "house") == "met"


def test_questions_that_nearly_all_answer_alike_are_put_together(ina: Organization) -> None:
    usual = [{"fact": "applicant.tax_unpaid", "is": False}, {"fact": "move.intends_5_years", "is": True}]
    adopt(ina, ruleset("usual", YOUNG, *usual))
    client = visitor()
    assert begin(client) == asks(BORN)
    assert say(client, BORN, **born(1990)) == "/find-support/usual-answers/"
    page = text_of(client, "/find-support/usual-answers/")
    assert "市町村税の滞納がありますか。" in page
    assert client.post("/find-support/usual-answers/", {"apart": "1"}).headers["Location"] == asks(
        "applicant.tax_unpaid"
    )
    say(client, "applicant.tax_unpaid", answer="yes")
    assert standing(text_of(client, "/find-support/results/"), "usual") == "not_met"
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    assert client.post("/find-support/usual-answers/", {"all": "1"}).headers["Location"] == "/find-support/results/"
    assert standing(text_of(client, "/find-support/results/"), "usual") == "met"


def rows(*given: dict[str, str], total: int | None = None) -> dict[str, str]:
    posted = {"rows-TOTAL_FORMS": str(total or len(given)), "rows-INITIAL_FORMS": "0"}
    return posted | {f"rows-{number}-{key}": value for number, row in enumerate(given) for key, value in row.items()}


def test_the_family_is_written_row_by_row(ina: Organization) -> None:
    adopt(ina, FAMILY)
    client = visitor()
    begin(client)
    say(client, BORN, **born(1990))
    page = text_of(client, asks(MEMBERS))
    assert "続柄" in page
    assert "前の住所でも同じ世帯" not in page  # no rule asks for it
    more = client.post(asks(MEMBERS), rows({"relation": "child"}) | {"more": "1"})
    assert more.status_code == 200
    assert b'name="rows-1-relation"' in more.content
    assert client.post(asks(MEMBERS), rows({"relation": ""})).status_code == 422
    say(client, MEMBERS, **rows({"relation": "spouse"}, {"relation": "child"}, {"relation": "child"}, {}))
    page = text_of(client, "/find-support/results/ina/")
    assert "260万円" in page
    assert "続柄: 子" in text_of(client, "/find-support/answers/")
    # The rows are there again, and one that is empty.
    assert b'name="rows-3-relation"' in client.get(asks(MEMBERS)).content


def test_answers_stay_with_the_visitor(ina: Organization) -> None:
    adopt(ina, HOUSE)
    client = visitor()
    begin(client)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        say(client, BORN, **born(1990))
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "UPDATE"))]
    cookie = client.cookies["support"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/find-support/", True, "Lax")
    assert signing.loads(cookie.value, salt=SALT)["answers"] == {BORN: "1990-05-02"}
    response = client.get("/find-support/results/ina/")
    assert response.headers["Cache-Control"] == "private, no-store"
    client.post("/find-support/answers/forget/")
    assert "まだ、何も答えていません" in text_of(client, "/find-support/answers/")


# Ours, but of another day: towns and questions that are gone, answers that do not fit any more.
STALE = signing.dumps({"towns": ["nowhere"], "answers": {"gone": 1, BORN: [], IN_BANK: "x"}}, salt=SALT)


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "eyJ:forged:signature", STALE],
)
def test_what_a_browser_sends_is_not_believed(ina: Organization, cookie: str) -> None:
    adopt(ina, HOUSE)
    client = visitor()
    client.cookies["support"] = cookie
    assert standing(text_of(client, "/find-support/results/"), "house") == "unknown"
    assert "まだ、何も答えていません" in text_of(client, "/find-support/answers/")


@pytest.mark.parametrize(
    ("key", "posted"),
    [
        (BORN, {}),
        (BORN, {"answer_year": "x", "answer_month": "5", "answer_day": "2"}),
        (BORN, {"answer_year": "1", "answer_month": "1", "answer_day": "1"}),
        (BORN, {"none": "1"}),
        (IN_BANK, {"answer": "perhaps"}),
        (MEMBERS, {"rows-TOTAL_FORMS": "x"}),
        (MEMBERS, rows({"relation": "dragon"})),
        (MEMBERS, rows({"relation": "child"}, total=11)),
    ],
)
def test_what_cannot_be_read_is_asked_again(ina: Organization, key: str, posted: dict[str, str]) -> None:
    adopt(ina, HOUSE, FAMILY)
    client = visitor()
    response = client.post(asks(key), posted)
    assert response.status_code == 422
    assert "support" not in client.cookies


def test_before_questions_that_few_ask_the_visitor_picks_what_to_go_into(ina: Organization) -> None:
    keys = ("house.unused", "house.share_only", "move.joins_association", "work.open_ended", "work.new_hire")
    adopt(ina, HOUSE, *[ruleset(f"one-{number}", YOUNG, {"fact": key, "is": True}) for number, key in enumerate(keys)])
    adopt(ina, ruleset("stay", {"fact": "stay.nights", "at_least": 2}, kind="stay"))
    client = visitor()
    client.post("/find-support/", {"kinds": ["grant"]})
    pick = "/find-support/schemes/"
    assert say(client, BORN, **born(1990)) == pick
    page = text_of(client, pick)
    assert "one-0支援金" in page
    assert "伊那市" in page
    assert client.post(pick, {"schemes": ["house"]}).headers["Location"] == asks(IN_BANK)
    assert say(client, IN_BANK, answer="yes") == "/find-support/results/"
    page = text_of(client, "/find-support/results/")
    assert standing(page, "house") == "met"
    assert "one-0支援金" in page.partition("調べないことにした制度")[2]
    assert "support-scheme support-skipped" not in page
    assert 'id="stay"' not in page
    # What was left out can be looked up after all; who picks nothing is asked about all.
    assert client.post("/find-support/answers/restore/").headers["Location"] == pick
    assert "questions" in client.post(pick).headers["Location"]
    assert "調べないことにした制度" not in text_of(client, "/find-support/results/")


def test_towns_that_are_not_offered_cannot_be_chosen(ina: Organization) -> None:
    adopt(ina, HOUSE)
    assert visitor().post("/find-support/", {"towns": ["nowhere"]}).status_code == 422


def test_nobody_is_asked_what_no_rule_needs(ina: Organization) -> None:
    adopt(ina, HOUSE)
    for key in ("work.place", "application.on", "nothing"):
        assert visitor().get(asks(key)).status_code == 404


def test_more_than_a_browser_keeps_is_refused(ina: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(ina, HOUSE)
    monkeypatch.setattr("kayoi.doors.portal.selectors.support.said.LONGEST", 60)
    client = visitor()
    assert say(client, BORN, **born(1990)) == "/find-support/answers/"
    assert "これ以上は覚えておけません" in text_of(client, "/find-support/answers/")


def test_every_page_speaks_english(ina: Organization, sado: Organization) -> None:
    usual = [{"fact": key, "is": False} for key in ("applicant.tax_unpaid", "move.by_transfer")]
    adopt(ina, HOUSE, ruleset("usual", *usual))
    adopt(sado, FAMILY)
    client = visitor(accept_language="en")
    begin(client)
    say(client, BORN, **born(1990))
    say(client, IN_BANK, answer="no")
    for path in (
        "/find-support/", asks(BORN), asks(MEMBERS), "/find-support/usual-answers/", "/find-support/answers/",
        "/find-support/results/", "/find-support/results/ina/", "/find-support/results/sado/",
    ):  # fmt: skip
        assert japanese_outside_marks(text_of(client, path)) == [], path
    assert '<span lang="ja">house支援金</span>' in text_of(client, "/find-support/results/ina/")
    assert "Grant for families" in text_of(client, "/find-support/results/sado/")


# What may be typed on an English page too.
EXAMPLES = {"昭和", "令和", "年", "長野県伊那市"}


def japanese_outside_marks(page: str) -> list[str]:
    """Return Japanese words in the main part of a page that do not say that they are Japanese."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'<(\w+)[^>]* lang="ja"[^>]*>.*?</\1>', "", main, flags=re.DOTALL)
    return [found for found in re.findall("[\u3041-\u30ff\u4e00-\u9fff]+", main) if found not in EXAMPLES]


def test_a_page_takes_as_many_queries_for_300_rulesets_as_for_3(ina: Organization) -> None:
    def queries() -> dict[str, int]:
        client = visitor()
        begin(client)
        say(client, BORN, **born(1990))
        found = {}
        for path in (asks(IN_BANK), "/find-support/answers/", "/find-support/results/ina/", "/find-support/"):
            client.get(path)  # the book is read once
            with CaptureQueriesContext(connection) as counted:
                assert client.get(path).status_code == 200
            found[path] = len(counted)
        return found

    adopt(ina, *[ruleset(f"few-{number}", YOUNG, BANK) for number in range(3)])
    few = queries()
    adopt(ina, *[ruleset(f"many-{number}", YOUNG, BANK, amount=[{"start": number}]) for number in range(297)])
    assert queries() == few


def test_a_change_is_seen_at_once(ina: Organization) -> None:
    adopt(ina, HOUSE)
    client = visitor()
    assert "family支援金" not in text_of(client, "/find-support/results/")
    adopt(ina, ruleset("family", YOUNG))
    assert "family支援金" in text_of(client, "/find-support/results/")


def test_the_way_leads_here_from_home_and_from_a_town(ina: Organization) -> None:
    assert 'href="/find-support/"' in text_of(visitor(), "/")
    assert 'href="/find-support/?town=ina"' not in text_of(visitor(), "/ina/")
    adopt(ina, HOUSE)
    assert 'href="/find-support/?town=ina"' in text_of(visitor(), "/ina/")
    assert "checked" in text_of(visitor(), "/find-support/?town=ina")
