"""Pages of staff on applications, as browsers use them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kayoi.engines.procedures.models import Application, Decision, Letter, Procedure, Stamp
from kayoi.engines.procedures.tests.factories import GREEN, LIMITS, STEPS, make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import wareki
from kayoi.programmes.schemes.tests.factories import accept_papers, make_proposed, make_sent
from kayoi.programmes.schemes.tests.pages import PERSON, hidden
from tests.cast import LogIn, Member, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


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
    # The day of birth of whoever applies answers the rule's question, which is not asked twice.
    assert "applicant-born_on" not in page
    said = {"applicant.tax_unpaid": False, "applicant.born_on": "1990-05-01"}
    assert (row.answers["facts"], row.answers["unknown"]) == (said, ["house.cost_yen"])


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
