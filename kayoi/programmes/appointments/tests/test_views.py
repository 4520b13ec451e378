"""Pages as people, hosts, calendars and staff use them, through the HTTP client. Times are counted from today."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import JST, local_date
from kayoi.programmes.appointments import jobs, services
from kayoi.programmes.appointments.models import Booking, Counsellor, Stop
from kayoi.programmes.appointments.selectors.words import moment_key
from kayoi.programmes.appointments.states import Way, Weekday
from kayoi.programmes.appointments.tests.factories import BY, HOST_LINK, make_booking, make_day, make_stop
from tests.cast import LogIn, Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
FORM = {"way": "online", "name": "山田 花", "email": "hana@example.jp", "topic": "雪のこと", "agree": "on"}


def slot(hour: int = 9, days: int = 3) -> datetime:
    return datetime.combine(local_date(timezone.now()) + timedelta(days=days), time(hour), JST)


@pytest.fixture
def counsellor(ina: Organization) -> Counsellor:
    """Somebody who can be booked at 9 and at 10 on every day of the week, holidays too."""
    now = timezone.now()
    with scope.of_organization(ina.pk):
        fields = {
            "name": "唐木 相談員", "name_en": "Ms Karaki", "on_holidays": True, "online_url": "https://meet.example/a",
            "place": "市役所2階",
        }  # fmt: skip
        person = services.add_counsellor(organization=ina, fields=fields, path="/ina/appointments/", by=BY, at=now)
        for weekday in Weekday:
            services.add_hours(
                counsellor=person, weekday=weekday, starts=time(9), ends=time(11),
                ways=[Way.ONLINE, Way.TELEPHONE, Way.COUNTER], by=BY, at=now,
            )  # fmt: skip
    return person


def book_url(counsellor: Counsellor, moment: datetime) -> str:
    return f"/ina/appointments/new/{counsellor.pk}/{moment_key(moment)}/"


def take(ina: Organization, counsellor: Counsellor, moment: datetime, **more: Any) -> Booking:
    with scope.of_organization(ina.pk):
        return make_booking(ina, counsellor, at=timezone.now(), starts_at=moment, **more)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_visitor_books_moves_puts_into_calendar_and_cancels(client: Client, counsellor: Counsellor) -> None:
    page = text_of(client.get("/ina/appointments/"))
    assert book_url(counsellor, slot()) in page
    assert client.get(book_url(counsellor, slot())).status_code == 200
    booked = client.post(book_url(counsellor, slot()), FORM)
    assert booked.status_code == 302
    own = booked["Location"]
    page = text_of(client.get(own))
    assert "09:00〜09:45" in page
    assert "https://meet.example/a" in page
    assert "山田" not in page
    assert "雪のこと" not in page

    moved = client.post(f"{own}move/", {"slot": f"{counsellor.pk}-{moment_key(slot(10))}"})
    assert (moved.status_code, moved["Location"]) == (302, own)
    calendar: Any = Calendar.from_ical(client.get(f"{own}calendar/").content)
    (event,) = calendar.walk("VEVENT")
    assert (event.decoded("DTSTART"), event["SEQUENCE"]) == (slot(10), 1)

    assert client.post(f"{own}cancel/", {"why": ""}).status_code == 422
    assert client.post(f"{own}cancel/", {"why": "用件が済んだ"}).status_code == 302
    assert "取り消し" in text_of(client.get(own))
    assert client.get(book_url(counsellor, slot())).status_code == 200


def test_move_to_another_week_and_way(client: Client, ina: Organization, counsellor: Counsellor) -> None:
    own = client.post(book_url(counsellor, slot()), FORM)["Location"]
    later = slot(10, days=12)
    form = {"slot": f"{counsellor.pk}-{moment_key(later)}"}
    assert client.post(f"{own}move/", form).status_code == 422  # not among the times of the week that is shown
    looked_at = f"{own}move/?way=telephone&start={later.date().isoformat()}"
    assert f'value="{form["slot"]}"' in text_of(client.get(looked_at))
    assert client.get(f"{own}move/?start=9999-12-31").status_code == 200
    assert client.post(looked_at, form).status_code == 302
    with scope.of_organization(ina.pk):
        moved = Booking.objects.get(status="booked")
        assert (moved.starts_at, moved.way, moved.place) == (later, "telephone", "")


def test_link_of_the_mail_opens_the_booking(client: Client, counsellor: Counsellor) -> None:
    client.post(book_url(counsellor, slot()), FORM)
    run_jobs()
    path = re.search(r"https?://[^/]+(/ina/appointments/booked/\S+)", str(mail.outbox[0].body))
    assert path is not None
    assert client.get(path[1]).status_code == 200
    assert client.get("/ina/appointments/booked/wrong/").status_code == 404
    assert client.get(path[1].replace("/ina/", "/sado/")).status_code == 404


def test_taken_time_keeps_what_was_typed_and_offers_others(
    client: Client, ina: Organization, counsellor: Counsellor
) -> None:
    take(ina, counsellor, slot())
    assert "この時間は予約できません" in text_of(client.get(book_url(counsellor, slot())))
    refused = client.post(book_url(counsellor, slot()), FORM)
    page = text_of(refused)
    assert refused.status_code == 422
    assert "ほかの予約が入りました" in page
    assert "雪のこと" in page
    other = f"{counsellor.pk}-{moment_key(slot(10))}"
    assert f'value="{other}"' in page
    assert client.post(book_url(counsellor, slot()), FORM | {"slot": other}).status_code == 302
    with scope.of_organization(ina.pk):
        assert sorted(row.starts_at for row in Booking.objects.all()) == [slot(9), slot(10)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agree": ""}, "お電話でご予約ください"),
        ({"name": ""}, "お呼びするお名前を書いてください"),
        ({"way": "telephone"}, "お電話する番号を書いてください"),
        ({"email": "", "phone": "090-1111-2222"}, "オンラインの入口をお送りするメールアドレス"),
        ({"way": "counter", "email": ""}, "予約の控えをお送りするメールアドレスか、電話番号"),
        ({"way": "site"}, "この時間は、その方法では受け付けていません"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    client: Client, ina: Organization, counsellor: Counsellor, changes: dict[str, str], sentence: str
) -> None:
    refused = client.post(book_url(counsellor, slot()), FORM | changes)
    assert refused.status_code == 422
    assert sentence in text_of(refused)
    with scope.of_organization(ina.pk):
        assert not CaseFile.objects.exists()


def test_full_day_opens_another_door(client: Client, ina: Organization, counsellor: Counsellor) -> None:
    for hour in (9, 10):
        take(ina, counsellor, slot(hour))
    page = text_of(client.get("/ina/appointments/"))
    assert "満席" in page
    assert page.count(book_url(counsellor, slot(9, days=2))) + page.count(book_url(counsellor, slot(9, days=4))) > 2


def test_full_day_by_one_way_names_the_others(client: Client, ina: Organization, counsellor: Counsellor) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        other = services.add_counsellor(
            organization=ina, fields={"name": "先輩", "on_holidays": True}, path="/ina/appointments/", by=BY, at=now
        )
        services.add_hours(
            counsellor=other, weekday=Weekday.of(str(slot().weekday())), starts=time(13), ends=time(14),
            ways=[Way.TELEPHONE], by=BY, at=now,
        )  # fmt: skip
    for hour in (9, 10):
        take(ina, counsellor, slot(hour))
    page = text_of(client.get("/ina/appointments/?way=online"))
    assert "この日は、電話なら空いています" in page


def test_page_speaks_english(client: Client, counsellor: Counsellor) -> None:
    client.cookies["django_language"] = "en"
    page = text_of(client.get("/ina/appointments/"))
    assert "Book a consultation" in page
    assert "Ms Karaki" in page
    assert "How to talk" in text_of(client.get(book_url(counsellor, slot())))


def test_person_finds_the_booking_on_my_page_and_nobody_else_does(
    ina: Organization, counsellor: Counsellor, hana: Person, ken: Person, log_in: LogIn
) -> None:
    booking = take(ina, counsellor, slot(), who={"person": hana, "fields": {"name": "山田 花"}})
    own = f"/ina/appointments/booked/{booking.receipt}/"
    assert own in text_of(log_in(hana.user).get("/me/"))
    assert log_in(hana.user).get(own).status_code == 200
    assert log_in(ken.user).get(own).status_code == 404
    assert Client().get(own).status_code == 404


def test_town_page_leads_to_the_free_times(client: Client, counsellor: Counsellor) -> None:
    assert "/ina/appointments/" in text_of(client.get("/ina/"))


def test_town_without_counsellors_says_so(client: Client, ina: Organization) -> None:
    assert "いまは、予約できる相談がありません" in text_of(client.get("/ina/appointments/"))
    assert "/ina/appointments/" not in text_of(client.get("/ina/"))


def test_host_answers_without_log_in_and_sees_no_name(client: Client, ina: Organization) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        day = make_day(make_file(phone="090-1111-2222"), at=now, on=slot().date())
        stop = make_stop(day, at=now)
        token = services.ask_host(organization=ina, stop=stop, link=HOST_LINK, by=BY, at=now)
    page = text_of(client.get(f"/ina/appointments/hosts/{token}/"))
    assert "ご家族3人" in page
    assert "山田" not in page
    assert "090-1111" not in page
    assert client.post(f"/ina/appointments/hosts/{token}/", {"remark": "x"}).status_code == 422
    said = client.post(f"/ina/appointments/hosts/{token}/", {"answer": "no", "remark": "葬儀"}, follow=True)
    assert "今回は難しいとのお返事をいただいています" in text_of(said)
    with scope.of_organization(ina.pk):
        assert Stop.objects.get().remark == "葬儀"
        services.cancel_day(organization=ina, day=day, why="大雪", by=BY, at=now)
    assert client.get(f"/ina/appointments/hosts/{token}/").status_code == 404


def test_feed_opens_by_its_secret_only(client: Client, ina: Organization, counsellor: Counsellor) -> None:
    booking = take(ina, counsellor, slot())
    with scope.of_organization(ina.pk):
        token = services.make_feed(counsellor=counsellor, names=False, by=BY, at=timezone.now())
    response = client.get(f"/ina/appointments/feeds/{token}/")
    assert response["Content-Type"].startswith("text/calendar")
    assert booking.receipt in text_of(response)
    assert client.get(f"/ina/appointments/feeds/{counsellor.feed_hash}/").status_code == 404
    with scope.of_organization(ina.pk):
        services.revoke_feed(counsellor=counsellor, by=BY, at=timezone.now())
    assert client.get(f"/ina/appointments/feeds/{token}/").status_code == 404


def test_staff_books_from_the_file_and_says_how_it_went(
    ina: Organization, counsellor: Counsellor, officer: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        file = make_file(phone="090-1111-2222")
    browser = log_in(officer.user)
    assert f"/ina/staff/appointments/new/?file={file.pk}" in text_of(browser.get(f"/ina/staff/case-files/{file.pk}/"))
    key = f"{counsellor.pk}-{moment_key(slot(9, days=1))}"
    form = {"file": file.pk, "slot": key, "way": "telephone", "channel": "telephone", "agree": "on"}
    assert browser.post("/ina/staff/appointments/new/", form | {"agree": ""}).status_code == 422
    assert browser.post("/ina/staff/appointments/new/", form).status_code == 302
    with scope.of_organization(ina.pk):
        booking = Booking.objects.get()
        assert booking.case_file_id == file.pk
    page = f"/ina/staff/appointments/{booking.pk}/"
    assert "結果は、始まってから記録できます" in text_of(browser.get(page))
    assert "まだ始まっていない" in text_of(browser.post(page, {"outcome": "held"}))
    with scope.of_organization(ina.pk):
        Booking.objects.update(starts_at=slot(9, days=-1), ends_before=slot(10, days=-1), busy_before=slot(10, days=-1))
    agreed = {"outcome": "held", "note": "よい話だった", "next_title": "電話する"}
    assert browser.post(page, agreed).status_code == 422
    assert browser.post(page, agreed | {"next_due_on": "2030-01-10"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Engagement.objects.filter(kind_id="appointment", case_file=file).count() == 1


def test_staff_moves_and_cancels_with_reasons(
    ina: Organization, counsellor: Counsellor, officer: Member, log_in: LogIn
) -> None:
    booking, browser = take(ina, counsellor, slot()), log_in(officer.user)
    move = {"slot": f"{counsellor.pk}-{moment_key(slot(10))}", "way": "counter", "why": "電話で希望"}
    assert browser.post(f"/ina/staff/appointments/{booking.pk}/move/", move | {"why": ""}).status_code == 422
    assert browser.post(f"/ina/staff/appointments/{booking.pk}/move/", move).status_code == 302
    with scope.of_organization(ina.pk):
        moved = Booking.objects.get(status="booked")
        assert (moved.way, moved.place, moved.starts_at) == ("counter", "市役所2階", slot(10))
    assert browser.post(f"/ina/staff/appointments/{moved.pk}/cancel/", {"why": "相談員の病気"}).status_code == 302
    found = browser.get("/ina/staff/appointments/", {"receipt": moved.receipt.lower()})
    assert found["Location"] == f"/ina/staff/appointments/{moved.pk}/"


def test_protected_person_has_no_name_in_the_week(
    ina: Organization, counsellor: Counsellor, officer: Member, log_in: LogIn
) -> None:
    booking = take(ina, counsellor, slot())
    with scope.of_organization(ina.pk):
        casefiles.protect(file=booking.case_file, starts_on=date(2026, 4, 1), basis="x", by=VISITOR, at=timezone.now())
    week = text_of(log_in(officer.user).get("/ina/staff/appointments/", {"of": slot().date().isoformat()}))
    page = text_of(log_in(officer.user).get(f"/ina/staff/appointments/{booking.pk}/"))
    for shown in (week, page):
        assert "支援措置の対象" in shown
        assert "山田" not in shown


def test_papers_are_pages_and_pdfs(ina: Organization, officer: Member, log_in: LogIn) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        day = make_day(make_file(), at=now, on=slot().date())
        stop = make_stop(day, at=now)
    browser = log_in(officer.user)
    for path in (f"/ina/staff/guided-days/{day.pk}/sheet/", f"/ina/staff/stops/{stop.pk}/sheet/"):
        assert "高遠町 区長宅" in text_of(browser.get(path))
        assert browser.get(f"{path}?pdf").content.startswith(b"%PDF-")


def test_paper_for_a_host_of_a_protected_family_needs_a_reason(
    ina: Organization, officer: Member, log_in: LogIn
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        file = make_file()
        casefiles.protect(file=file, starts_on=date(2026, 4, 1), basis="x", by=VISITOR, at=now)
        stop = make_stop(make_day(file, at=now, on=slot().date()), at=now)
    browser = log_in(officer.user)
    sheet = f"/ina/staff/stops/{stop.pk}/sheet/"
    for path in (sheet, f"{sheet}?pdf"):
        assert browser.get(path)["Location"] == f"/ina/staff/stops/{stop.pk}/disclose/"
    assert browser.post(f"/ina/staff/stops/{stop.pk}/disclose/", {"why": "本人の了解"}).status_code == 302
    assert browser.get(sheet).status_code == 200


def test_job_reminds_of_tomorrow_with_a_link_that_opens(
    client: Client, ina: Organization, counsellor: Counsellor
) -> None:
    with scope.of_organization(ina.pk):
        services.change_counsellor(
            organization=ina, counsellor=counsellor, fields={"notice_hours": 0}, version=counsellor.version,
            path="/ina/appointments/", by=BY, at=timezone.now(),
        )  # fmt: skip
    take(ina, counsellor, slot(days=1))
    run_jobs()
    mail.outbox.clear()
    today = local_date(timezone.now())
    for on in (today - timedelta(days=1), today, today):
        jobs.remind.func(organization=ina.pk, on=on.isoformat())
    run_jobs()
    (sent,) = mail.outbox
    path = re.search(r"https?://[^/]+(/ina/appointments/booked/\S+)", str(sent.body))
    assert path is not None
    assert client.get(path[1]).status_code == 200


def test_staff_writes_down_why_a_host_declines(ina: Organization, officer: Member, log_in: LogIn) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        stop = make_stop(make_day(make_file(), at=now, on=slot().date()), at=now)
    browser, path = log_in(officer.user), f"/ina/staff/stops/{stop.pk}/answer/"
    assert browser.post(path, {"answer": "no"}).status_code == 422
    assert browser.post(path, {"answer": "no", "remark": "不明"}).status_code == 302
    assert "辞退された立ち寄り先があります" in text_of(browser.get(f"/ina/staff/guided-days/{stop.day_id}/"))


def test_hours_are_published_by_form(ina: Organization, officer: Member, log_in: LogIn) -> None:
    browser = log_in(officer.user)
    form = {
        "name": "先輩 移住者", "length_min": "30", "buffer_min": "10", "notice_hours": "24", "ahead_days": "60",
        "most_per_day": "3", "is_published": "on", "version": "1",
    }  # fmt: skip
    made = browser.post("/ina/staff/counsellors/", form)
    assert made.status_code == 302
    page = made["Location"]
    hours = {"weekday": "1", "starts": "09:00", "ends": "12:00", "ways": ["online"]}
    assert browser.post(f"{page}hours/", hours).status_code == 302
    assert browser.post(f"{page}hours/", hours).status_code == 422
    assert browser.post(f"{page}hours/", hours | {"starts": "13:00"}).status_code == 422
    assert browser.post(f"{page}exceptions/", {"on": "2030-01-08", "kind": "closed"}).status_code == 302
    assert browser.post(f"{page}exceptions/", {"on": "2030-01-09", "kind": "open"}).status_code == 422
    shown = text_of(browser.post(f"{page}feed/"))
    assert "/ina/appointments/feeds/" in shown
    assert "火曜日 09:00〜12:00" in shown
