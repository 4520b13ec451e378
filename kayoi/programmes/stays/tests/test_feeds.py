"""A room's calendar out, without names, by a secret address; another calendar in, once."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from kayoi.engines.reservations.models import Booking
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.tests.factories import a_room, a_stay
from tests.cast import LogIn, Member

ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1@x
DTSTART;VALUE=DATE:20270110
DTEND;VALUE=DATE:20270112
SUMMARY:Yamada
END:VEVENT
BEGIN:VEVENT
UID:2@x
DTSTART:20270120T010000Z
DTEND:20270120T030000Z
END:VEVENT
BEGIN:VEVENT
UID:3@x
DTSTART;VALUE=DATE:20261202
DTEND;VALUE=DATE:20261203
END:VEVENT
END:VCALENDAR
"""


def test_out_by_a_secret_address_and_stopped(log_in: LogIn, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        stay = a_stay(a_room(at=timezone.now()), at=timezone.now(), is_allowed=True,
                      arrives_on=date(2030, 12, 1), leaves_on=date(2030, 12, 4))  # fmt: skip
        assert stay.case_file is not None
        name = stay.case_file.name
    client, page = log_in(head.user), f"/ina/staff/stays/rooms/{stay.room_id}/calendar/"
    shown = client.post(page, {"action": "feed"}).content.decode()
    address = shown.partition("<code>")[2].partition("</code>")[0].partition("testserver")[2]
    answer = Client().get(address)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2030, 12, 1), date(2030, 12, 4))
    assert "予約 2人" in event["summary"]
    assert name not in answer.content.decode()
    client.post(f"{page}revoke/")
    assert Client().get(address).status_code == 404


def test_in_once_and_not_over_a_booking(log_in: LogIn, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        stay = a_stay(a_room(at=timezone.now()), at=timezone.now(), is_allowed=True)
    client, page = log_in(head.user), f"/ina/staff/stays/rooms/{stay.room_id}/calendar/"
    for _ in range(2):
        told = client.post(page, {"upload": SimpleUploadedFile("x.ics", ICS)}, follow=True).content.decode()
        assert stay.booking.reference in told
    with scope.of_organization(ina.pk):
        closed = Booking.objects.filter(status="blocked").order_by("starts_at")
        assert [(one.arrives_on, one.leaves_on) for one in closed] == [
            (date(2027, 1, 10), date(2027, 1, 12)), (date(2027, 1, 20), date(2027, 1, 21)),
        ]  # fmt: skip
        assert "Yamada" not in " ".join(closed.values_list("why", flat=True))
    assert client.post(page, {"upload": SimpleUploadedFile("x.ics", b"no")}).status_code == 422
