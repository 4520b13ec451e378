"""The public: the town's registers, applying, and one's own page by secret link or log-in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, public
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.registering import PersonForm, Questions, WhyForm
from kayoi.programmes.furusato.forms.registration_refusals import BUSY, REFUSALS
from kayoi.programmes.furusato.models import Register
from kayoi.programmes.furusato.selectors import registered as reading
from kayoi.programmes.furusato.selectors.benefits import my_benefits
from kayoi.programmes.furusato.selectors.judging import questions_of
from kayoi.programmes.furusato.selectors.pages import mine_page, register_page
from kayoi.programmes.furusato.selectors.points import has_points, unit_on
from kayoi.programmes.furusato.services.ending import withdraw
from kayoi.programmes.furusato.services.registering import Asking, UnableToRegister, ask_to_register
from kayoi.programmes.furusato.services.renewing import ask_to_renew
from kayoi.programmes.furusato.states import RegisterStatus
from kayoi.programmes.furusato.states.national import ADULT_AGE
from kayoi.programmes.furusato.views.activities_links import NUMBER
from kayoi.programmes.furusato.views.found import own_registration


def language() -> str:
    """Return the language of the reader."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def refusal(refused: Exception) -> list[str]:
    """Return why something was refused, as sentences."""
    return sentences(refused.verdict, REFUSALS) if isinstance(refused, Refused) else [str(CHANGED_MEANWHILE)]


def consent_words(request: Request) -> str:
    """Return what somebody agrees to, in their language."""
    text, town = CONSENT_TEXTS[ConsentPurpose.CONSULTATION], request.organization
    english = language() == "en"
    words, name = (text.text_en, town.name_en or town.name) if english else (text.text, town.name)
    return words.replace("{organization}", name)


@public(opens="town")
@require_safe
def registers(request: Request) -> HttpResponse:
    """Show the registers of the town, what each is and is not."""
    pages = [register_page(one, language=language(), in_full=False) for one in reading.public_registers()]
    return render(request, "furusato/public/registers.html", {"pages": pages})


@public(opens="town")
@require_safe
def register(request: Request, key: str) -> HttpResponse:
    """Show one register: for whom, on which conditions, what comes with it."""
    page = register_page(_register(key), language=language())
    return render(request, "furusato/public/register.html", {"page": page})


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request, key: str) -> HttpResponse:
    """Ask to be registered."""
    found, today = _register(key), local_date(timezone.now())
    if found.status != RegisterStatus.PUBLISHED:
        return redirect("furusato:register", organization=request.organization.slug, key=key)
    form = PersonForm(
        request.POST or None, initial=_initial(request), today=today, adult_age=setting(ADULT_AGE, on=today)
    )
    asked = Questions(request.POST or None, questions_of(found, on=today))
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_bound and form.is_valid() and not asked.wrong:
        try:
            done = ask_to_register(
                register=found, who=_asking(request, form, asked), by=request.actor, at=timezone.now()
            )
            return redirect("furusato:my_registration", organization=request.organization.slug, token=done.token)
        except UnableToRegister as refused:
            form.add_error(None, refusal(refused))
    context = {"page": register_page(found, language=language()), "form": form, "asked": asked}
    context |= {"consent": consent_words(request), "adult_age": setting(ADULT_AGE, on=today)}
    return render(request, "furusato/public/apply.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def mine(request: Request, token: str) -> HttpResponse:
    """Show a registration to whoever it is about: where it stands, until when, what comes next. No name, no contact."""
    found = own_registration(request, token)
    now = timezone.now()
    benefits = my_benefits(found, at=now)
    if any(one.opens_events for one in benefits):
        request.session[NUMBER] = found.number
    context = {
        "page": mine_page(found, on=local_date(now), language=language()), "token": token, "why": WhyForm(),
        "benefits": benefits, "unit": unit_on(local_date(now)), "has_points": has_points(),
    }  # fmt: skip
    return render(request, "furusato/public/mine.html", context)


@public(opens="town", limit="book")
@require_POST
def renew_mine(request: Request, token: str) -> HttpResponse:
    """Renew one's registration; what is not known is looked at by staff."""
    try:
        if ask_to_renew(registration=own_registration(request, token), by=request.actor, at=timezone.now()):
            messages.success(request, _("更新しました。"))
        else:
            messages.info(request, _("更新の申込みを受け付けました。町が確かめて、お知らせします。"))
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(refusal(refused)))
    return redirect("furusato:my_registration", organization=request.organization.slug, token=token)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_mine(request: Request, token: str) -> HttpResponse:
    """End one's registration, or take the application back; no reason is asked for."""
    found = own_registration(request, token)
    form = WhyForm(request.POST or None, label=_("やめる理由(書かなくてもかまいません)"))
    if form.is_valid():
        try:
            withdraw(registration=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, _("取りやめました。"))
            return redirect("furusato:my_registration", organization=request.organization.slug, token=token)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"form": form, "registration": found, "token": token}
    return render(request, "furusato/public/withdraw.html", context, status=422 if form.errors else 200)


def _register(key: str) -> Register:
    found = reading.register_of_key(key)
    if found is None:
        raise Http404
    return found


def _asking(request: Request, form: PersonForm, asked: Questions) -> Asking:
    answers = asked.answers(form.cleaned_data["place"])
    return Asking(
        form.file_fields(language()), Channel.PORTAL, answers, form.guardian(), person=request.person,
        client_key=form.key(),
    )  # fmt: skip


def _initial(request: Request) -> dict[str, Any]:
    person = request.person
    if person is None:
        return {}
    return {
        "name": person.name, "kana": person.kana, "birth_on": person.birth_on, "phone": person.phone,
        "email": str(request.user), "place": person.place_code, "address": person.address,
    }  # fmt: skip
