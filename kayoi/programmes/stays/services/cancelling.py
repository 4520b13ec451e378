"""The office gives a stay up: for somebody who calls, or because it has to; whoever asked for it is told."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.messages import services as messages
from kayoi.engines.procedures import services as procedures
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.cancelling import Cancelling
from kayoi.programmes.stays.services.changing import cancel_stay
from kayoi.programmes.stays.states import CANCELLED_MAIL, STAY, CancelReason


@transaction.atomic
def cancel_for(
    *, organization: Organization, stay: Stay, why: str, reason: CancelReason, link: str, by: Actor, at: datetime
) -> Cancelling:
    """Give a stay up and tell whoever asked for it (滞在を取りやめて知らせる). Raises as cancel_stay.

    `link` is the address of its page with {token} in it. Without a mail address nothing is sent.
    """
    costs = cancel_stay(stay=stay, why=why, reason=reason, by=by, at=at)
    application = stay.application
    file = application.case_file if application else None
    if application is None or application.form is None or file is None or not file.email:
        return costs
    japanese = application.language != "en"
    words = application.form.procedure.words
    messages.send(
        template=CANCELLED_MAIL,
        language="ja" if japanese else "en",
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "procedure": words.label if japanese else words.label_en,
            "receipt": application.receipt,
            "why": why,
            "link": link.replace("{token}", procedures.new_link(application=application, by=by, at=at)),
            "phone": organization.phone,
        },
        case_file=file,
        cause=STAY,
        reference=str(stay.pk),
        by=by,
        at=at,
    )
    return costs
