"""Pages of applicants and of staff, as browsers use them."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kayoi.engines.openings.models import Opening
from kayoi.engines.procedures.models import Application, Decision, Document, Form, Letter, Procedure, Stamp
from kayoi.engines.procedures.states import Permission
from kayoi.engines.procedures.tests.factories import GREEN, LIMITS, STEPS, YOU, make_procedure, make_ruleset
from kayoi.engines.rulesets.states import Permission as Rulesets
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import wareki
from kayoi.kit.tests.markup import parsed
from kayoi.programmes.schemes.tests.factories import accept_papers, make_draft, make_proposed, make_sent
from tests.cast import LogIn, Member, make_member

pytestmark = pytest.mark.django_db
BIRTH = {"birth_on_year": "平成2", "birth_on_month": "5", "birth_on_day": "1"}
PERSON = {"who": "self", "name": "蔵持 実", "phone": "090-0000-7701", "address": "松本市1", **BIRTH}
# What a browser posts for each question of the procedure of the tests.
POSTED: dict[str, dict[str, str]] = {
    "move.moved_in_on": {"value_year": "2026", "value_month": "10", "value_day": "1"},
    "applicant.tax_unpaid": {"value": "no"},
    "move.intends_5_years": {"value": "yes"},
    "house.in_bank": {"value": "yes"},
    "house.cost_yen": {"value": "1300001"},
    "own.why": {"value": "祖母の家があるから"},
}


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


@pytest.fixture
def procedure(ina: Organization) -> Procedure:
    with scope.of_organization(ina.pk):
        return make_procedure(at=timezone.now())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, name
    return found[1]


def written_in(page: str) -> dict[str, list[str]]:
    """Return what a browser posts of the forms of a page as it stands."""
    values: dict[str, list[str]] = {}
    for one in parsed(page).iter():
        if one.tag == "input" and one.attrib["type"] in ("checkbox", "radio"):
            if "checked" in one.attrib:
                values.setdefault(one.attrib["name"], []).append(one.attrib.get("value", "on"))
        elif one.tag == "input":
            values[one.attrib["name"]] = [one.attrib.get("value", "")]
        elif one.tag == "textarea":
            values[one.attrib["name"]] = [one.text or ""]
        elif one.tag == "select":
            chosen = [option.attrib["value"] for option in one.iter("option") if "selected" in option.attrib]
            values[one.attrib["name"]] = chosen
    return values


def begin(client: Client) -> str:
    """Begin, and say who; return the address under which the application stands."""
    answer = client.post("/ina/apply/settling/")
    path = str(answer["Location"]).removesuffix("you/")
    version = hidden(client.get(f"{path}you/").content.decode(), "version")
    assert client.post(f"{path}you/", PERSON | {"version": version}).status_code == 302
    return path


def answer_next(client: Client, path: str, **other: dict[str, str]) -> str:
    """Answer the question that is asked; return its key, or nothing when none is left."""
    page = client.get(f"{path}question/")
    if page.status_code == 302:
        return ""
    shown = page.content.decode()
    key = hidden(shown, "asked")
    said = (POSTED | other)[key]
    data = {f"{key.replace('.', '-')}-{name}": value for name, value in said.items()}
    answer = client.post(f"{path}question/", data | {"version": hidden(shown, "version")})
    assert answer.status_code == 302, answer.content.decode()
    return key


def test_question_by_question_to_the_receipt(client: Client, ina: Organization, procedure: Procedure) -> None:
    path = begin(client)
    asked = [key for key in iter(lambda: answer_next(client, path), "")]
    assert asked == list(POSTED)  # the day of birth was told before
    review = client.get(f"{path}send/").content.decode()
    assert "要件を満たしています" in review
    assert "650,000" in review
    assert client.post(f"{path}send/", {"pledge": "on"}).status_code == 422  # not agreed yet
    done = client.post(f"{path}send/", {"pledge": "on", "agree": "on"}, follow=True).content.decode()
    with scope.of_organization(ina.pk):
        application = Application.objects.get()
    assert application.status == "submitted"
    assert application.receipt in done
    for private in ("蔵持", "7701", "松本"):
        assert private not in done
    assert client.get(f"{path}you/").status_code == 404


def test_a_question_that_decides_nothing_is_not_asked(client: Client, procedure: Procedure) -> None:
    path = begin(client)
    asked = [key for key in iter(lambda: answer_next(client, path, **{"applicant.tax_unpaid": {"value": "yes"}}), "")]
    assert asked == ["move.moved_in_on", "applicant.tax_unpaid", "own.why"]
    review = client.get(f"{path}send/").content.decode()
    assert "いまの答えでは、要件を満たしません" in review
    assert "それでも申請する" in review
    assert client.post(f"{path}send/", {"pledge": "on", "agree": "on"}).status_code == 302


def test_not_known_is_an_answer_and_empty_is_none(client: Client, procedure: Procedure) -> None:
    path = begin(client)
    page = client.get(f"{path}question/").content.decode()
    data = {"version": hidden(page, "version")}
    wrong = client.post(f"{path}question/", data)
    assert wrong.status_code == 422
    assert "「分からない」を選んでください" in wrong.content.decode()
    right = client.post(f"{path}question/", data | {"move-moved_in_on-unknown": "on"})
    assert right.status_code == 302
    assert answer_next(client, path) == "own.why"  # without the anchor date nothing else can decide
    assert "まだ分からないところがあります" in client.get(f"{path}send/").content.decode()


def test_several_at_once_and_what_is_typed_is_kept(client: Client, ina: Organization, procedure: Procedure) -> None:
    path = begin(client)
    answer_next(client, path)
    page = client.get(f"{path}questions/").content.decode()
    assert page.count('name="asked"') == 5
    version = hidden(page, "version")
    typed = {"asked": ["house.in_bank", "house.cost_yen"], "house-in_bank-value": "yes", "version": version}
    assert client.post(f"{path}keep/", typed).status_code == 200
    with scope.of_organization(ina.pk):
        assert Application.objects.get().answers["facts"]["house.in_bank"] is True
    wrong = client.post(f"{path}questions/", {"applicant-tax_unpaid-value": "no", "house-cost_yen-value": "たくさん",
                                              "version": version})  # fmt: skip
    assert wrong.status_code == 422
    right = client.post(
        f"{path}questions/",
        {"applicant-tax_unpaid-value": "no", "house-cost_yen-value": "90万".replace("万", "0000"), "version": version},
    )
    assert right.status_code == 302
    old = client.post(f"{path}questions/", {"own-why-value": "古い窓", "version": version})
    assert "ほかの人が先に書き換えました" in old.content.decode()


def test_rows_of_a_list_grow_and_are_kept(client: Client, ina: Organization) -> None:
    body = {
        "anchor": "application.on",
        "condition": {"count": "household.members", "where": {"fact": "this.relation", "is": "child"}, "at_least": 1},
    }
    with scope.of_organization(ina.pk):
        make_procedure(at=timezone.now(), ruleset=make_ruleset(key="children", body=body), questions=[])
    path = begin(client)
    page = client.get(f"{path}question/").content.decode()
    assert hidden(page, "household-members-count") == "2"
    row = {
        "household-members-0-relation": "child", "household-members-0-born_on_year": "2020",
        "household-members-0-born_on_month": "4", "household-members-0-born_on_day": "2",
        "household-members-count": "2", "version": hidden(page, "version"),
    }  # fmt: skip
    more = client.post(f"{path}question/", row | {"more": "1"}).content.decode()
    assert hidden(more, "household-members-count") == "3"
    assert client.post(f"{path}question/", row | {"household-members-0-born_on_month": "13"}).status_code == 422
    assert client.post(f"{path}question/", row).status_code == 302
    with scope.of_organization(ina.pk):
        facts = Application.objects.get().answers["facts"]
    assert facts == {"household.members": [{"relation": "child", "born_on": "2020-04-02"}]}
    assert "要件を満たしています" in client.get(f"{path}send/").content.decode()


def test_papers_of_several_pages_and_from_the_locker(
    log_in: LogIn, hana: Person, ina: Organization, procedure: Procedure
) -> None:
    client = log_in(hana.user)
    path = begin(client)
    with scope.of_organization(ina.pk):
        paper = Application.objects.get().papers.get(code="residence")
    files = [SimpleUploadedFile(f"{n}.jpg", picture(size=(30 + n, 20)), "image/jpeg") for n in range(2)]
    old = {f"paper{paper.pk}-uploads": files, f"paper{paper.pk}-issued_on": "2020-01-01"}
    refused = client.post(f"{path}papers/{paper.pk}/", old)
    assert refused.status_code == 422
    assert "発行から3か月を過ぎているため" in refused.content.decode()
    for file in files:
        file.seek(0)
    today = timezone.localdate().isoformat()
    assert client.post(f"{path}papers/{paper.pk}/", old | {f"paper{paper.pk}-issued_on": today}).status_code == 302
    assert client.post(f"{path}send/", {"pledge": "on", "agree": "on"}).status_code == 302
    again = begin(client)
    with scope.of_organization(ina.pk):
        document = Document.objects.get()
        assert document.case_file is not None
        assert (document.page_count, document.case_file.person_id) == (2, hana.pk)
        second = Application.objects.get(status="draft").papers.get(code="residence")
    assert "前に出した書類があります" in client.get(f"{again}papers/").content.decode()
    stranger = Client().post(f"{again}papers/{second.pk}/use/{document.pk}/")
    assert stranger.status_code == 404  # a link alone opens no locker
    assert client.post(f"{again}papers/{second.pk}/use/{document.pk}/").status_code == 302
    with scope.of_organization(ina.pk):
        second.refresh_from_db()
        assert second.document == document


def test_the_state_is_told_by_number_and_birthday_and_nothing_else(
    client: Client, ina: Organization, procedure: Procedure
) -> None:
    with scope.of_organization(ina.pk):
        application = make_sent(ina, procedure, at=timezone.now()).application
    right = client.post("/ina/apply/status/", {"receipt": application.receipt.lower(), **BIRTH}).content.decode()
    assert "受付済み" in right
    for private in ("蔵持", "7701", "住民票", application.receipt):
        assert private not in right
    wrong = client.post("/ina/apply/status/", {"receipt": application.receipt, **BIRTH, "birth_on_day": "2"})
    assert wrong.status_code == 422
    assert "表示できません" in wrong.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"opens_on": timezone.localdate() + timedelta(days=3)}, "受付開始前"),
     ({"closes_before": timezone.localdate()}, "受付終了"),
     ({"first_month": timezone.localdate().month % 12 + 1, "last_month": timezone.localdate().month % 12 + 1},
      "季節外")],
)  # fmt: skip
def test_what_is_not_open_is_shown_so(client: Client, ina: Organization, fields: Any, words: str) -> None:
    with scope.of_organization(ina.pk):
        make_procedure(at=timezone.now(), **fields)
    assert words in client.get("/ina/apply/").content.decode()
    page = client.get("/ina/apply/settling/").content.decode()
    assert words in page
    assert "申請を始める" not in page
    assert client.post("/ina/apply/settling/").status_code == 422


def test_an_opening_leads_to_its_procedure(client: Client, ina: Organization, procedure: Procedure) -> None:
    with scope.of_organization(ina.pk):
        opening = Opening.objects.get(reference=procedure.key)
    assert client.get(f"/ina/{opening.path}").status_code == 200


def test_withdrawn_by_the_secret_link(client: Client, ina: Organization, procedure: Procedure) -> None:
    with scope.of_organization(ina.pk):
        sent = make_sent(ina, procedure, at=timezone.now())
    path = f"/ina/apply/a/{sent.token}/"
    assert "取下げ" in client.post(f"{path}withdraw/", {"why": "やめます"}, follow=True).content.decode()
    assert client.get(f"{path}withdraw/").status_code == 404


def test_staff_see_conditions_with_evidence_judge_propose_and_another_decides(
    log_in: LogIn, officer: Member, head: Member, ina: Organization, procedure: Procedure
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        application = make_sent(ina, procedure, at=now, facts=GREEN | {"house.in_bank": False}).application
        accept_papers(application, by=officer.actor, at=now)
    client, page = log_in(officer.user), f"/ina/staff/applications/{application.pk}/"
    shown = client.get(page).content.decode()
    assert "まだ分からない" in shown
    assert "確かめる書類" in shown
    assert "認定する" in shown
    assert client.post(f"{page}propose/", {"outcome": "approved", "amount_yen": "650000"}).status_code == 422
    judged = {"holds": "yes", "ground": "区長の意見書による"}
    assert client.post(f"{page}judge/4/", judged).status_code == 302
    assert client.post(f"{page}judge/0/", judged).status_code == 422  # the rule knows
    assert client.post(f"{page}propose/", {"outcome": "approved", "amount_yen": "650000"}).status_code == 302
    draft = client.get(f"/ina/staff/applications/draft/?pk={application.pk}.1").content.decode()
    assert "件名 定住補助金の決定について(伺い)" in draft
    assert "650,000円" in draft
    assert "審査した人は、決裁できません" in client.post(f"{page}decide/", follow=True).content.decode()
    done = log_in(head.user).post(f"{page}decide/", follow=True).content.decode()
    assert "決定し、通知書を作りました。" in done
    assert "区長の意見書による" in done
    with scope.of_organization(ina.pk):
        assert Decision.objects.get().amount_yen == 650_000
        assert Letter.objects.get().title == "交付決定通知書"


def test_several_are_decided_from_the_list(
    log_in: LogIn, officer: Member, head: Member, ina: Organization, procedure: Procedure
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        rows = [make_proposed(ina, procedure, by=officer.actor, at=now) for _ in range(2)]
        own = make_proposed(ina, procedure, by=head.actor, at=now)
        make_sent(ina, procedure, at=now, facts=GREEN | {"applicant.tax_unpaid": True})
    client = log_in(head.user)
    shown = client.get("/ina/staff/applications/?answer=met&status=proposed&procedure=settling").content.decode()
    assert shown.count('name="pk"') == 3
    data = {"pk": [f"{row.pk}.{row.version}" for row in (*rows, own)]}
    done = client.post("/ina/staff/applications/decide/", data).content.decode()
    assert "2件を決定し、通知書を作りました。" in done
    assert "審査した人は、決裁できません" in done
    missed = client.get("/ina/staff/applications/?answer=not_met").content.decode()
    assert missed.count("満たさない") == 1


@pytest.fixture
def stepped(ina: Organization) -> Procedure:
    """A procedure that goes from 係長 by 課長 to 部長."""
    with scope.of_organization(ina.pk):
        return make_procedure(at=timezone.now(), steps=STEPS, limits=LIMITS)  # 650,000 yen by its rule


def test_a_proposal_goes_from_step_to_step_and_shows_its_stamps(
    log_in: LogIn, officer: Member, head: Member, ina: Organization, stepped: Procedure
) -> None:
    division = make_member(ina, "division_head", "伊藤 課長")
    department = make_member(ina, "department_head", "原 部長")
    with scope.of_organization(ina.pk):
        application = make_proposed(ina, stepped, by=officer.actor, at=timezone.now())
    page, mine = f"/ina/staff/applications/{application.pk}/", "/ina/staff/applications/?mine=on"
    first, second = log_in(head.user), log_in(division.user)
    assert application.receipt in first.get(mine).content.decode()
    assert application.receipt not in second.get(mine).content.decode()
    assert "承認・決裁する(1件)" in first.get("/ina/staff/").content.decode()
    assert "承認・決裁する(1件)" in first.get("/ina/staff/inbox/").content.decode()
    assert "承認・決裁する" not in second.get("/ina/staff/").content.decode()
    early = second.get(page).content.decode()
    assert "いまは、係長の承認・決裁を待っています。" in early
    assert "代決の理由" in early
    beside = log_in(officer.user).get(page).content.decode()
    assert "いまは、係長の承認・決裁を待っています。" in beside
    assert "代決" not in beside
    shown = first.get(page).content.decode()
    assert "承認して次に回す" in shown
    version = {"version": hidden(shown, "version")}
    assert "承認し、次に回しました。" in first.post(f"{page}decide/", version, follow=True).content.decode()
    assert "別の役割の承認を待っています" in log_in(officer.user).post(f"{page}decide/", follow=True).content.decode()
    assert "先に書き換えました" in second.post(f"{page}decide/", version, follow=True).content.decode()
    draft = second.get(f"/ina/staff/applications/draft/?pk={application.pk}.1").content.decode()
    today = wareki(timezone.localdate())
    assert "起案者 佐藤 担当\n" in draft  # whoever examined it, not whoever opens the page
    assert f"決裁欄 起案 佐藤 担当({today})、係長 加藤 係長({today})、課長 (未)\n" in draft
    last = second.get(page).content.decode()
    assert "審査のとおり決裁する" in last
    assert ">部長<" not in last  # the route ends at 課長
    assert "代決の理由" in log_in(department.user).get(page).content.decode()
    done = second.post(f"{page}decide/", {"version": hidden(last, "version")}, follow=True).content.decode()
    assert "決定し、通知書を作りました。" in done
    assert "伊藤 課長" in done


def test_an_absent_step_is_acted_for_and_an_old_page_sends_nothing_back(
    log_in: LogIn, officer: Member, head: Member, ina: Organization, stepped: Procedure
) -> None:
    department = make_member(ina, "department_head", "原 部長")
    with scope.of_organization(ina.pk):
        application = make_proposed(ina, stepped, by=officer.actor, at=timezone.now())
    page, above = f"/ina/staff/applications/{application.pk}/", log_in(department.user)
    assert "代決の理由を書いてください" in above.post(f"{page}decide/", follow=True).content.decode()
    old = hidden(above.get(f"{page}send-back/").content.decode(), "version")
    done = above.post(f"{page}decide/", {"why": "係長が欠勤のため"}, follow=True).content.decode()
    assert "部長の代決(係長が欠勤のため)" in done
    back = above.post(f"{page}send-back/", {"why": "金額を直す", "version": old})
    assert back.status_code == 422
    assert "先に書き換えました" in back.content.decode()
    assert log_in(head.user).post(f"{page}send-back/", {"why": "金額を直す"}).status_code == 302
    with scope.of_organization(ina.pk):
        application.refresh_from_db()
        assert (application.status, Stamp.objects.count()) == ("submitted", 2)


def test_the_last_step_decides_what_the_others_may_not(
    log_in: LogIn, officer: Member, head: Member, ina: Organization
) -> None:
    division = make_member(ina, "division_head", "伊藤 課長")
    department = make_member(ina, "department_head", "原 部長")
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=timezone.now(), steps=STEPS, limits=LIMITS | {"division_head": 649_999})
        application = make_proposed(ina, procedure, by=officer.actor, at=timezone.now())
    page = f"/ina/staff/applications/{application.pk}/"
    for member in (head, division):
        assert "承認し、次に回しました。" in log_in(member.user).post(f"{page}decide/", follow=True).content.decode()
    above = log_in(department.user)
    assert application.receipt in above.get("/ina/staff/applications/?mine=on").content.decode()
    done = above.post(f"{page}decide/", follow=True).content.decode()
    assert "決定し、通知書を作りました。" in done
    letter = re.search(r"/ina/staff/letters/\d+/", done)
    assert letter
    assert above.get(letter[0]).status_code == 200


def test_several_are_approved_from_the_list_each_at_its_step(
    log_in: LogIn, officer: Member, head: Member, ina: Organization, stepped: Procedure
) -> None:
    with scope.of_organization(ina.pk):
        large = make_proposed(ina, stepped, by=officer.actor, at=timezone.now())
        small = make_proposed(
            ina, stepped, by=officer.actor, at=timezone.now(), facts=GREEN | {"house.cost_yen": 600_000}
        )
    client = log_in(head.user)
    assert "審査済み・決裁待ち(係長)" in client.get("/ina/staff/applications/?mine=on").content.decode()
    data = {"pk": [f"{row.pk}.{row.version}" for row in (large, small)]}
    done = client.post("/ina/staff/applications/decide/", data).content.decode()
    assert "1件を決定し、通知書を作りました。1件を承認し、次に回しました。" in done
    with scope.of_organization(ina.pk):
        assert Application.objects.get(pk=large.pk).waits_for == "division_head"
    data["pk"] += ["x", "7", "９.1"]
    old = client.post("/ina/staff/applications/decide/", data).content.decode()
    assert old.count("ほかの人が先に処理しました。") == 2


def test_staff_take_an_application_on_the_telephone(
    log_in: LogIn, officer: Member, ina: Organization, procedure: Procedure
) -> None:
    client, path = log_in(officer.user), "/ina/staff/applications/new/settling/"
    page = client.get(path).content.decode()
    data = PERSON | {"channel": "telephone", "agree": "on", "client_key": hidden(page, "client_key")}
    data |= {"applicant-tax_unpaid-value": "no", "house-cost_yen-unknown": "on"}
    first, again = client.post(path, data), client.post(path, data)
    assert first["Location"] == again["Location"]
    with scope.of_organization(ina.pk):
        row = Application.objects.get()
    assert (row.channel, row.status) == ("telephone", "submitted")
    assert (row.answers["facts"], row.answers["unknown"]) == ({"applicant.tax_unpaid": False}, ["house.cost_yen"])


def test_a_returned_one_is_put_right_by_staff(
    log_in: LogIn, officer: Member, ina: Organization, procedure: Procedure
) -> None:
    with scope.of_organization(ina.pk):
        application = make_sent(ina, procedure, at=timezone.now()).application
    client, page = log_in(officer.user), f"/ina/staff/applications/{application.pk}/"
    due = (timezone.localdate() + timedelta(days=14)).isoformat()
    answer = client.post(f"{page}return/", {"reasons": "住所が途中です。", "due_on": due, "by_letter": "on"})
    assert answer.status_code == 302
    shown = client.get(f"{page}resend/").content.decode()
    assert "住所が途中です。" in shown
    data = PERSON | {"version": hidden(shown, "version"), "move-intends_5_years-value": "yes"}
    assert client.post(f"{page}resend/", data).status_code == 302
    with scope.of_organization(ina.pk):
        application.refresh_from_db()
    assert (application.status, application.answers["facts"]["move.intends_5_years"]) == ("submitted", True)


def test_a_procedure_is_defined_published_changed_and_paused_without_code(
    log_in: LogIn, officer: Member, head: Member, client: Client, ina: Organization
) -> None:
    with scope.of_organization(ina.pk):
        ruleset = make_ruleset()
    staff = log_in(officer.user)
    words = {"kind": "grant", "title": "薪ストーブ補助金", "ruleset": ruleset.pk, "days_needed": "20"}
    new = staff.post("/ina/staff/procedures/new/", words | {"key": "stove"})
    assert staff.post("/ina/staff/procedures/new/", words | {"key": "status"}).status_code == 422
    path = new["Location"]
    version = hidden(staff.get(path).content.decode(), "version")
    rows = {
        "question0-question": "薪をどこから買いますか", "question0-type": "choice", "question0-choices": "町内\n町外",
        "document0-label": "住民票の写し", "document0-is_needed": "on", "document0-valid_months": "3",
        "document0-least_pages": "1", "document0-proves": ["applicant.born_on"],
        "may_section_head": "on", "may_officer": "on", "most_officer": "300000", "step_section_head": "2",
        "step_division_head": "5",
    }  # fmt: skip
    for wrong, why in (
        ({"step_division_head": "2"}, "役割ごとに違う数"),
        ({"most_section_head": "100"}, "金額にかかわらず決裁できる役割"),
    ):
        refused = staff.post(path, words | rows | wrong | {"version": version})
        assert refused.status_code == 422
        assert why in refused.content.decode()
    assert staff.post(path, words | rows | {"version": version}).status_code == 302
    assert client.get("/ina/apply/stove/").status_code == 404
    assert staff.post(f"{path}publish/").status_code == 403
    assert log_in(head.user).post(f"{path}publish/").status_code == 302
    public = client.get("/ina/apply/stove/").content.decode()
    assert "発行から3か月以内" in public
    with scope.of_organization(ina.pk):
        procedure, form = Procedure.objects.get(), Form.objects.get()
    assert procedure.limits == {"officer": 300_000, "section_head": None}
    assert procedure.steps == ["section_head", "division_head"]
    own = form.questions[-1]
    assert (own["key"], own["choices"]) == ("own.q1", {"c1": {"ja": "町内"}, "c2": {"ja": "町外"}})
    assert [one["key"] for one in form.questions if not one.get("own")] == [
        "applicant.born_on", "applicant.tax_unpaid", "move.moved_in_on", "move.intends_5_years", "house.in_bank",
        "house.cost_yen",
    ]  # fmt: skip
    log_in(head.user).post(f"{path}pause/", {"why": "予算の確認"})
    assert "休止中" in client.get("/ina/apply/stove/").content.decode()


def test_a_letter_gets_words_of_its_own_and_is_looked_at_before(
    log_in: LogIn, officer: Member, ina: Organization, procedure: Procedure
) -> None:
    staff, path = log_in(officer.user), f"/ina/staff/procedures/{procedure.pk}/"
    version = hidden(staff.get(path).content.decode(), "version")
    words = {"kind": "grant", "title": "定住補助金", "days_needed": "20", "version": version}
    said = {"approved-title": "定住補助金交付決定通知書", "approved-opening": "{{ name }}様", "refused-closing": ""}
    wrong = staff.post(path, words | said)
    assert wrong.status_code == 422
    assert "使えない差し込み「name」があります。" in wrong.content.decode()
    assert staff.post(path, words | said | {"approved-opening": "{{ amount }}を交付します。"}).status_code == 302
    with scope.of_organization(ina.pk):
        procedure.refresh_from_db()
    assert procedure.letters == {
        "approved": {"title": "定住補助金交付決定通知書", "opening": "{{ amount }}を交付します。"}
    }
    sample = staff.get(f"{path}letters/approved/")
    assert sample.content.startswith(b"%PDF")
    assert staff.get(f"{path}letters/returned/").status_code == 404


def upload(data: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("pack.json", json.dumps(data).encode(), "application/json")


def test_a_pack_comes_in_as_drafts_and_the_form_keeps_all_of_it(
    log_in: LogIn, officer: Member, client: Client, ina: Organization
) -> None:
    staff = log_in(officer.user)
    for file in sorted((settings.ROOT / "data" / "packs").glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        told = staff.post("/ina/staff/procedures/load/", {"file": upload(data), "sample": "on"}, follow=True)
        assert "下書きとして作りました" in told.content.decode()
        with scope.of_organization(ina.pk):
            row = Procedure.objects.get(key=data["procedures"][0]["key"])
        assert client.get(f"/ina/apply/{row.key}/").status_code == 404
        path = f"/ina/staff/procedures/{row.pk}/"
        page = staff.get(path).content.decode()
        assert ">見本<" in page
        assert staff.post(path, written_in(page)).status_code == 302
        with scope.of_organization(ina.pk):
            row.refresh_from_db()
        assert not row.shown_as_sample
        assert staff.get(f"{path}pack/").json()["procedures"] == data["procedures"]
        again = staff.post("/ina/staff/procedures/load/", {"file": upload(data)}, follow=True).content.decode()
        assert "同じ内容でした" in again


def test_a_bad_pack_is_refused_in_one_line(log_in: LogIn, officer: Member, ina: Organization) -> None:
    staff = log_in(officer.user)
    for data, words in (
        ({"format": 1, "rulesets": []}, "このようには書けません: file: &#x27;procedures&#x27; is missing"),
        ({"format": 1, "pack": "\0"}, "JSONとして読めません"),
        ({"format": 1, "rulesets": [], "procedures": [{}]}, "procedures[0]: &#x27;key&#x27; is missing"),
    ):
        page = staff.post("/ina/staff/procedures/load/", {"file": upload(data)})
        assert page.status_code == 422
        assert words in page.content.decode()
    with scope.of_organization(ina.pk):
        assert not Procedure.objects.exists()


def test_who_may_write_procedures_may_write_rulesets() -> None:
    """A pack brings both in, by one permission."""
    for role in settings.KAYOI_STAFF_ROLES.values():
        assert Rulesets.RULESET_EDIT in role.permissions or Permission.PROCEDURE_EDIT not in role.permissions


def test_my_page_shows_where_applications_stand(
    log_in: LogIn, hana: Person, ina: Organization, procedure: Procedure
) -> None:
    client = log_in(hana.user)
    path = begin(client)
    client.post(f"{path}send/", {"pledge": "on", "agree": "on"})
    page = client.get("/me/").content.decode()
    assert "定住補助金" in page
    assert "受付済み" in page


def test_the_other_town_sees_nothing(
    log_in: LogIn, sado_officer: Member, ina: Organization, procedure: Procedure
) -> None:
    with scope.of_organization(ina.pk):
        draft = make_draft(procedure, at=timezone.now(), **YOU)
    client = log_in(sado_officer.user)
    assert client.get(f"/sado/apply/a/{draft.token}/").status_code == 404
    assert client.get("/sado/apply/settling/").status_code == 404
    assert client.get(f"/sado/staff/procedures/{procedure.pk}/").status_code == 404
