"""Applications in procedures of a town for tests and for the walk."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import BodyFields
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Document, Procedure
from kayoi.engines.procedures.services import Started, accept_with_mandate, new_link
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import GREEN, YOU, make_procedure
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Binder, Grant
from kayoi.programmes.schemes.selectors.binders.files import Made
from kayoi.programmes.schemes.services import binders, enquiries, grants
from kayoi.programmes.schemes.states.enquiries import EnquiryKind
from kayoi.programmes.schemes.tests.trials import make_trial, make_version
from tests.cast import make_member

LINK = "https://kayoi.example/{token}/"
OTHER: dict[str, Any] = {
    "who": "other", "principal_name": "蔵持 澄", "principal_birth_on": "1950-01-02", "relation": "子",
    "principal_address": "伊那市荒井1",
}  # fmt: skip


BODY: dict[str, Any] = {
    "who": "body", "name": "唐木 健", "birth_on": "", "body_name": "長谷を元気にする会",
    "body_kana": "はせをげんきにするかい",
    "corporate_number": "", "representative_title": "会長", "representative_name": "中山 正",
    "body_postal_code": "396-0401", "body_address": "長野県伊那市長谷黒河内1",
}  # fmt: skip


def make_body(name: str, *, by: Actor, at: datetime, **fields: str) -> CaseFile:
    """Open the file of a body."""
    said = {"representative_title": "会長", "representative_name": "中山 正", "address": "長野県伊那市長谷1"} | fields
    return casefiles.body_for(fields=BodyFields(name=name, **said), by=by, at=at)


def make_draft(procedure: Procedure, *, at: datetime, facts: dict[str, Any] | None = None, **you: Any) -> Started:
    """Begin an application on the portal, and answer its questions."""
    started = services.begin(procedure=procedure, channel=Channel.PORTAL, you=YOU | you, by=VISITOR, at=at)
    if facts is not None:
        procedures.answer(application=started.application, given=facts, unknown=set(), version=1, by=VISITOR, at=at)
    return started


def make_sent(
    town: Organization, procedure: Procedure, *, at: datetime, facts: dict[str, Any] | None = None,
    file: CaseFile | None = None, **you: Any,
) -> Started:  # fmt: skip
    """Hand an application in on the portal."""
    started = make_draft(procedure, at=at, facts=GREEN if facts is None else facts, **you)
    services.send(
        organization=town, application=started.application, sender=procedures.Sender(file=file), link=LINK, by=VISITOR,
        at=at,
    )  # fmt: skip
    return started


def accept_papers(application: Application, *, by: Actor, at: datetime) -> None:
    """Receive all papers on paper, and find them in order."""
    for paper in application.papers.select_related("application__proxy"):
        procedures.send_paper(
            paper=paper, uploads=[], issued_on=local_date(at), received_on=local_date(at), by=by, at=at
        )
        accept_with_mandate(paper=paper, valid_until=None, by=by, at=at)


def make_proposed(town: Organization, procedure: Procedure, *, by: Actor, at: datetime, **you: Any) -> Application:
    """Hand an application in, and put it before whoever decides."""
    application = make_sent(town, procedure, at=at, **you).application
    accept_papers(application, by=by, at=at)
    services.propose_application(
        application=application, outcome=ApplicationStatus.APPROVED, amount_yen=None, reasons=[], remark="", by=by,
        at=at,
    )  # fmt: skip
    return application


def make_consultation(procedure: Procedure, file: CaseFile, words: str, *, by: Actor, at: datetime) -> None:
    """Note what somebody asked before applying."""
    grants.note_consultation(
        procedure=procedure, case_file=file, consulted_on=local_date(at), channel=Channel.TELEPHONE,
        text=f"着工の時期{words}", by=by, at=at,
    )  # fmt: skip


def make_fixed_sum(town: Organization, *, by: Actor, at: datetime, **you: Any) -> Application:
    """Grant a fixed sum, which may be claimed at once."""
    procedure = make_procedure(at=at, key="fixed-sum", title="定額の補助金")
    deciding = make_member(town, "section_head", "決裁 係長").actor
    grants.define_terms(procedure=procedure, fields={"needs_report": False}, version=1, by=deciding, at=at)
    application = make_proposed(town, procedure, by=by, at=at, **you)
    services.sign_application(organization=town, application=application, link="", by=deciding, at=at)
    return application


def rows_of_schemes(town: Organization, file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town one application of each kind; return their ids by the names that examples use."""
    procedure = make_procedure(at=at, summary=f"{town.name}の補助金")
    make_consultation(procedure, file, words, by=by, at=at)
    draft = make_draft(procedure, at=at, name=f"下書き{words}")
    unknown = GREEN | {"house.in_bank": False}
    sent = make_sent(town, procedure, at=at, facts=unknown, file=file, name=f"申請{words}")
    paper = sent.application.papers.select_related("application__case_file").get(code="residence")
    page = BytesIO(picture()), f"住民票{words}.jpg", len(picture())
    procedures.send_paper(
        paper=paper, uploads=[page], issued_on=local_date(at), received_on=local_date(at), by=by, at=at
    )
    returned = make_sent(town, procedure, at=at, file=file, name=f"補正{words}", **OTHER)
    what = services.Return(["住民票の写しを送ってください。"], local_date(at), by_letter=True)
    services.return_application(organization=town, application=returned.application, what=what, link="", by=by, at=at)
    examiner = make_member(town, "officer", "審査 担当").actor
    proposed, decided = (
        make_proposed(town, procedure, by=examiner, at=at, file=file, name=f"決裁{words}") for _ in range(2)
    )
    services.sign_application(organization=town, application=decided, link="", by=by, at=at)
    fixed = make_fixed_sum(town, by=examiner, at=at, file=file, name=f"確定{words}")
    officer = make_member(town, "officer", "照会 担当").actor
    question = enquiries.Question(EnquiryKind.TAX, "税務課", f"同意{words}", f"滞納の確認{words}", local_date(at))
    enquiry = enquiries.make_enquiry(procedure=procedure, question=question, by=officer, at=at)
    trial = make_trial(procedure, make_version(procedure), by=officer, at=at)
    rows = {"grant": Grant.objects.get(application=decided).pk, "trial": trial.pk, "enquiry": enquiry.pk,
            "binder": make_binder(procedure, by=by, at=at).pk,
            "body_file": make_body(f"団体{words}", by=by, at=at).pk,
            "grant_token": new_link(application=decided, by=by, at=at),
            "grant_fixed_token": new_link(application=fixed, by=by, at=at)}  # fmt: skip
    return rows | {
        "procedure": procedure.pk, "procedure_key": procedure.key, "request_draft_token": draft.token,
        "request_token": sent.token, "request": sent.application.pk, "request_paper": paper.pk,
        "request_returned": returned.application.pk, "request_proposed": proposed.pk,
        "request_decided": decided.pk, "request_document": Document.objects.get(papers=paper).pk,
    }  # fmt: skip


