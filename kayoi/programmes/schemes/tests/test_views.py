"""Pages of applicants, as browsers use them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kayoi.engines.openings.models import Opening
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Document, Procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import GREEN, YOU, decide, make_procedure, make_ruleset
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.tests.factories import make_draft, make_sent
from kayoi.programmes.schemes.tests.pages import BIRTH, POSTED, answer_next, begin, hidden
from tests.cast import LogIn, Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


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
    again = client.post(f"{path}send/", {"pledge": "on", "agree": "on"}, follow=True).content.decode()
    assert application.receipt in again, "pressed twice"


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


def test_a_refused_one_sees_every_reason_how_to_appeal_and_other_doors(
    client: Client, ina: Organization, procedure: Procedure, officer: Member, head: Member
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        make_procedure(at=now, key="other", title="別の補助金", with_rules=False)
        started = make_sent(ina, procedure, at=now, facts=GREEN | {"applicant.tax_unpaid": True})
        application = started.application
        procedures.propose(
            application=application, outcome=ApplicationStatus.REFUSED, reasons=["市税の滞納", "期限の後"],
            by=officer.actor, at=now,
        )  # fmt: skip
        decide(application=application, by=head.actor, at=now)
    page = client.get(f"/ina/apply/a/{started.token}/").content.decode()
    for words in ("市税の滞納", "期限の後", "審査請求", "別の補助金", "/ina/apply/other/", "/find-support/"):
        assert words in page, words
    assert "/ina/ask/" not in page.partition('id="doors"')[2], "the town takes no questions now"
