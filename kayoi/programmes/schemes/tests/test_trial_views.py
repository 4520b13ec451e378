"""Pages of trials, as browsers use them."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.states import Permission
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.sheets import read_sheets
from kayoi.programmes.schemes.forms.trials import TrialForm
from kayoi.programmes.schemes.models import Trial
from kayoi.programmes.schemes.tests.grants import make_grant
from kayoi.programmes.schemes.tests.services.test_trials import LOWER
from kayoi.programmes.schemes.tests.trials import make_trial, make_version
from tests.cast import LogIn, Member, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


@pytest.fixture
def version(ina: Organization, procedure: Procedure, officer: Member, head: Member) -> int:
    """Return a draft with a lower limit, after six grants in two districts."""
    with scope.of_organization(ina.pk):
        for number in range(6):
            address = "伊那市高遠町1" if number == 5 else "伊那市荒井1"
            make_grant(
                ina, procedure, by=officer.actor, head=head.actor, at=timezone.now(), name=f"受給 {number}", email="",
                address=address,
            )  # fmt: skip
        return make_version(procedure, LOWER).pk


def test_from_the_draft_to_the_result_the_paper_and_the_file(
    log_in: LogIn, officer: Member, ina: Organization, procedure: Procedure, version: int
) -> None:
    client = log_in(officer.user)
    assert f"/ina/staff/trials/new/?version={version}" in client.get(f"/ina/staff/rules/versions/{version}/").text
    year = fiscal_year(local_date(timezone.now()))
    shown = client.get(f"/ina/staff/trials/new/?version={version}").text
    assert "住所(町・大字まで)" in shown
    assert "質問「伊那を選んだ理由」の答え" in shown
    posted = {"name": "上限50万円の案", "version": version, "procedure": procedure.pk, "district": "",
              "first_year": year, "last_year": year}  # fmt: skip
    done = client.post("/ina/staff/trials/new/", posted, follow=True)
    (page, _), text = done.redirect_chain[-1], done.text
    for words in ("3,900,000", "3,000,000", "−900,000", "高遠町", "受給 3", "1円も違いません", "減る(6)"):
        assert words in text, words
    assert "上限50万円の案" in client.get("/ina/staff/trials/").text
    with scope.of_organization(ina.pk):
        receipts = set(Application.objects.values_list("receipt", flat=True))
    paper = client.get(f"{page}paper/").text
    assert "件数が少ないため、地区ごとの内訳は載せません。" in paper
    assert not [one for one in (*receipts, "受給", "高遠町") if one in paper]
    (sheet,) = [
        one for one in read_sheets(client.get(f"{page}file/").content, name="x.xlsx").sheets if one.name == "申請ごと"
    ]
    assert {str(row[0]) for row in sheet.rows} >= receipts
    csv = client.get(f"{page}file/?as=csv").content.decode("utf-8-sig")
    assert csv.count("減る") == 6
    assert "受給" not in csv
    with scope.of_organization(ina.pk):
        entries = Entry.objects.filter(action="schemes.hand_over_trial", actor_user=officer.user.pk).order_by("pk")
        assert list(entries.values_list("after__part", flat=True)) == ["xlsx", "csv"]


def test_the_file_is_for_those_who_see_applications(
    log_in: LogIn, officer: Member, ina: Organization, procedure: Procedure, version: int, settings: Any
) -> None:
    with scope.of_organization(ina.pk):
        draft = Version.objects.select_related("ruleset").get(pk=version)
        page = f"/ina/staff/trials/{make_trial(procedure, draft, by=officer.actor, at=timezone.now()).pk}/"
    role = settings.KAYOI_STAFF_ROLES["officer"]
    fewer = replace(role, permissions=role.permissions - {Permission.APPLICATION_READ})
    client, wording = log_in(officer.user), "Excelで取り出す"
    assert wording in client.get(page).text
    settings.KAYOI_STAFF_ROLES = settings.KAYOI_STAFF_ROLES | {"officer": fewer}
    assert wording not in client.get(page).text
    assert client.get(f"{page}file/").status_code == 403


def test_what_cannot_be_tried_is_said(
    log_in: LogIn, officer: Member, ina: Organization, procedure: Procedure, version: int
) -> None:
    with scope.of_organization(ina.pk):
        Version.objects.filter(pk=version).update(body=LOWER | {"condition": {"fact": "no.such", "is": True}})
        nothing: dict[str, Any] = {"versions": Version.objects.none(), "procedures": Procedure.objects.none()}
        years = [(2026, "令和8年度"), (2025, "令和7年度")]
        form = TrialForm({"first_year": "2026", "last_year": "2025"}, **nothing, years=years, districts=[], initial={})
        assert "「まで」の年度は、「から」の年度と同じか、あとにしてください。" in str(form.errors["last_year"])
    year = fiscal_year(local_date(timezone.now()))
    posted = {"name": "案", "version": version, "procedure": procedure.pk, "first_year": year, "last_year": year}
    answer = log_in(officer.user).post("/ina/staff/trials/new/", posted)
    assert answer.status_code == 422
    assert "この版は、書きかけのため試せません。" in answer.text


def test_names_are_for_those_who_see_applications_and_towns_stay_apart(
    log_in: LogIn, officer: Member, ina: Organization, sado: Organization, procedure: Procedure, version: int
) -> None:
    with scope.of_organization(ina.pk):
        draft = Version.objects.select_related("ruleset").get(pk=version)
        trial = make_trial(procedure, draft, by=officer.actor, at=timezone.now())
    other = log_in(make_member(sado, "officer", "佐渡 担当").user)
    for part in ("", "paper/", "file/"):
        assert other.get(f"/sado/staff/trials/{trial.pk}/{part}").status_code == 404
    contractor = log_in(make_member(ina, "contractor", "委託 相談員").user)
    assert contractor.get(f"/ina/staff/trials/{trial.pk}/").status_code in (403, 404)
    with scope.of_organization(ina.pk):
        Trial.objects.filter(pk=trial.pk).update(status="waiting", done=2)
    waiting = log_in(officer.user).get(f"/ina/staff/trials/{trial.pk}/").text
    assert "いまの状況を見る" in waiting
    with scope.of_organization(ina.pk):
        Trial.objects.filter(pk=trial.pk).update(status="failed")
    assert "計算できませんでした" in log_in(officer.user).get(f"/ina/staff/trials/{trial.pk}/").text
    assert log_in(officer.user).get(f"/ina/staff/trials/{trial.pk}/paper/").status_code == 404


def test_a_trial_takes_the_same_queries_for_few_and_for_many(
    ina: Organization, procedure: Procedure, officer: Member, head: Member, version: int
) -> None:
    with scope.of_organization(ina.pk):
        draft, counts = Version.objects.select_related("ruleset").get(pk=version), []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                make_trial(procedure, draft, by=officer.actor, at=timezone.now())
            counts.append(len(queries))
            for number in range(3):
                make_grant(
                    ina, procedure, by=officer.actor, head=head.actor, at=timezone.now(), name=f"後 {number}", email=""
                )
    assert counts[0] == counts[1]
