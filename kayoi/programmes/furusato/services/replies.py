"""What hosts answer by mail: one word or numbers say who came; what cannot be read waits for staff."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.engines.messages.models import ReceivedMail
from kayoi.engines.messages.states.incoming import ReceivedStatus, Waiting
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.text import email_key
from kayoi.programmes.furusato.models import Activity, SignUp
from kayoi.programmes.furusato.rules.replies import Said, reply_means
from kayoi.programmes.furusato.selectors.activities import list_of
from kayoi.programmes.furusato.services.activities import make_host_link
from kayoi.programmes.furusato.services.confirming import confirm, miss
from kayoi.programmes.furusato.services.telling import tell_host
from kayoi.programmes.furusato.states import ACTIVITY, ConfirmedBy, SignUpStatus
from kayoi.programmes.furusato.states.activities import ASK_MAIL, ON_HOST_LIST


@transaction.atomic
def ask_hosts(*, organization: Organization, link: str, by: Actor, at: datetime) -> int:
    """Ask the hosts of what is over who came (受入れ先に参加を尋ねる), once; return how many.

    Only where somebody is not yet said to have come or not. A host without an address is called by staff.
    """
    rows = Activity.objects.select_for_update(of=["self"]).filter(
        ends_at__lt=at, host_asked_at=None, sign_ups__status=SignUpStatus.SIGNED
    )
    asked = 0
    for activity in Activity.objects.filter(pk__in=[row.pk for row in rows]).order_by("ends_at", "pk"):
        Activity.objects.filter(pk=activity.pk).update(host_asked_at=at)
        ask_host(organization=organization, activity=activity, link=link, by=by, at=at)
        asked += 1
    return asked


@transaction.atomic
def ask_host(*, organization: Organization, activity: Activity, link: str, by: Actor, at: datetime) -> None:
    """Ask a host by mail who came, with the numbers of the list; without an address staff has to call."""
    open_ones = list_of(activity, on=local_date(at), statuses=[SignUpStatus.SIGNED])
    if not activity.host_email:
        followups.plan_follow_up(
            title=f"参加した人を受入れ先に電話で確かめる: {activity.title}",
            due_on=business_days_later(local_date(at), 1), cause=ACTIVITY, reference=str(activity.pk), by=by, at=at,
        )  # fmt: skip
        return
    token = make_host_link(activity=activity, by=by, at=at)
    names = "\n".join(f"{one.sign_up.number} {one.name}" for one in open_ones)
    tell_host(
        organization=organization, activity=activity, template="host_ask", link=link.replace("{token}", token),
        names=names, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def read_replies(*, by: Actor, at: datetime) -> int:
    """Read what hosts have answered (受入れ先の返信を読む); return how many could be read. Twice is once."""
    mails = ReceivedMail.objects.select_for_update(of=["self"]).filter(
        status=ReceivedStatus.WAITING, waiting=Waiting.ANSWER, answers__cause=ACTIVITY, answers__template=ASK_MAIL
    )
    return sum(_read(mail, by=by, at=at) for mail in mails.select_related("answers").order_by("received_at", "pk"))


def _read(mail: ReceivedMail, *, by: Actor, at: datetime) -> bool:
    assert mail.answers is not None
    activity = Activity.objects.get(pk=int(mail.answers.reference))
    listed = SignUp.objects.filter(activity=activity, status__in=ON_HOST_LIST)
    by_number = {row.number: row for row in listed if row.number}
    is_theirs = mail.from_key == email_key(mail.answers.to_address)
    said = reply_means(mail.text, numbers=by_number) if is_theirs else None
    if said is None:
        messages.say_why_it_waits(mail=mail, waiting=Waiting.UNCLEAR, by=by, at=at)
        followups.plan_follow_up(
            title=f"受入れ先の返信を読む: {activity.title}", due_on=business_days_later(local_date(at), 1),
            cause=ACTIVITY, reference=str(activity.pk), by=by, at=at,
        )  # fmt: skip
        return False
    _record(by_number, said, by=by, at=at)
    messages.set_aside_mail(mail=mail, why=f"参加の確認として記録({activity.title})", by=by, at=at)
    return True


def _record(by_number: dict[int, SignUp], said: Said, *, by: Actor, at: datetime) -> None:
    """Write down what was said of those of whom nothing was known yet."""
    for number, row in sorted(by_number.items()):
        if row.status != SignUpStatus.SIGNED:
            continue
        if number in said.came:
            confirm(sign_up=row, how=ConfirmedBy.MAIL, by=by, at=at)
        elif number in said.absent:
            miss(sign_up=row, by=by, at=at)
