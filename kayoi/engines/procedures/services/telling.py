"""Tell applicants by mail: in the transaction of what happened, each mail with a link of its own."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.messages import services as messages
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.engines.procedures.services.applications import new_link
from kayoi.engines.procedures.states import APPLICATION, LACKING, ProcedureWords
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date


@transaction.atomic
def tell_applicant(
    *, organization: Organization, application: Application, procedure: ProcedureWords, news: str, link: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Mail whoever applied: "received", "returned" or "withdrawn", with the papers that are still lacking.

    `link` is the address of the state page, with {token} in it. Without a mail address nothing is sent.
    Held where the applicant, or whom they apply for, is under protection measures.
    """
    file = application.case_file
    if file is None or not file.email or not link:
        return
    japanese = application.language != "en"
    lacking = application.papers.filter(is_needed=True, status__in=LACKING).order_by("pk")
    messages.send(
        template=f"procedures/mail/{news}",
        language="ja" if japanese else "en",
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "procedure": procedure.label if japanese else procedure.label_en,
            "receipt": application.receipt,
            "papers": "\n".join(f"・{paper.label}" for paper in lacking) or ("ありません" if japanese else "None"),
            "why": application.why or ("―" if japanese else "-"),
            "link": link.replace("{token}", new_link(application=application, by=by, at=at)),
            "phone": organization.phone,
        },
        case_file=file,
        cause=APPLICATION,
        reference=str(application.pk),
        hold=is_protected(application, on=local_date(at)),
        by=by,
        at=at,
    )
