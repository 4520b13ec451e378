"""The locker: documents of several pages, used again while they hold; asking for the state without log-in."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Application, Document, Page
from kayoi.engines.procedures.selectors.applications import page_of, papers_of
from kayoi.engines.procedures.selectors.locker import documents_for
from kayoi.engines.procedures.selectors.procedures import papers_of_form
from kayoi.engines.procedures.tests.factories import make_begun, make_handed_in, make_procedure
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.services import take_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")
BORN = date(1990, 5, 1)


@pytest.fixture(autouse=True)
def uploads(settings: object, tmp_path: object) -> None:
    settings.UPLOADS = tmp_path  # type: ignore[attr-defined]


def photos(count: int, *, at: datetime) -> list[StoredFile]:
    data = [picture(size=(30 + number, 20)) for number in range(count)]
    return [take_file(upload=BytesIO(one), name="面.jpg", size=len(one), by=VISITOR, at=at) for one in data]


def test_a_document_of_several_pages_is_used_again_while_it_holds(at: datetime) -> None:
    procedure, file = make_procedure(at=at), make_file()
    first = make_handed_in(procedure, file, at=at, papers=False)
    paper = first.papers.get(code="residence")
    files = photos(2, at=at)
    services.receive_paper(
        paper=paper, files=files, issued_on=date(2026, 9, 1), received_on=local_date(at), by=VISITOR, at=at
    )
    document = Document.objects.get()
    assert (document.page_count, document.case_file) == (2, file)
    second_page = page_of(paper, 2)
    assert second_page is not None
    assert second_page.file == files[1]
    again = make_handed_in(procedure, file, at=at, papers=False).papers.get(code="residence")
    for day, holds in ((date(2026, 12, 1), True), (date(2026, 12, 2), False)):  # three months, the day not counted
        (kept,) = documents_for(again, [file.pk], on=day)
        assert kept.may_use.met is holds
    assert documents_for(again, [make_file().pk], on=local_date(at)) == []
    services.use_document(paper=again, document=document, by=VISITOR, at=at)
    assert (again.status, again.document) == ("received", document)
    late = at + timedelta(days=12)
    third = make_handed_in(procedure, file, at=late, papers=False).papers.get(code="residence")
    with pytest.raises(services.UnableToUseDocument, match="document_expired"):
        services.use_document(paper=third, document=document, by=VISITOR, at=late)


def test_too_few_pages_and_a_day_to_come_are_refused(at: datetime) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(), at=at, papers=False)
    estimate, today = application.papers.get(code="estimate"), local_date(at)
    with pytest.raises(services.UnableToUseDocument, match="pages_missing"):
        services.receive_paper(paper=estimate, files=photos(1, at=at), received_on=today, by=VISITOR, at=at)
    with pytest.raises(services.UnableToUseDocument, match="document_of_tomorrow"):
        services.receive_paper(
            paper=estimate, issued_on=today + timedelta(days=1), received_on=today, by=VISITOR, at=at
        )
    assert not Document.objects.exists()
    services.receive_paper(paper=estimate, received_on=today, by=VISITOR, at=at)  # on paper: staff count the sheets
    assert estimate.status == "received"


def test_documents_of_a_draft_become_the_persons_or_are_forgotten(at: datetime) -> None:
    procedure, file = make_procedure(at=at), make_file()
    drafts = [make_begun(procedure, at=at).application for _ in range(2)]
    for draft in drafts:
        assert draft.form is not None
        services.need_papers(application=draft, kinds=papers_of_form(draft.form, by_proxy=False), by=VISITOR, at=at)
        for _ in range(2):  # the second one takes the place of the first
            services.receive_paper(
                paper=draft.papers.get(code="residence"), files=photos(1, at=at), issued_on=local_date(at),
                received_on=local_date(at), by=VISITOR, at=at,
            )  # fmt: skip
    assert Document.objects.count() == Page.objects.count() == StoredFile.objects.count() == 2
    kinds = papers_of_form(drafts[0].form, by_proxy=False)  # type: ignore[arg-type]
    services.submit_application(application=drafts[0], case_file=file, papers=kinds, by=VISITOR, at=at)
    assert Document.objects.get(case_file=file) == papers_of(drafts[0])[0].document
    services.forget_old_drafts(older_than=timedelta(0), by=VISITOR, at=at + timedelta(days=61))
    assert Document.objects.count() == Page.objects.count() == StoredFile.objects.count() == 1


def test_five_wrong_days_of_birth_and_the_state_is_no_longer_told(officer: Member, at: datetime) -> None:
    application = make_handed_in(make_procedure(at=at), make_file(), at=at)

    def ask(day: date) -> Application | None:
        receipt = application.receipt.lower().replace("-", " ")
        return services.ask_status(receipt=receipt, birth_on=day, by=VISITOR, at=at)

    assert ask(BORN) == application
    assert [ask(date(1990, 5, 2)) for _ in range(4)] == [None] * 4
    assert ask(BORN) == application  # the fifth try; the count begins anew
    assert [ask(date(1990, 5, 2)) for _ in range(5)] == [None] * 5
    assert ask(BORN) is None
    services.allow_status_again(application=application, by=officer.actor, at=at)
    assert ask(BORN) == application


def test_of_people_under_protection_nothing_is_told(head: Member, at: datetime) -> None:
    file = make_file()
    application = make_handed_in(make_procedure(at=at), file, at=at)
    casefiles.protect(file=file, starts_on=date(2026, 4, 1), basis="申出", by=head.actor, at=at)
    assert services.ask_status(receipt=application.receipt, birth_on=BORN, by=VISITOR, at=at) is None


def test_drafts_and_unknown_numbers_are_nothing(at: datetime) -> None:
    draft = make_begun(make_procedure(at=at), at=at).application
    assert services.ask_status(receipt=draft.receipt, birth_on=BORN, by=VISITOR, at=at) is None
    assert services.ask_status(receipt="K7QM-3XTR-9WPA", birth_on=BORN, by=VISITOR, at=at) is None
