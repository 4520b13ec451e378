"""Tell the hosts of a guided day: what is asked of them, and that it is called off."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.appointments.models import GuidedDay, Stop
from kayoi.programmes.appointments.selectors.words import when_in_words
from kayoi.programmes.appointments.states import DAY, StopStatus


@transaction.atomic
def mail_host(
    *, organization: Organization, day: GuidedDay, stop: Stop, template: str, link: str, by: Actor, at: datetime
) -> None:
    """Mail a host (相手に知らせる): time, place, purpose, and how the family is called. Nothing from the file.

    The mail hangs on the day and not on the file: the family must not read whom else the town writes to.
    """
    messages.send(
        template=f"appointments/mail/{template}",
        language="ja",
        to_address=stop.host_email,
        values={
            "name": stop.host_name or "ご担当者",
            "organization": organization.name,
            "office": organization.office_name,
            "when": when_in_words(stop.starts_at, stop.ends_before, "ja"),
            "place": stop.place,
            "purpose": stop.purpose or "見学",
            "family": day.shown_as,
            "note": stop.host_note or "特にありません",
            "link": link,
            "phone": organization.phone,
        },
        cause=DAY,
        reference=str(day.pk),
        by=by,
        at=at,
    )


@transaction.atomic
def call_off(*, organization: Organization, day: GuidedDay, stop: Stop, by: Actor, at: datetime) -> None:
    """Tell a host who knows of a visit that it is off (取りやめを知らせる): by mail, or staff has to call."""
    if stop.status not in {StopStatus.ASKED, StopStatus.CONFIRMED}:
        return
    if stop.host_email:
        mail_host(organization=organization, day=day, stop=stop, template="host_off", link="", by=by, at=at)
        return
    followups.plan_follow_up(
        title=f"取りやめ・変更を電話で伝える: {stop.host_name or stop.place}", due_on=local_date(at),
        case_file=day.case_file, owner=day.owner, cause=DAY, reference=str(day.pk), by=by, at=at,
    )  # fmt: skip
