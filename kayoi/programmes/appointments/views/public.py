"""Choose a free time and book it; for counsellors' calendars, the feed."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date, local_time, months_later, parse_date
from kayoi.kit.sentences import sentences
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.forms.public import BUSY, BookForm, ChooseForm
from kayoi.programmes.appointments.forms.refusals import REFUSALS
from kayoi.programmes.appointments.models import Counsellor
from kayoi.programmes.appointments.selectors import calendars, hours, offers, words
from kayoi.programmes.appointments.states import Way

CALENDAR = "text/calendar; charset=utf-8"


def language() -> str:
    """Return the reader's language: en or ja."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def link_of(request: Request) -> str:
    """Return the address in mails, with {token} in it."""
    path = reverse("appointments:booking", kwargs={"organization": request.organization.slug, "key": "KEY"})
    return request.build_absolute_uri(path).replace("KEY", "{token}")


def way_of(request: Request) -> str:
    """Return the way that was chosen above the list, or nothing."""
    way = request.GET.get("way", "")
    return way if way in set(Way) else ""


def start_of(request: Request, now: datetime) -> Any:
    """Return the first day of the list: as asked for, never before today nor more than a year later."""
    today = local_date(now)
    try:
        asked = parse_date(request.GET.get("start", ""))
    except ValueError:
        return today
    return min(max(asked, today), months_later(today, 12))


@public(opens="town")
@require_safe
def free(request: Request) -> HttpResponse:
    """Show the days with free times; a full day shows what is free instead."""
    now, way = timezone.now(), way_of(request)
    people = hours.counsellors()
    only = next((person for person in people if str(person.pk) == request.GET.get("who")), None)
    start = start_of(request, now)
    names = [(str(person.pk), offers.name_of(person, language())) for person in people]
    context = {
        "organization": request.organization,
        "people": people,
        "only": only,
        "way": way,
        "choose": ChooseForm(request.GET, ways=offers.way_choices(frozenset(Way)), people=names),
        "days": offers.offered_days(start=start, now=now, way=way, only=only, language=language()),
        "start": start,
        "today": local_date(now),
        "step": hours.SHOWN_DAYS,
    }
    return render(request, "appointments/free.html", context)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, counsellor: int, moment: str) -> HttpResponse:
    """Book a time. Where it has been taken meanwhile, another can be chosen in the same form."""
    person, starts_at = get_object_or_404(Counsellor.objects.published(), pk=counsellor), words.moment_of(moment)
    if starts_at is None:
        raise Http404
    now = timezone.now()
    slot = offers.bookable_slot(person, starts_at, now=now, by_staff=False)
    if request.method != "POST":
        ways = offers.way_choices(slot.ways) if slot else []
        return _page(request, BookForm(initial=_initial(request), ways=ways), person, starts_at, now)
    form = BookForm(request.POST, ways=offers.way_choices(frozenset(Way)))
    others = hours.doors_beside(starts_at, way=request.POST.get("way", ""), now=now, by_staff=False)
    form.offer_others(offers.choices_of(others.nearest, language()), offers.way_choices(frozenset(Way)))
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            return _booked(request, form, person, starts_at, now)
        except services.UnableToBook as refused:
            for sentence in sentences(refused.verdict, REFUSALS):
                form.add_error(None, sentence)
    return _page(request, form, person, starts_at, now, status=422)


def _booked(request: Request, form: BookForm, person: Counsellor, starts_at: datetime, now: datetime) -> HttpResponse:
    if form.cleaned_data["slot"]:
        person, starts_at = chosen(form.cleaned_data["slot"])
    booked = services.book(
        organization=request.organization,
        counsellor=person,
        who=services.BookedBy(_fields(request, form), person=request.person),
        wanted=services.BookingWish(
            starts_at=starts_at,
            way=Way.of(form.cleaned_data["way"]),
            channel=Channel.PORTAL,
            topic=form.cleaned_data["topic"],
            language=language(),
            wants_reminder=form.cleaned_data["wants_reminder"] and bool(form.cleaned_data["email"]),
            client_key=form.cleaned_data["client_key"] or uuid4(),
        ),
        link=link_of(request),
        by=request.actor,
        at=now,
    )
    return redirect("appointments:booking", organization=request.organization.slug, key=booked.token)


def chosen(key: str) -> tuple[Counsellor, datetime]:
    """Return counsellor and moment of a choice. Raises Http404 where there is none."""
    pk, _, moment = key.partition("-")
    starts_at = words.moment_of(moment)
    if starts_at is None or not pk.isdecimal():
        raise Http404
    return get_object_or_404(Counsellor.objects.published(), pk=int(pk)), starts_at


def _page(
    request: Request, form: BookForm, person: Counsellor, starts_at: datetime, now: datetime, status: int = 200
) -> HttpResponse:
    slot = offers.bookable_slot(person, starts_at, now=now, by_staff=False)
    english = language() == "en"
    town = request.organization
    consent = CONSENT_TEXTS[ConsentPurpose.CONSULTATION]
    context = {
        "form": form,
        "counsellor": person,
        "shown_name": offers.name_of(person, language()),
        "about": (person.about_en or person.about) if english else person.about,
        "slot": slot,
        "when": words.when_in_words(starts_at, slot.ends_before, language())
        if slot
        else words.start_in_words(starts_at, language()),
        "doors": None if slot else hours.doors_beside(starts_at, way="", now=now, by_staff=False),
        "organization": town,
        "person": request.person,
        "consent": (consent.text_en if english else consent.text).replace(
            "{organization}", (town.name_en or town.name) if english else town.name
        ),
        "day": local_time(starts_at).date(),
    }
    return render(request, "appointments/book.html", context, status=status)


def _initial(request: Request) -> dict[str, Any]:
    if request.person is None:
        return {}
    person = request.person
    return {"name": person.name, "kana": person.kana, "phone": person.phone, "email": str(request.user)}


def _fields(request: Request, form: BookForm) -> FileFields:
    """Return what to write on a new file; of a log-in also what its profile says."""
    fields = form.file_fields(language())
    if (person := request.person) is not None:
        fields["birth_on"] = person.birth_on
        fields["postal_code"] = person.postal_code
        fields["place_code"] = person.place_code
        fields["address"] = person.address
    return fields


@public(opens="town")
@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """Give a counsellor's calendar to the program that knows the secret address."""
    counsellor = calendars.counsellor_of_feed(token)
    if counsellor is None:
        raise Http404
    body = calendars.feed(counsellor, request.organization, at=timezone.now())
    return HttpResponse(body, content_type=CALENDAR, headers={"Cache-Control": "private, no-store"})
