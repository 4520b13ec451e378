"""Mail a family the link of its plan."""

from datetime import datetime, timedelta

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import ContactBasis
from kayoi.engines.messages import services as messages
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.verdict import Refused
from kayoi.programmes.family_plans.models import Plan
from kayoi.programmes.family_plans.selectors import may_mail_to, recipient_of
from kayoi.programmes.family_plans.services.plans import share_plan
from kayoi.programmes.family_plans.states import CAUSE


class UnableToMail(Refused):
    """There is no address, or nothing may be sent to it."""


@transaction.atomic
def mail_plan(
    *, organization: Organization, plan: Plan, link: str, agreed: bool = False, by: Actor, at: datetime
) -> None:
    """Mail the family a new secret link of its plan (計画をメールで送る); an older link ends. Raises UnableToMail.

    `link` is the address with {token} in it; `agreed` says that the person has agreed to be written to.
    """
    file = recipient_of(plan)
    answer = may_mail_to(file, agreed=agreed, on=local_date(at))
    if answer.refused:
        raise UnableToMail(answer)
    if file.contact_basis != ContactBasis.GIVEN:
        casefiles.set_contact_basis(file=file, basis=ContactBasis.GIVEN, by=by, at=at, why="計画を送ることに同意")
    token = share_plan(plan=plan, by=by, at=at)
    plan.refresh_from_db(fields=["link_ends_before"])
    assert plan.link_ends_before is not None
    last_on, japanese = plan.link_ends_before - timedelta(days=1), file.language != "en"
    messages.send(
        template="family_plans/mail/link",
        language="ja" if japanese else "en",
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "office": organization.office_name,
            "link": link.replace("{token}", token),
            "until": wareki(last_on) if japanese else last_on.strftime("%-d %B %Y"),
            "phone": organization.phone,
        },
        case_file=file,
        cause=CAUSE,
        reference=str(plan.pk),
        by=by,
        at=at,
    )
