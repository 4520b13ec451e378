"""Tell the family of a guided day: the plan, and that it is called off. Contacts of hosts are never in it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.appointments.models import GuidedDay
from kayoi.programmes.appointments.selectors.days import plan_in_words, way_of
from kayoi.programmes.appointments.selectors.words import day_in_words
from kayoi.programmes.appointments.states import DAY


@transaction.atomic
def send_day(*, organization: Organization, day: GuidedDay, by: Actor, at: datetime) -> bool:
    """Mail the plan to the family (ご家族に送る); False where there is no address."""
    japanese = day.language != "en"
    values = {
        "meeting": day.meeting or ("担当から連絡します" if japanese else "We will tell you"),
        "plan": plan_in_words(way_of(day)),
        "note": day.note or ("特にありません" if japanese else "None"),
    }
    return _mail(organization, day, "family", values, by=by, at=at)


@transaction.atomic
def tell_called_off(*, organization: Organization, day: GuidedDay, why: str, by: Actor, at: datetime) -> None:
    """Tell the family that its day is off (取りやめを知らせる): by mail, or staff has to call.

    Nothing is mailed by itself to people under protection measures.
    """
    hidden = is_protected(day.case_file_id, on=local_date(at))
    if hidden or not _mail(organization, day, "family_off", {"why": why}, by=by, at=at):
        followups.plan_follow_up(
            title="現地案内の取りやめをご家族に電話で伝える", due_on=local_date(at), case_file=day.case_file,
            owner=day.owner, cause=DAY, reference=str(day.pk), by=by, at=at,
        )  # fmt: skip


def _mail(
    organization: Organization, day: GuidedDay, template: str, values: Mapping[str, str], *, by: Actor, at: datetime
) -> bool:
    file, japanese = day.case_file, day.language != "en"
    if not file.email:
        return False
    messages.send(
        template=f"appointments/mail/{template}",
        language="ja" if japanese else "en",
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "office": organization.office_name,
            "day": day_in_words(day.on, day.language),
            "phone": organization.phone,
            **values,
        },
        case_file=file,
        cause=DAY,
        reference=str(day.pk),
        by=by,
        at=at,
    )
    return True
