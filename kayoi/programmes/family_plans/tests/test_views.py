"""The plan as visitors, families and staff meet it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.messages.models import Message
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.family_plans import services
from kayoi.programmes.family_plans.models import Change, Mark, Plan, Task
from kayoi.programmes.family_plans.tests.factories import adopt, make_plan
from tests.cast import Member, enter
from tests.clock import NOW

pytestmark = pytest.mark.django_db
PATH = "/ina/plan/"


@pytest.fixture
def moves_on() -> date:
    return local_date(timezone.now()) + timedelta(days=150)


@pytest.fixture
def plan(ina: Organization, officer: Member, hana: Person) -> Plan:
    with scope.of_organization(ina.pk):
        return make_plan(by=officer.actor, person=hana, moves_on=local_date(timezone.now()) + timedelta(days=150))


def share(ina: Organization, plan: Plan, officer: Member) -> str:
    with scope.of_organization(ina.pk):
        return services.share_plan(plan=plan, by=officer.actor, at=timezone.now())


def test_a_visitor_tries_it_and_nothing_is_kept(client: Client, ina: Organization, moves_on: date) -> None:
    data = {"moves_on": moves_on.isoformat(), "facts": ["car", "dog"]}
    page = client.post(PATH, data).content.decode()
    assert "犬の登録を移す" in page
    assert "住民基本台帳法22条" in page
    assert "見本" in page
    with scope.of_organization(ina.pk):
        assert not Plan.objects.exists()


def test_in_english(client: Client, ina: Organization, moves_on: date) -> None:
    page = client.post(
        PATH, {"moves_on": moves_on.isoformat(), "facts": ["dog"]}, headers={"accept-language": "en"}
    ).content.decode()
    assert "Register the dog" in page
    assert "犬の登録を移す" not in page


@pytest.mark.parametrize("month", ["2031-04", "2031年4月", "令和13年4月", "2031/4"])
def test_a_month_is_enough(client: Client, ina: Organization, month: str) -> None:
    assert "2031年(令和13年)4月1日" in client.post(PATH, {"month": month}).content.decode()


@pytest.mark.parametrize(
    "data",
    [{}, {"month": "いつか"}, {"moves_on": "2027-02-30"}, {"month": "2027-13"}, {"moves_on": "1999-01-01"},
     {"moves_on": "2027-04-01", "child_1_year": "1950", "child_1_month": "1", "child_1_day": "1"}],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_kept(client: Client, ina: Organization, data: dict[str, str]) -> None:
    response = client.post(PATH, {**data, "facts": ["dog"]})
    assert response.status_code == 422
    page = response.content.decode()
    assert "error-summary" in page
    assert 'value="dog"' in page
    assert "checked" in page


def test_the_order_is_checked_and_healed_in_words(client: Client, ina: Organization) -> None:
    data = {
        "moves_on": "2028-06-01",
        "facts": ["buy", "housing_grant"],
        "grant": "2028-03-10",
        "contract": "2028-03-01",
    }
    page = client.post(PATH, data).content.decode()
    assert "交付決定の前に契約や着工をすると、補助金が受けられません。" in page
    assert "住まいの契約の日を2028年(令和10年)3月10日以降にすると、間に合います。" in page


def test_on_paper(client: Client, ina: Organization, moves_on: date) -> None:
    response = client.post(PATH, {"moves_on": moves_on.isoformat(), "paper": "1"})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_the_family_opens_ticks_and_changes_without_log_in(
    client: Client, ina: Organization, officer: Member, plan: Plan
) -> None:
    path = f"/ina/plan/{share(ina, plan, officer)}/"
    page = client.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert "山田" not in page.content.decode(), "no name stands on a page that is passed on"
    assert client.post(f"{path}steps/utilities/", {"done": "1"}).status_code == 302
    new = plan.moves_on + timedelta(days=30)
    assert client.post(f"{path}change/", {"moves_on": new.isoformat(), "version": "1"}).status_code == 302
    assert client.post(f"{path}change/", {"moves_on": new.isoformat(), "version": "1"}).status_code == 409
    assert client.post(f"{path}change/", {"version": "2"}).status_code == 422
    with scope.of_organization(ina.pk):
        assert Mark.objects.get().key == "utilities"
        assert Plan.objects.get().moves_on == new
        assert Change.objects.count() == 1
    assert "(家族)" in client.get(path).content.decode()
    assert client.get(f"{path}paper/").content.startswith(b"%PDF")
    assert client.post(f"{path}steps/no_such/", {"done": "1"}).status_code == 404


def test_a_wrong_link_and_the_other_town_show_nothing(
    client: Client, ina: Organization, sado: Organization, officer: Member, plan: Plan
) -> None:
    token = share(ina, plan, officer)
    assert client.get(f"/ina/plan/{token[:-1]}/").status_code == 404
    assert client.get(f"/sado/plan/{token}/").status_code == 404
    assert client.get(f"/ina/plan/{plan.reference}/").status_code == 404, "the reference alone opens nothing"


def test_my_page_leads_to_my_plan_and_nobody_elses(ina: Organization, plan: Plan, hana: Person, ken: Person) -> None:
    hers, his = enter(hana.user), enter(ken.user)
    path = f"/ina/plan/{plan.reference}/"
    assert path in hers.get("/me/").content.decode()
    assert hers.get(path).status_code == 200
    assert path not in his.get("/me/").content.decode()
    assert his.get(path).status_code == 404


def test_staff_make_share_and_follow_a_plan(ina: Organization, officer: Member, hana: Person, moves_on: date) -> None:
    with scope.of_organization(ina.pk):
        file = casefiles.open_case_file(fields={"name": "山田 花"}, person=hana, by=officer.actor, at=NOW)
    staff = enter(officer.user)
    made = staff.post(f"/ina/staff/plans/of/{file.pk}/", {"moves_on": moves_on.isoformat(), "facts": ["rent"]})
    assert made.status_code == 302
    assert staff.get(f"/ina/staff/plans/of/{file.pk}/").status_code == 302, "one plan for a file"
    shown = staff.post(f"{made['Location']}share/").content.decode()
    link = shown.split('value="http://testserver')[1].split('"')[0]
    assert Client().get(link).status_code == 200
    assert staff.post(f"{made['Location']}follow/").status_code == 302
    assert "わが家の計画" in staff.get("/ina/staff/inbox/?owner=all&due=all").content.decode()
    assert made["Location"] in staff.get(f"/ina/staff/case-files/{file.pk}/").content.decode()
    assert made["Location"] in staff.get("/ina/staff/plans/").content.decode()
    assert staff.post(f"{made['Location']}stop/").status_code == 302
    assert Client().get(link).status_code == 404


def test_staff_mail_the_link_to_who_may_be_mailed(ina: Organization, officer: Member, plan: Plan) -> None:
    staff, path = enter(officer.user), f"/ina/staff/plans/{plan.pk}/mail/"
    assert path in staff.get(f"/ina/staff/plans/{plan.pk}/").content.decode()
    assert "メールアドレスがありません" in staff.get(path).content.decode()
    assert staff.post(path).status_code == 422
    with scope.of_organization(ina.pk):
        CaseFile.objects.filter(pk=plan.case_file_id).update(email="hana@example.jp", contact_basis="unconfirmed")
    assert "取り込み・未確認" in staff.get(path).content.decode()
    assert "聞いてから送ってください" in staff.post(path).content.decode()
    assert staff.post(path, {"agreed": "on"}).status_code == 302
    assert staff.post(path).status_code == 302, "who has agreed once is not asked again"
    with scope.of_organization(ina.pk):
        assert Message.objects.filter(template="family_plans/mail/link").count() == 2


def test_staff_adopt_change_and_leave_out_rows(ina: Organization, head: Member) -> None:
    staff = enter(head.user)
    page = staff.get("/ina/staff/plans/tasks/dog/").content.decode()
    assert "これは見本です" in page
    data = {
        "title": "犬の登録を移す", "breaks": "罰則の対象になります。", "anchor": "moving", "latest_count": "30",
        "latest_unit": "day", "earliest_unit": "day", "takes_days": "0", "needs": ["dog"], "source": "狂犬病予防法4条",
        "source_on": "2026-11-01", "basis": "伊那市要綱第5号", "adopted_on": "2026-11-20", "starts_on": "2026-11-20",
    }  # fmt: skip
    assert staff.post("/ina/staff/plans/tasks/dog/", data | {"basis": ""}).status_code == 422
    assert staff.post("/ina/staff/plans/tasks/dog/", data | {"anchor": "from_moving"}).status_code == 422
    assert staff.post("/ina/staff/plans/tasks/dog/", data).status_code == 302
    assert "伊那市要綱第5号" in staff.get("/ina/staff/plans/tasks/").content.decode()
    assert staff.post("/ina/staff/plans/tasks/new/", data | {"key": "dog"}).status_code == 422
    assert staff.post("/ina/staff/plans/tasks/new/", data | {"key": "Wood"}).status_code == 422
    assert staff.post("/ina/staff/plans/tasks/new/", data | {"key": "wood_stove"}).status_code == 302
    out = {"starts_on": "2026-12-01", "basis": "該当なし"}
    assert staff.post("/ina/staff/plans/tasks/dog/leave-out/", out).status_code == 302
    assert staff.post("/ina/staff/plans/tasks/dog/", data).status_code == 422, "a version cannot begin before the last"
    with scope.of_organization(ina.pk):
        assert list(Task.objects.filter(key="dog").order_by("version").values_list("used", flat=True)) == [True, False]


def test_the_public_page_reads_the_towns_own_rows(client: Client, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        adopt(ina, "utilities", by=head.actor, title="伊那市の水道を申し込む")
    page = client.post(PATH, {"moves_on": "2030-06-03"}).content.decode()
    assert "伊那市の水道を申し込む" in page
    assert "要綱第1号" in page
