"""The public: register as a seeker, and one's own page by secret link or log-in."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.seekers import (
    BUSY,
    AskForm,
    AskViewingForm,
    EndRegistrationForm,
    RegisterForm,
    RenewForm,
    said,
)
from kayoi.programmes.homes.forms.seekers_refusals import REFUSALS
from kayoi.programmes.homes.models import Home, Inquiry, Seeker, Viewing
from kayoi.programmes.homes.selectors import wishes as reading
from kayoi.programmes.homes.selectors.inquiries import inquiries_of_seeker, shown_home
from kayoi.programmes.homes.selectors.seeker_words import pledge_points, state_in_words
from kayoi.programmes.homes.selectors.seekers import registration_of, seeker_of_key
from kayoi.programmes.homes.selectors.viewings import viewings_of_seeker
from kayoi.programmes.homes.states.seekers import OPEN

OPENED = "kayoi_seeker"


def is_english() -> bool:
    """Tell whether the reader reads English."""
    return (get_language() or "ja").startswith("en")


def refusal(refused: Exception) -> list[str]:
    """Return why something was refused, as sentences."""
    return sentences(refused.verdict, REFUSALS) if isinstance(refused, Refused) else [str(CHANGED_MEANWHILE)]


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def register_as_seeker(request: Request) -> HttpResponse:
    """Register as somebody who looks for a house, with the pledge."""
    form = RegisterForm(request.POST or None, initial=_initial(request))
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_bound and form.is_valid():
        who = services.AppliedBy(
            _fields(request, form), Channel.PORTAL, person=request.person,
            client_key=form.cleaned_data["client_key"],
        )  # fmt: skip
        try:
            done = services.apply_as_seeker(
                who=who, wanted=said(form.cleaned_data), by=request.actor, at=timezone.now()
            )
            return redirect("homes:mine", organization=request.organization.slug, key=done.token)
        except services.UnableToRegister as refused:
            form.add_error(None, refusal(refused))
    context = _town(request) | {"form": form, "person": request.person, "consent": _consent(request)}
    return render(request, "homes/register_as_seeker.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def talk(request: Request) -> HttpResponse:
    """Lead somebody who wants a house to their own page, or to registering."""
    seeker = registration_of(request.person) if request.person else None
    slug, number = request.organization.slug, request.GET.get("home", "")
    key = seeker.number if seeker else request.COOKIES.get(OPENED, "")
    if seeker_of_key(key, person=request.person, at=timezone.now()) is not None:
        page = reverse("homes:mine", kwargs={"organization": slug, "key": key})
        return redirect(f"{page}?{urlencode({'home': number})}")
    return render(request, "homes/talk.html", _town(request) | {"number": number})


@public(opens="town")
@require_safe
def mine(request: Request, key: str) -> HttpResponse:
    """Show a seeker's own page: state, inquiries, viewings. No name, no contact.

    Until it is closed, this browser is led back to it from the page of a house.
    """
    seeker = _own(request, key)
    context = _context(request, seeker, key) | {
        "number": request.GET.get("home", ""),
        "inquiries": inquiries_of_seeker(seeker),
        "viewings": viewings_of_seeker(seeker),
        "open": OPEN,
    }
    response = render(request, "homes/mine.html", context)
    if key.isascii():  # a secret; by number only a log-in gets here
        homes = reverse("homes:search", kwargs={"organization": request.organization.slug})
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(OPENED, key, path=homes, httponly=True, secure=secure, samesite="Lax")
    return response


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, key: str) -> HttpResponse:
    """Ask to talk about a house, with a letter to its owner."""
    seeker = _own(request, key)
    form = AskForm(request.POST or None, initial={"number": request.GET.get("home", "")})
    home = _home(request, form)
    if home is not None:
        try:
            services.ask_to_talk(
                home=home, seeker=seeker, letter=form.cleaned_data["letter"], channel=Channel.PORTAL,
                client_key=form.cleaned_data["client_key"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return redirect("homes:mine", organization=request.organization.slug, key=key)
        except Refused as refused:
            form.add_error(None, refusal(refused))
    context = _context(request, seeker, key) | {"form": form}
    return render(request, "homes/ask.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_viewing(request: Request, key: str) -> HttpResponse:
    """Ask to see a house."""
    seeker = _own(request, key)
    form = AskViewingForm(request.POST or None, initial={"number": request.GET.get("home", "")})
    home = _home(request, form)
    if home is not None:
        values = form.cleaned_data
        wanted = services.ViewingWish(values["wishes"], values["persons"], Channel.PORTAL, values["client_key"])
        try:
            services.ask_viewing(home=home, seeker=seeker, wanted=wanted, by=request.actor, at=timezone.now())
            return redirect("homes:mine", organization=request.organization.slug, key=key)
        except Refused as refused:
            form.add_error(None, refusal(refused))
    context = _context(request, seeker, key) | {"form": form}
    return render(request, "homes/ask_viewing.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def end_mine(request: Request, key: str, what: str, pk: int) -> HttpResponse:
    """Withdraw the registration or an inquiry, or call a viewing off, with a reason in one touch."""
    seeker, form = _own(request, key), EndRegistrationForm(request.POST or None)
    row = _row(seeker, what, pk)
    if form.is_valid():
        why, by, at = form.cleaned_data["why"], request.actor, timezone.now()
        try:
            if isinstance(row, Inquiry):
                services.withdraw_inquiry(inquiry=row, why=why, by=by, at=at)
            elif isinstance(row, Viewing):
                services.cancel_viewing(viewing=row, why=why, by=by, at=at)
            else:
                services.withdraw_seeker(seeker=row, why=why, by=by, at=at)
            return redirect("homes:mine", organization=request.organization.slug, key=key)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = _context(request, seeker, key) | {"form": form, "what": what, "row": row}
    return render(request, "homes/end_mine.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def renew_mine(request: Request, key: str) -> HttpResponse:
    """Go on for another term, with the pledge given anew."""
    seeker, form = _own(request, key), RenewForm(request.POST or None)
    if form.is_valid():
        try:
            services.renew_seeker(seeker=seeker, by=request.actor, at=timezone.now())
            return redirect("homes:mine", organization=request.organization.slug, key=key)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = _context(request, seeker, key) | {"form": form}
    return render(request, "homes/renew_mine.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def wishes_for_owner(request: Request, token: str) -> HttpResponse:
    """Show an owner what seekers wish, without names."""
    now = timezone.now()
    if not reading.is_wishes_link(token, at=now):
        raise Http404
    context = _town(request) | {"wishes": reading.open_wishes(on=local_date(now))}
    return render(request, "homes/wishes_for_owner.html", context)


def _own(request: Request, key: str) -> Seeker:
    seeker = seeker_of_key(key, person=request.person, at=timezone.now())
    if seeker is None:
        raise Http404
    return seeker


def _row(seeker: Seeker, what: str, pk: int) -> Seeker | Inquiry | Viewing:
    """Return what is to end, of this seeker only."""
    if what == "inquiry":
        return get_object_or_404(Inquiry, pk=pk, seeker=seeker)
    if what == "viewing":
        return get_object_or_404(Viewing, pk=pk, seeker=seeker)
    if what == "registration" and pk == seeker.pk:
        return seeker
    raise Http404


def _home(request: Request, form: AskForm | AskViewingForm) -> Home | None:
    """Return the house of a form that is in order; None with the reason on the form."""
    if request.limited:
        form.add_error(None, BUSY)
    if not form.is_bound or not form.is_valid():
        return None
    home = shown_home(form.cleaned_data["number"])
    if home is None:
        form.add_error("number", str(REFUSALS["homes.not_shown"]))
    return home


def _town(request: Request) -> dict[str, Any]:
    return {"organization": request.organization, "pledge": pledge_points(english=is_english())}


def _context(request: Request, seeker: Seeker, key: str) -> dict[str, Any]:
    words = state_in_words(seeker.status, english=is_english())
    return _town(request) | {"seeker": seeker, "key": key, "state_words": words}


def _consent(request: Request) -> str:
    text, town = CONSENT_TEXTS[ConsentPurpose.CONSULTATION], request.organization
    words, name = (text.text_en, town.name_en or town.name) if is_english() else (text.text, town.name)
    return words.replace("{organization}", name)


def _initial(request: Request) -> dict[str, Any]:
    person = request.person
    if person is None:
        return {}
    return {
        "name": person.name, "kana": person.kana, "phone": person.phone, "email": str(request.user),
        "address": person.address,
    }  # fmt: skip


def _fields(request: Request, form: RegisterForm) -> FileFields:
    fields = form.file_fields("en" if is_english() else "ja")
    if (person := request.person) is not None:
        fields["birth_on"], fields["postal_code"] = person.birth_on, person.postal_code
        fields["place_code"] = person.place_code
    return fields
