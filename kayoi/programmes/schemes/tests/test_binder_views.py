"""Pages of the auditor's binder: gaps first, one press, the papers for those who may, nothing for another town."""

import pytest
from django.test import Client

from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes.models import Binder
from kayoi.programmes.schemes.tests.grants import make_grant
from kayoi.programmes.schemes.tests.test_money_views import NOW
from tests.cast import LogIn, Member
from tests.jobs import run_jobs

YEAR = fiscal_year(local_date(NOW))


@pytest.fixture
def desk(head: Member, log_in: LogIn) -> Client:
    return log_in(head.user)


def test_one_press_makes_the_binder_and_its_papers_are_handed_over(
    desk: Client, procedure: Procedure, ina: Organization, officer: Member, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        grant = make_grant(ina, procedure, by=officer.actor, head=head.actor, at=NOW)
        grant.application.papers.update(status="received")
    page = f"/ina/staff/binders/{procedure.pk}/{YEAR}/"
    assert procedure.title in desk.get("/ina/staff/binders/").content.decode()
    shown = desk.get(page).content.decode()
    assert shown.index("先に確かめること") < shown.index("件数と金額") < shown.index("全部の件")
    assert f'href="/ina/staff/grants/{grant.pk}/"' in shown
    assert "を確かめた記録がありません" in shown
    assert desk.post(f"{page}make/").status_code == 302
    assert "綴りを作っています" in desk.get(page).content.decode()
    run_jobs()
    with scope.of_organization(ina.pk):
        binder = Binder.objects.get()
    made = desk.get(page, headers={"HX-Request": "true"})
    assert made.headers["HX-Refresh"] == "true"
    pdf = desk.get(f"/ina/staff/binders/made/{binder.pk}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["Cache-Control"] == "private, no-store"
    assert desk.get(f"/ina/staff/binders/made/{binder.pk}/xlsx/").content.startswith(b"PK")
    assert desk.get(f"/ina/staff/binders/made/{binder.pk}/zip/").status_code == 404


def test_nobody_else_sees_it(
    procedure: Procedure, ina: Organization, officer: Member, head: Member, sado_officer: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        binder = Binder.objects.create(procedure=procedure, fiscal_year=YEAR, asked_at=NOW, by_name="係長")
    for path in ("", f"{procedure.pk}/{YEAR}/", f"made/{binder.pk}/pdf/"):
        assert log_in(officer.user).get(f"/ina/staff/binders/{path}").status_code == 403
    other = log_in(sado_officer.user)
    assert other.get(f"/sado/staff/binders/{procedure.pk}/{YEAR}/").status_code == 404
    assert other.get(f"/sado/staff/binders/made/{binder.pk}/pdf/").status_code == 404
    assert other.post(f"/sado/staff/binders/{procedure.pk}/{YEAR}/make/").status_code == 404


def test_what_is_no_year_or_gives_no_money_has_no_binder(desk: Client, procedure: Procedure) -> None:
    assert desk.get(f"/ina/staff/binders/{procedure.pk}/1900/").status_code == 404
    assert desk.get(f"/ina/staff/binders/{procedure.pk}/9999/").status_code == 404
    assert "この年度の申請はありません" in desk.get(f"/ina/staff/binders/{procedure.pk}/2030/").content.decode()
