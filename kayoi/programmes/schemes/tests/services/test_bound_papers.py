"""What applicants handed in is bound into the auditor's binder behind its case, or the binder says why it is not."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.selectors import path_of
from kayoi.foundation.files.services import take_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.selectors.binders import papers as gathering
from kayoi.programmes.schemes.selectors.binders.contents import contents
from kayoi.programmes.schemes.selectors.binders.files import data_of
from kayoi.programmes.schemes.selectors.binders.papers import BoundPaper, Papers
from kayoi.programmes.schemes.services import binders
from kayoi.programmes.schemes.states.binders import BinderPart, NotBound
from kayoi.programmes.schemes.tests.factories import make_sent
from kayoi.programmes.schemes.tests.services.test_binders import YEAR, bind
from tests.cast import Member
from tests.jobs import run_jobs


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path / "uploads"


@pytest.fixture
def procedure(in_ina: Organization, at: datetime) -> Procedure:
    return make_procedure(at=at)


@pytest.fixture
def application(procedure: Procedure, in_ina: Organization, at: datetime) -> Application:
    return make_sent(in_ina, procedure, at=at).application


def take(data: bytes, name: str, at: datetime) -> StoredFile:
    return take_file(upload=BytesIO(data), name=name, size=len(data), by=VISITOR, at=at)


def scanned(pages: int, at: datetime, *, wide: int = 300) -> StoredFile:
    out = BytesIO()
    with pikepdf.new() as made:
        for number in range(pages):
            made.add_blank_page(page_size=(wide + number, 400))
        made.save(out)
    return take(out.getvalue(), "写し.pdf", at)


def hand_in(application: Application, code: str, files: Sequence[StoredFile], at: datetime) -> None:
    paper = application.papers.get(code=code)
    procedures.receive_paper(paper=paper, files=files, received_on=local_date(at), by=VISITOR, at=at)


def gathered(procedure: Procedure, at: datetime) -> Papers:
    papers = Papers()
    papers.gather(contents(procedure, YEAR, on=local_date(at)).cases)
    return papers


def only(papers: Papers) -> list[BoundPaper]:
    (found,) = papers.bound.values()
    return found


def laid_on(page: pikepdf.Page) -> object:
    """Return what lies on a page: a picture, or a page of so many points."""
    (form,) = (one for one in page.Resources.XObject.values() if one.Subtype == "/Form")
    if "/XObject" in form.get("/Resources", {}):
        return "image"
    x, y, right, top = map(int, form.BBox)
    return right - x, top - y


def test_photos_and_pdfs_are_pages_behind_their_case(
    application: Application, procedure: Procedure, in_ina: Organization, at: datetime
) -> None:
    before = bind(procedure, in_ina, at)
    hand_in(application, "residence", [take(picture(size=(60, 40)), "表.jpg", at)], at)
    hand_in(application, "estimate", [scanned(2, at), take(picture("PNG", mode="RGBA"), "裏.png", at)], at)
    after = bind(procedure, in_ina, at)
    assert after.pages == before.pages + 4
    first, second = only(gathered(procedure, at))
    assert (list(first.sheets), list(second.sheets)) == ([0], [1, 2, 3])
    with pikepdf.open(BytesIO(after.pdf)) as opened:
        last = opened.pages[-4:]
        assert [laid_on(page) for page in last] == ["image", (300, 400), (301, 400), "image"]
        assert not any("/Annots" in page for page in last), "the link was for us"


def test_the_worker_binds_them_too(application: Application, procedure: Procedure, head: Member, at: datetime) -> None:
    hand_in(application, "residence", [scanned(3, at)], at)
    binder = binders.ask_binder(procedure=procedure, fiscal_year=YEAR, by=head.actor, at=at)
    run_jobs()
    binder.refresh_from_db()
    assert (binder.status, binder.problem) == ("ready", "")
    data = binders.hand_over_binder(binder=binder, part=BinderPart.PDF, by=head.actor, at=at)
    assert data is not None
    with pikepdf.open(BytesIO(data)) as opened:
        assert len(opened.pages) == binder.pages >= 8


def test_papers_of_somebody_protected_stay_out(
    application: Application, procedure: Procedure, in_ina: Organization, head: Member, at: datetime
) -> None:
    hand_in(application, "residence", [scanned(1, at)], at)
    assert application.case_file is not None
    casefiles.protect(file=application.case_file, starts_on=local_date(at), basis="DV", by=head.actor, at=at)
    papers = gathered(procedure, at)
    (one,) = only(papers)
    assert (one.sheets, one.why_not, papers.files) == ((), NotBound.PROTECTED, {})
    found = contents(procedure, YEAR, on=local_date(at))
    assert NotBound.PROTECTED.label in str(data_of(found, in_ina, by_name="係長", papers=papers))


def test_a_paper_of_too_many_pages_is_not_bound(application: Application, procedure: Procedure, at: datetime) -> None:
    hand_in(application, "residence", [scanned(30, at)], at)
    assert [one.why_not for one in only(gathered(procedure, at))] == [None]
    hand_in(application, "estimate", [scanned(30, at, wide=500), scanned(1, at)], at)
    assert [one.why_not for one in only(gathered(procedure, at))] == [None, NotBound.TOO_MANY]


def test_the_size_stays_within_bounds(
    application: Application, procedure: Procedure, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = scanned(1, at), scanned(1, at, wide=500)
    hand_in(application, "residence", [first], at)
    hand_in(application, "estimate", [second, take(picture(size=(90, 90)), "裏.jpg", at)], at)
    monkeypatch.setattr(gathering, "MOST_BYTES_OF_PAPERS", first.size_bytes)
    assert [one.why_not for one in only(gathered(procedure, at))] == [None, NotBound.FULL]
    monkeypatch.setattr(gathering, "MOST_BYTES_A_PAPER", first.size_bytes)
    assert [one.why_not for one in only(gathered(procedure, at))] == [None, NotBound.TOO_LARGE]


@pytest.mark.parametrize("kind", ["pdf", "jpg", "gone"])
def test_a_file_that_does_not_open_spoils_nothing(
    application: Application, procedure: Procedure, in_ina: Organization, at: datetime, kind: str
) -> None:
    file = take(picture(), "表.jpg", at) if kind == "jpg" else scanned(1, at)
    hand_in(application, "residence", [file], at)
    path_of(file).write_bytes(b"%PDF-1.7 nothing")
    if kind == "gone":
        path_of(file).unlink()
    (one,) = only(gathered(procedure, at))
    assert one.why_not is NotBound.UNREADABLE
    assert bind(procedure, in_ina, at).pages >= 5
