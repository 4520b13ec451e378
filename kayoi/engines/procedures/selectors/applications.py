"""Applications: by secret link, of a file, in lists; what is missing; who may act."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import body_of, roots_of
from kayoi.engines.casefiles.selectors import is_protected as is_protected_file
from kayoi.engines.procedures.models import Application, Page, Paper, Proxy
from kayoi.engines.procedures.rules.applying import may_act
from kayoi.engines.procedures.states import LACKING
from kayoi.foundation.identity.models import Person
from kayoi.kit.tokens import reference_key, token_hash
from kayoi.kit.verdict import Verdict


def applications() -> QuerySet[Application]:
    """Return the applications that were handed in, with who applied and for whom, the latest first."""
    rows = Application.objects.exclude(submitted_at=None).select_related("case_file", "proxy__principal")
    rows = rows.defer("case_file__search", "proxy__principal__search")
    return rows.order_by("-submitted_at", "-pk")


def applications_of(file_ids: Iterable[int]) -> QuerySet[Application]:
    """Return the applications that the people of some case files have made, or others for them."""
    ids = list(file_ids)
    return applications().filter(Q(case_file__in=ids) | Q(proxy__principal__in=ids))


def application_of_key(key: str, *, person: Person | None = None) -> Application | None:
    """Return the application of a secret link, or of a receipt number where the log-in is its person's."""
    rows = Application.objects.select_related("case_file", "proxy__principal", "form__procedure")
    found = rows.filter(links__token_hash=token_hash(key)).first()
    if found is None and person is not None:
        found = rows.filter(receipt=reference_key(key), case_file__person=person).first()
    return found


def application_sent_with(client_key: UUID | None) -> Application | None:
    """Return the application that was sent with this key already: a double click, a repeated sending."""
    return None if client_key is None else Application.objects.filter(client_key=client_key).first()


def papers_of(application: Application) -> list[Paper]:
    """Return the papers of an application in the order in which they are asked for."""
    return list(application.papers.select_related("document").prefetch_related("document__pages__file").order_by("pk"))


def page_of(paper: Paper, position: int) -> Page | None:
    """Return a page of a paper, by its place."""
    return Page.objects.select_related("file").filter(document=paper.document_id, position=position).first()


def lacking(papers: Iterable[Paper]) -> list[Paper]:
    """Return the papers that the applicant has still to hand in."""
    return [paper for paper in papers if paper.is_needed and paper.status in LACKING]


def addressee_of(application: Application) -> CaseFile:
    """Return to whom letters about an application go: the body in whose name it was made, else whoever applied."""
    if (proxy := application.proxy) is not None:
        principal = roots_of([proxy.principal_id])[proxy.principal_id]
        if body_of(principal):
            return principal
    assert application.case_file is not None  # it was handed in
    return application.case_file


def beneficiary(application: Application) -> CaseFile:
    """Return for whom an application is made: the principal of a proxy; of merged files the one that is kept."""
    file_id = application.proxy.principal_id if application.proxy else application.case_file_id
    assert file_id is not None
    return roots_of([file_id])[file_id]


def proxy_holds(proxy: Proxy, *, on: date) -> Verdict:
    """Return whether somebody may act for another on a day, with the reason."""
    return may_act(seen_on=proxy.seen_on, starts_on=proxy.starts_on, ends_before=proxy.ends_before, on=on)


def is_protected(application: Application, *, on: date) -> bool:
    """Tell whether somebody of an application is under protection measures: nothing is then said without asking."""
    proxy = application.proxy
    return is_protected_file(application.case_file_id, proxy.principal_id if proxy else None, on=on)