def make_binder(procedure: Procedure, *, by: Actor, at: datetime) -> Binder:
    """Keep papers for the auditor that nobody has typeset."""
    binder = binders.ask_binder(procedure=procedure, fiscal_year=2026, by=by, at=at)
    attempt = binders.begin_binder(binder_id=binder.pk, total=0, by=by, at=at)
    assert attempt is not None
    binders.finish_binder(binder_id=binder.pk, attempt=attempt, made=Made(b"%PDF", b"PK", 0, 1, "0" * 64), by=by, at=at)
    return binder


def grow_schemes(town: Organization, file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many procedures and applications; the latest are those that wait for a decision."""
    procedure = Procedure.objects.order_by("pk")[0]
    deciding = make_member(town, "section_head", "決裁 係長").actor
    for number in range(count):
        make_procedure(at=at, key=f"p{uuid4().hex[:8]}", title=f"手続き {number}", with_rules=False)
        make_proposed(town, procedure, by=by, at=at, file=file, name=f"申請 {number}", email="")
        application = make_proposed(town, procedure, by=by, at=at, file=file, name=f"交付 {number}", email="")
        services.sign_application(organization=town, application=application, link="", by=deciding, at=at)
        make_trial(procedure, make_version(procedure, key=uuid4().hex), by=deciding, at=at)
        make_consultation(procedure, file, f" {number}", by=by, at=at)
