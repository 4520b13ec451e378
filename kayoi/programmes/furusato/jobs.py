"""What the worker runs: reminders, the question to hosts and its answers; the ends of registrations; news of groups."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, enqueue, every, task
from kayoi.programmes.furusato.services import (
    ending,
    group_news,
    mirror,
    national_ends,
    reminding,
    renewing,
    replies,
    signing,
)


@daily("09:00")
def tell_of_activities(context: object, timestamp: int) -> None:
    """Ask for the reminders of each town, and for the mails to hosts of what is over."""
    today = local_date(timezone.now())
    for town in Organization.objects.open_on(today).desks().filter(programmes__contains=["furusato"]):
        enqueue("furusato.tell", organization=town.pk, on=today.isoformat())


@task
def tell(organization: int, on: str) -> None:
    """Remind the people of one town and ask its hosts; a job that comes late (another day) does nothing."""
    now = timezone.now()
    if local_date(now).isoformat() != on:
        return
    town = Organization.objects.get(pk=organization)
    with scope.of_organization(organization):
        reminding.remind_tomorrow(
            organization=town, link=_link(town, "mine"), by=system("furusato.remind_tomorrow"), at=now
        )
        signing.release_kept(organization=town, link=_link(town, "mine"), by=system("furusato.release_kept"), at=now)
        replies.ask_hosts(organization=town, link=_link(town, "host"), by=system("furusato.ask_hosts"), at=now)


@every("1-59/2 * * * *")
def read_replies(context: object, timestamp: int) -> None:
    """Read what hosts have answered, in each town; between two looks into the mailbox."""
    now = timezone.now()
    for town in Organization.objects.open_on(local_date(now)).desks().filter(programmes__contains=["furusato"]):
        with scope.of_organization(town.pk):
            replies.read_replies(by=system("furusato.read_replies"), at=now)


def _link(town: Organization, name: str) -> str:
    path = reverse(f"furusato:{name}", kwargs={"organization": town.slug, "token": "TOKEN"})
    return settings.CANONICAL_URL.rstrip("/") + path.replace("TOKEN", "{token}")


@daily("03:55")
def run_registrations(context: object, timestamp: int) -> None:
    """Ask for what the night brings to the registrations of each town."""
    for town in Organization.objects.open_on(local_date(timezone.now())).desks():
        if "furusato" in town.programmes:
            enqueue("furusato.end_and_remind", organization=town.pk)


@task
def end_and_remind(organization: int) -> None:
    """Look at who moved, end what was not renewed, remind of what can be renewed; twice the same changes nothing."""
    now, town = timezone.now(), Organization.objects.get(pk=organization)
    with scope.of_organization(organization):
        ending.notice_moves(by=system("furusato.notice_moves"), at=now)
        renewing.end_times(by=system("furusato.end_times"), at=now)
        national_ends.end_premium_times(organization=town, by=system("furusato.end_premium_times"), at=now)
        mirror.drop_old_rows(by=system("furusato.drop_old_rows"), at=now)
        renewing.remind_of_renewals(by=system("furusato.remind_of_renewals"), at=now)


@daily("09:20")
def tell_groups(context: object, timestamp: int) -> None:
    """Ask for the news of groups in each town. Every day: a week that a machine has slept through is made up for."""
    for town in Organization.objects.open_on(local_date(timezone.now())).desks():
        if "furusato" in town.programmes:
            enqueue("furusato.mail_group_news", organization=town.pk)


@task
def mail_group_news(organization: int) -> None:
    """Mail the news of groups to those for whom a week is over; twice the same sends nothing more."""
    now, town = timezone.now(), Organization.objects.get(pk=organization)
    with scope.of_organization(organization):
        group_news.mail_news(
            organization=town, link=_group_link(town), stop=_stop_link(town), by=system("furusato.mail_news"), at=now
        )


def _group_link(town: Organization) -> str:
    path = reverse("furusato:my_group", kwargs={"organization": town.slug, "token": "TOKEN", "pk": 0})
    path = path.replace("TOKEN", "{token}").replace("/groups/0/", "/groups/{group}/")
    return settings.CANONICAL_URL.rstrip("/") + path


def _stop_link(town: Organization) -> str:
    path = reverse("furusato:stop_group_mails", kwargs={"organization": town.slug, "key": "KEY"})
    return settings.CANONICAL_URL.rstrip("/") + path.replace("KEY", "{key}")
