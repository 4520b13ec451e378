"""Pages of grants, of what is looked at before them, and of questions to other offices."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.models import Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.services import new_link
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.sheets import find_header, read_sheets, records
from kayoi.programmes.schemes.models import Enquiry, EnquiryRow, Grant, Proof
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.states.grants import Side
from kayoi.programmes.schemes.tests.budgets import make_line, permit
from kayoi.programmes.schemes.tests.factories import make_sent
from kayoi.programmes.schemes.tests.grants import make_grant, make_terms
from kayoi.programmes.schemes.tests.obligations import make_obliged
from kayoi.programmes.schemes.tests.services.test_claims import make_fixed
from tests.cast import LogIn, Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]
GRANTS = "/ina/staff/grants/"


@pytest.fixture
def granted(ina: Organization, procedure: Procedure, officer: Member, head: Member) -> Grant:
    with scope.of_organization(ina.pk):
        return make_grant(ina, procedure, by=officer.actor, head=head.actor, at=timezone.now())


def test_reported_and_claimed_by_phone_looked_at_and_paid_by_staff(
    client: Client, ina: Organization, granted: Grant, officer: Member, head: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        token = new_link(application=granted.application, by=head.actor, at=timezone.now())
    own, page = f"/ina/apply/a/{token}/", f"{GRANTS}{granted.pk}/"
    assert "実績を報告する" in client.get(own).content.decode()
    assert client.get(f"{own}claim/").status_code == 404
    assert "multipart/form-data" in client.get(f"{own}report/").content.decode()
    today = f"{timezone.localdate():%Y-%m-%d}"
    data = {"finished_on": today, "words": "屋根を直した", "house-cost_yen": "1200000"}
    receipt = SimpleUploadedFile("領収書.jpg", picture(), "image/jpeg")
    assert client.post(f"{own}report/", data | {"paper0": receipt}).status_code == 302
    desk, chief = log_in(officer.user), log_in(head.user)
    shown = desk.get(page).content.decode()
    assert "屋根を直した" in shown
    assert shown.index("検査する") < shown.index("実績報告を差し戻す")
    assert desk.post(f"{page}inspect/", {"house-cost_yen": "1200000", "remark": "現地も見た"}).status_code == 302
    refused = desk.post(f"{page}fix/")
    assert refused.status_code == 422
    assert "検査した人は、額を確定できません" in refused.content.decode()
    assert chief.post(f"{page}fix/").status_code == 302
    assert "確定額 600,000円" in client.get(own).content.decode()
    assert client.post(f"{own}claim/").status_code == 302
    assert desk.post(f"{page}check-claim/").status_code == 302
    assert desk.post(f"{page}pay/", {"paid_on": today}).status_code == 302
    shown = desk.get(f"{GRANTS}?status=ended").content.decode()
    assert "600,000" in shown
    with scope.of_organization(ina.pk):
        granted.refresh_from_db()
        assert (granted.status, granted.paid_yen) == ("ended", 600_000)
        assert granted.application.papers.get(label="領収書など").status == "received"


def test_a_grant_over_years_shows_its_plan_and_staff_put_it_right(
    ina: Organization, officer: Member, head: Member, log_in: LogIn
) -> None:
    now = timezone.now()
    year = fiscal_year(local_date(now))
    with scope.of_organization(ina.pk):
        procedure = make_fixed(
            ina, at=now, head=head.actor, key="area", yen=500_000, shape="yearly", years=3, later_years="burden"
        )
        line = make_line(500_000, year=year, at=now, procedure=procedure)
        permit(line, 1_000_000, kind="burden", matter="モデル地域交付金", last_year=year + 2, at=now)
        grant = make_grant(ina, procedure, by=officer.actor, head=head.actor, at=now)
    desk = log_in(head.user)
    page = f"{GRANTS}{grant.pk}/"
    shown = desk.get(page).content.decode()
    for words in ("年度ごとの予定額", "債務負担行為による(モデル地域交付金", fiscal_year_label(year + 2)):
        assert words in shown, words
    assert "年度分の交付を決定する" not in shown, "all years are decided"
    values = {f"year{year}": "400000", f"year{year + 1}": "500000", f"year{year + 2}": "600000"}
    above = desk.post(f"{page}plan-years/", values)
    assert above.status_code == 422
    assert "残りは1,000,000円です" in above.content.decode()
    assert desk.post(f"{page}plan-years/", values | {f"year{year + 2}": "500000"}).status_code == 302
    assert "400,000" in desk.get(page).content.decode()
    shown = desk.get(f"/ina/staff/budget/{line.pk}/").content.decode()
    for words in ("債務負担行為", "モデル地域交付金", "1,000,000"):
        assert words in shown, words
    assert "年度をまたぐ交付の予定" not in shown, "this year is bound"
    with scope.of_organization(ina.pk):
        following = make_line(500_000, year=year + 1, at=now, procedure=procedure)
    shown = desk.get(f"/ina/staff/budget/{following.pk}/").content.decode()
    assert "支出負担行為をしていない分 1件 500,000" in shown


def test_a_year_is_decided_on_its_page_once_it_has_begun(
    ina: Organization, officer: Member, head: Member, log_in: LogIn
) -> None:
    last_year = timezone.now() - timedelta(days=366)
    with scope.of_organization(ina.pk):
        procedure = make_fixed(ina, at=last_year, head=head.actor, key="area", yen=500_000, shape="yearly", years=3)
        grant = make_grant(ina, procedure, by=officer.actor, head=head.actor, at=last_year)
    desk, page = log_in(head.user), f"{GRANTS}{grant.pk}/"
    assert "年度ごとに決定する" in desk.get(page).content.decode()
    assert desk.post(f"{page}decide-year/").status_code == 302
    shown = desk.get(page).content.decode()
    assert "年度分の交付を決定" in shown
    assert desk.get(f"{page}decide-year/").status_code == 404, "the year after has not begun"


def test_a_step_that_cannot_be_taken_now_has_no_page(granted: Grant, officer: Member, log_in: LogIn) -> None:
    desk = log_in(officer.user)
    assert desk.get(f"{GRANTS}{granted.pk}/pay/").status_code == 404
    assert desk.get(f"{GRANTS}{granted.pk}/nonsense/").status_code == 404
    assert desk.post(f"{GRANTS}{granted.pk}/nonsense/").status_code == 404
    assert desk.post(f"{GRANTS}{granted.pk}/pay/")["Location"] == f"{GRANTS}{granted.pk}/", "sent after it was done"
    assert desk.get(f"{GRANTS}{granted.pk}/report/").status_code == 200


def test_somebody_calls_before_applying_and_applies_from_there(
    client: Client, ina: Organization, procedure: Procedure, officer: Member, head: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        make_terms(procedure, by=head.actor, at=timezone.now(), needs_consultation=True)
        file = make_file(name="蔵持 実")
    assert "申請の前に、職員に相談してください" in client.get(f"/ina/apply/{procedure.key}/").content.decode()
    desk, today = log_in(officer.user), f"{timezone.localdate():%Y-%m-%d}"
    page = f"/ina/staff/applications/consultations/{file.pk}/"
    assert page in desk.get(f"/ina/staff/case-files/{file.pk}/").content.decode()
    said = {"procedure": procedure.pk, "consulted_on": today, "channel": "telephone", "text": "見積書が要ると伝えた。"}
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"
    assert desk.post(page, said | {"consulted_on": tomorrow}).status_code == 422
    assert desk.post(page, said).status_code == 302
    shown = desk.get(page).content.decode()
    assert "見積書が要ると伝えた。" in shown
    assert f"/ina/staff/applications/new/{procedure.key}/?file={file.pk}" in shown
    with scope.of_organization(ina.pk):
        application = make_sent(ina, procedure, at=timezone.now(), file=file).application
    shown = desk.get(f"/ina/staff/applications/{application.pk}/").content.decode()
    assert "見積書が要ると伝えた。" in shown
    assert "事前相談の記録がありません" not in shown


def test_terms_house_consent_and_visit(ina: Organization, procedure: Procedure, head: Member, log_in: LogIn) -> None:
    with scope.of_organization(ina.pk):
        application = make_sent(ina, procedure, at=timezone.now()).application
    desk = log_in(head.user)
    terms = {"version": "1", "shape": "once", "needs_report": "on", "begins_after_decision": "on", "once": ["house"],
             "gap_months": "0", "years": "1", "later_years": "decision", "obliged_years": "5", "duties": ["residence"],
             "report_papers": "領収書\n写真"}  # fmt: skip
    assert desk.post(f"/ina/staff/procedures/{procedure.pk}/terms/", terms).status_code == 302
    page = f"/ina/staff/applications/{application.pk}/"
    assert "対象の家がつながれていません" in desk.get(page).content.decode()
    with scope.of_organization(ina.pk):
        grants.link_house(
            application=application, number="伊-12", side=Side.BUYER, contract_on=None, by=head.actor, at=timezone.now()
        )
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert desk.post(f"{page}early-start/", {"allowed_from": "2020-01-01", "why": "雨漏り"}).status_code == 422
    assert desk.post(f"{page}early-start/", {"allowed_from": today, "why": "雨漏り"}).status_code == 302
    visit = {"visited_on": today, "finding": "lives", "text": "明かりがついていた"}
    assert desk.post(f"{page}visit/", visit).status_code == 302
    shown = desk.get(page).content.decode()
    assert "伊-12" in shown
    assert "明かりがついていた" in shown
    assert "対象の家がつながれていません" not in shown


def test_asked_about_as_a_list_and_answered_row_by_row(
    ina: Organization, procedure: Procedure, officer: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        rows = [make_sent(ina, procedure, at=timezone.now(), name=f"申請{one}").application for one in "甲乙丙"]
        file = rows[2].case_file
        assert file is not None
        Protection.objects.create(case_file=file, starts_on=date(2026, 4, 1), basis="支援措置")
    desk = log_in(officer.user)
    ask = {"procedure": str(procedure.pk), "kind": "tax", "whom": "applicants", "addressee": "税務課",
           "ground": "申請者の同意", "purpose": "滞納の確認", "due_on": "2099-01-31"}  # fmt: skip
    yearly = desk.post("/ina/staff/enquiries/new/", ask | {"whom": "obliged"})
    assert "毎年の確認は、種類を「住民記録」にしてください。" in yearly.content.decode()
    page = desk.post("/ina/staff/enquiries/new/", ask)["Location"]
    assert desk.post("/ina/staff/enquiries/new/", ask).status_code == 422  # all were asked about
    sheet = desk.post(f"{page}sheet/").content
    book, about = read_sheets(sheet, name="enquiry.xlsx").sheets
    assert "「支障なし」(滞納なし)、「支障あり」(滞納あり)、「確認できない」のいずれか" in str(list(about.rows))
    header = find_header(book.rows)
    assert [one for one in header.columns if one] == ["番号", "受付番号", "氏名", "生年月日", "住所", "結果", "補足"]
    assert [one["氏名"] for one in records(book, header)] == ["申請甲", "申請乙"]
    back = f"番号,受付番号,結果,補足\n1-001,{rows[0].receipt},滞納なし,\n1-002,{rows[0].receipt},滞納なし,\n"
    data = {"answered_on": "2026-11-25", "answered_by": "税務課 木村"}
    answer = desk.post(page, data | {"upload": SimpleUploadedFile("back.csv", back.encode())})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "1件の回答を取り込みました" in shown
    assert "番号「1-002」のものと違います" in shown
    with scope.of_organization(ina.pk):
        results = EnquiryRow.objects.order_by("position").values_list("result", "answered_by")
        assert list(results) == [("clear", "税務課 木村"), ("open", "")]


def test_an_office_that_is_silent_is_reminded_and_its_silence_noted_on_screen(
    ina: Organization, procedure: Procedure, officer: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        make_sent(ina, procedure, at=timezone.now(), name="申請甲")
    desk = log_in(officer.user)
    ask = {"procedure": str(procedure.pk), "kind": "tax", "whom": "applicants", "addressee": "税務課",
           "ground": "申請者の同意", "purpose": "滞納の確認", "due_on": "2099-01-31"}  # fmt: skip
    page = desk.post("/ina/staff/enquiries/new/", ask)["Location"]
    assert "回答がないとき" not in desk.get(page).content.decode()
    early = desk.post(f"{page}silence/", {"silence-why": "連絡がない"})
    assert early.status_code == 422
    assert "を過ぎてからにしてください" in early.content.decode()
    with scope.of_organization(ina.pk):
        Enquiry.objects.update(due_on=date(2026, 1, 1))
    assert "回答がないとき" in desk.get(page).content.decode()
    assert desk.post(f"{page}remind/", {"remind-due_on": "2026-01-02"}).status_code == 422
    told = desk.post(f"{page}remind/", {"remind-due_on": "2099-01-31"}, follow=True).content.decode()
    assert "期限を改めました" in told
    assert "未回答の人の一覧を出す" in told
    with scope.of_organization(ina.pk):
        Enquiry.objects.update(due_on=date(2026, 1, 1))
    assert desk.post(f"{page}silence/", {"silence-why": ""}).status_code == 422
    told = desk.post(f"{page}silence/", {"silence-why": "連絡がない"}, follow=True).content.decode()
    assert "1件を「回答なし」にしました" in told
    assert "連絡がない" in told
    assert desk.post("/ina/staff/enquiries/new/", ask).status_code == 302, "it may be asked again"


def test_residence_of_a_year_is_found_proved_by_the_answers_of_a_list(
    ina: Organization, procedure: Procedure, officer: Member, head: Member, log_in: LogIn
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        make_obliged(ina, procedure, by=officer.actor, head=head.actor, at=now, terms={"duties": ["residence"]})
        first = Proof.objects.order_by("year")[0]
        Proof.objects.filter(pk=first.pk).update(proves_on=local_date(now))
        receipt = first.obligation.grant.application.receipt
    desk = log_in(officer.user)
    ask = {"procedure": str(procedure.pk), "kind": "residence", "whom": "obliged", "addressee": "市民課",
           "ground": "申請者の同意", "purpose": "居住の確認", "due_on": "2099-01-31"}  # fmt: skip
    page = desk.post("/ina/staff/enquiries/new/", ask)["Location"]
    assert "居住の証明を確認済みにする" not in desk.get(page).content.decode()
    today = f"{local_date(now):%Y-%m-%d}"
    back = SimpleUploadedFile("back.csv", f"番号,受付番号,結果\n1-001,{receipt},登録あり\n".encode())
    desk.post(page, {"answered_on": today, "answered_by": "市民課 木村", "upload": back})
    shown = desk.get(page).content.decode()
    assert f'name="pk" value="{first.pk}"' in shown
    assert f'value="{today}"' in shown
    desk.post("/ina/staff/obligations/register/", {"pk": [first.pk], "seen_on": today})
    with scope.of_organization(ina.pk):
        assert Proof.objects.filter(status="accepted").values_list("pk", "means").get() == (first.pk, "register")
    assert "居住の証明を確認済みにする" not in desk.get(page).content.decode()


def test_whoever_is_not_heard_is_not_cancelled(
    log_in: LogIn, ina: Organization, procedure: Procedure, officer: Member, head: Member
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        grant = make_grant(ina, procedure, by=officer.actor, head=head.actor, at=now)
    client, path = log_in(head.user), f"/ina/staff/grants/{grant.pk}/"
    assert f"{path}hear/" not in client.get(path).content.decode(), "it stands where it is needed"
    assert f"{path}hear/" in client.get(f"{path}cancel/").content.decode()
    refused = client.post(f"{path}cancel/", {"why": "虚偽の申請"})
    assert "弁明の機会を与えていません" in refused.content.decode()
    said = {"matter": "虚偽の申請", "due_on": f"{local_date(now) + timedelta(days=14)}"}
    assert client.post(f"{path}hear/", said).status_code == 302
    assert "弁明を待っています" in client.get(path).content.decode()
    assert client.post(f"{path}statement/", {"said": "誤りだった", "said_on": f"{local_date(now)}"}).status_code == 302
    assert client.post(f"{path}cancel/", {"why": "虚偽の申請"}).status_code == 302
    shown = client.get(path).content.decode()
    assert "誤りだった" in shown
    assert "決定の取消し" in shown
