"""Tell people, counsellors and hosts by mail: in the transaction of what happened, each mail with a link of its own."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.appointments.models import Booking, BookingLink
from kayoi.programmes.appointments.selectors.calendars import entry
from kayoi.programmes.appointments.selectors.words import WAYS, when_in_words
from kayoi.programmes.appointments.states import BOOKING, Way


@transaction.atomic
def new_link(*, booking: Booking, by: Actor, at: datetime) -> str:
    """Make a secret link to a booking (予約のリンクを作る); return its secret. The mails before keep theirs."""
    token = new_token()
    link = BookingLink.objects.create(booking=booking, token_hash=token_hash(token), made_at=at)
    audit.record("appointments.new_link", link, by=by, at=at, after={"booking": booking})
    return token


@transaction.atomic
def tell_person(
    *, organization: Organization, booking: Booking, template: str, link: str, by: Actor, at: datetime
) -> None:
    """Mail the person what has been booked, moved or cancelled, or that it is tomorrow (本人に知らせる).

    The entry of their calendar goes along; it has the same UID each time, so that it follows what happens.
    """
    file, language = booking.case_file, booking.language
    if not file.email or not link:
        return
    japanese = language != "en"
    with translation.override(language):
        way = str(WAYS[Way.of(booking.way)])
    messages.send(
        template=f"appointments/mail/{template}",
        language="ja" if japanese else "en",
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "office": organization.office_name,
            "when": when_in_words(booking.starts_at, booking.ends_before, language),
            "whom": booking.with_whom,
            "way": way,
            "place": booking.place or ("担当から連絡します" if japanese else "We will tell you"),
            "receipt": booking.receipt,
            "why": booking.why,
            "link": link.replace("{token}", new_link(booking=booking, by=by, at=at)),
            "phone": organization.phone,
        },
        calendar=entry(booking, organization, language=language).decode(),
        case_file=file,
        cause=BOOKING,
        reference=str(booking.pk),
        by=by,
        at=at,
    )


@transaction.atomic
def tell_counsellor(*, organization: Organization, booking: Booking, news: str, by: Actor, at: datetime) -> None:
    """Mail the counsellor when something changes (相談員に知らせる): time, way and receipt, never a name.

    Not to those who did it themselves, and nothing about people under protection measures.
    """
    counsellor = booking.counsellor
    did_it = by.membership_id is not None and by.membership_id == counsellor.membership_id
    if not counsellor.email or did_it or is_protected(booking.case_file_id, on=local_date(at)):
        return
    messages.send(
        template="appointments/mail/counsellor",
        language="ja",
        to_address=counsellor.email,
        values={
            "name": counsellor.name,
            "organization": organization.name,
            "news": news,
            "when": when_in_words(booking.starts_at, booking.ends_before, "ja"),
            "way": Way.of(booking.way).label,
            "receipt": booking.receipt,
            "phone": organization.phone,
        },
        cause=BOOKING,
        reference=str(booking.pk),
        by=by,
        at=at,
    )
