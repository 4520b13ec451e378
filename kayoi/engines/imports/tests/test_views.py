"""The way of an office: upload, correct, try, import, hand back, undo; through the browser's door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.imports.models import ImportRun
from kayoi.engines.imports.tests.workbooks import several_persons
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import LogIn, Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def test_from_upload_to_undo(ina: Organization, head: Member, log_in: LogIn) -> None:
    client, town = log_in(head.user), {"organization": "ina"}
    file = SimpleUploadedFile("相談.xlsx", several_persons())
    taken = client.post(reverse("imports:runs", kwargs=town), {"file": file, "ledger": "consultations"})
    with scope.of_organization(ina.pk):
        run = ImportRun.objects.defer("data").get()
    about = town | {"pk": run.pk}
    assert taken["Location"] == reverse("imports:columns", kwargs=about)
    page = client.get(taken["Location"]).content.decode()
    assert "C列 携帯" in page
    assert "例: 080-5555-0001" in page
    answers = {
        "version": run.version, "use_0": "on", "several": "first", "same_name": "separate", "blank_day": "return",
        "hidden": "take", "retention": "5",
        **{f"column_0_{at}": target for at, target in enumerate(run.layouts[0]["targets"])},
    }  # fmt: skip
    tried = client.post(taken["Location"], answers)
    assert tried["Location"] == reverse("imports:run", kwargs=about)
    assert "試し読みをしています" in client.get(tried["Location"]).content.decode()
    run_jobs()
    assert client.get(tried["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "全部の行を読めました" in client.get(tried["Location"]).content.decode()
    rows = client.get(reverse("imports:rows", kwargs=about), {"show": "repaired"}).content.decode()
    assert "坂本 龍" in rows
    client.post(reverse("imports:start", kwargs=about))
    run_jobs()
    assert "取り込みました" in client.get(tried["Location"]).content.decode()
    with scope.of_organization(ina.pk):
        assert CaseFile.objects.count() == 4
    undo = reverse("imports:undo", kwargs=about)
    assert client.post(undo, {"why": ""}).status_code == 422
    client.post(undo, {"why": "練習だった"})
    run_jobs()
    assert "すべて取り消しました" in client.get(tried["Location"]).content.decode()
    with scope.of_organization(ina.pk):
        assert not CaseFile.objects.exists()


def test_what_is_no_table_is_refused_in_words(ina: Organization, head: Member, log_in: LogIn) -> None:
    client = log_in(head.user)
    answer = client.post(
        reverse("imports:runs", kwargs={"organization": "ina"}),
        {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "ledger": "consultations"},
    )
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()


def test_sample_and_returned_are_workbooks(ina: Organization, head: Member, log_in: LogIn) -> None:
    client = log_in(head.user)
    sample = client.get(reverse("imports:sample", kwargs={"organization": "ina"}))
    assert sample.content.startswith(b"PK")
    taken = client.post(
        reverse("imports:runs", kwargs={"organization": "ina"}),
        {"file": SimpleUploadedFile("見本.xlsx", sample.content), "ledger": "consultations"},
    )
    returned = client.get(taken["Location"].replace("columns", "returned"))
    assert returned.content.startswith(b"PK")
    assert "attachment" in returned["Content-Disposition"]


def test_columns_changed_meanwhile_are_not_lost(ina: Organization, head: Member, log_in: LogIn) -> None:
    client = log_in(head.user)
    file = SimpleUploadedFile("相談.xlsx", several_persons())
    posted = {"file": file, "ledger": "consultations"}
    columns = client.post(reverse("imports:runs", kwargs={"organization": "ina"}), posted)["Location"]
    values = {
        "version": 99, "use_0": "on", "several": "one", "same_name": "same", "blank_day": "above", "hidden": "leave",
        "retention": "3", "column_0_0": "skip",
    }  # fmt: skip
    answer = client.post(columns, values)
    assert answer.status_code == 409
    assert "ほかの人が先に" in answer.content.decode()
    assert '<option value="one" selected>' in answer.content.decode()
