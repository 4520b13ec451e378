"""Pages on which staff define procedures, and take them in from files."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kayoi.engines.procedures.models import Form, Procedure
from kayoi.engines.procedures.states import Permission
from kayoi.engines.procedures.tests.factories import make_ruleset
from kayoi.engines.rulesets.states import Permission as Rulesets
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.tests.pages import hidden, written_in
from tests.cast import LogIn, Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


def test_a_procedure_is_defined_published_changed_and_paused_without_code(
    log_in: LogIn, officer: Member, head: Member, client: Client, ina: Organization
) -> None:
    with scope.of_organization(ina.pk):
        ruleset = make_ruleset()
    staff = log_in(officer.user)
    words = {
        "kind": "grant",
        "applicants": "person",
        "title": "薪ストーブ補助金",
        "ruleset": ruleset.pk,
        "days_needed": "20",
    }
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
    words = {"kind": "grant", "applicants": "person", "title": "定住補助金", "days_needed": "20", "version": version}
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
