"""Seekers: by link or log-in, in lists; who stands beside a house; who waits for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes.models import Assignment, Broker, Home, Inquiry, Seeker
from kayoi.programmes.homes.selectors.protected import shown_names
from kayoi.programmes.homes.states import AssignmentStatus, InquiryStatus, SeekerStatus
from kayoi.programmes.homes.states.seekers import LINK_WORKS_DAYS


def seekers() -> QuerySet[Seeker]:
    """Return seekers with their files, the latest first."""
    rows = Seeker.objects.select_related("case_file", "organization").defer("case_file__search")
    return rows.order_by("-applied_at", "-pk")


def seeker_of_key(key: str, *, person: Person | None, at: datetime) -> Seeker | None:
    """Return the seeker of a secret link, or of a registration number where the log-in is its person's.

    Links of people under protection measures open nothing: they log in, or call.
    """
    after = at - timedelta(days=LINK_WORKS_DAYS)
    found = seekers().filter(links__token_hash=token_hash(key), links__made_at__gt=after).first()
    if found is not None and not is_protected(found.case_file_id, on=local_date(at)):
        return found
    return None if person is None else seekers().filter(number=key, case_file__person=person).first()


def registration_of(person: Person) -> Seeker | None:
    """Return the registration of a log-in in the open town."""
    return seekers().filter(case_file__person=person, case_file__merged_into=None).first()


def registrations_of_person() -> list[Seeker]:
    """Return the registrations in all towns that the open person's scope reads."""
    rows = Seeker.objects.filter(status__in=[SeekerStatus.APPLIED, SeekerStatus.REGISTERED])
    return list(rows.select_related("organization").order_by("organization_id", "pk"))


def seeker_with_number(number: str) -> Seeker | None:
    """Return the seeker of a registration number as it is read aloud: 利2026-0012, or 2026-12."""
    year, _, rest = number.strip().lstrip("利").partition("-")
    return seekers().filter(number=f"利{year}-{rest.zfill(4)}").first()


@dataclass(frozen=True)
class Listed:
    """A seeker in a list of staff."""

    seeker: Seeker
    name: str


def listed_seekers(*, status: str, on: date) -> list[Listed]:
    """Return seekers for the list, those under protection measures without a name."""
    rows = list((seekers().filter(status=status) if status else seekers())[:300])
    names = shown_names([row.case_file for row in rows], on=on)
    return [Listed(row, names[row.case_file_id]) for row in rows]


def terms_ending(*, before: date) -> QuerySet[Seeker]:
    """Return registered seekers whose term has ended by that day."""
    return seekers().filter(status=SeekerStatus.REGISTERED, term_ends_before__lte=before)


def page_link(organization: Organization) -> str:
    """Return the address of a seeker's own page as it stands in mails, with {token} in it."""
    path = reverse("homes:mine", kwargs={"organization": organization.slug, "key": "KEY"})
    return settings.CANONICAL_URL.rstrip("/") + path.replace("KEY", "{token}")


def broker_of(home: Home) -> Broker | None:
    """Return the broker who has agreed to take the house."""
    rows = Assignment.objects.filter(home=home, status=AssignmentStatus.ACCEPTED).select_related("broker")
    found = rows.first()
    return None if found is None else found.broker


def waiting_for(home: Home) -> QuerySet[Inquiry]:
    """Return the inquiries that wait for a house, in the order in which they came."""
    rows = Inquiry.objects.filter(home=home, status=InquiryStatus.WAITING).select_related("home", "seeker__case_file")
    return rows.order_by("asked_at", "pk")


def place_in_queue(inquiry: Inquiry) -> int:
    """Return how many wait before an inquiry, plus one."""
    before = [row.pk for row in waiting_for(inquiry.home)]
    return before.index(inquiry.pk) + 1
