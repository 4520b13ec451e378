"""Find support: choose towns, answer as few questions as possible, see what may be had and why.

What a visitor says is kept in a signed cookie of these pages and nowhere else: it stands in no address and no table.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.doors.portal.forms.support import AnswerForm, TownsForm, rows_form, with_one_more
from kayoi.doors.portal.selectors.support import pages
from kayoi.doors.portal.selectors.support.enquiry import Enquiry, enquiry_of, towns_with_support
from kayoi.doors.portal.selectors.support.said import Said, TooMuchSaid, read, written
from kayoi.doors.portal.selectors.towns import desk_of
from kayoi.engines.rulesets.states import APPLIED_ON, Fact, FactType
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date

COOKIE = "support"
SEVERAL = (FactType.LIST, FactType.CHOICES)
WITH_FORM = ["GET", "HEAD", "POST"]


@public()
@require_http_methods(WITH_FORM)
def support(request: Request) -> HttpResponse:
    """Say what this is for, and let the visitor choose the towns."""
    offered = towns_with_support(on=_today())
    said = _said(request)
    form = TownsForm(_posted(request), towns=offered, kinds=said.kinds)
    if form.is_valid():
        return _onward(
            request, replace(said, towns=form.chosen(), kinds=form.cleaned_data["kinds"], skipped=(), picked=False)
        )
    picked = {request.GET.get("town", ""), *said.towns}
    context = {"form": form, "areas": pages.areas(offered, picked), "begun": bool(said.answers)}
    return _page(request, "start", context, wrong=form.is_bound)


@public()
@require_http_methods(WITH_FORM)
def support_question(request: Request, key: str) -> HttpResponse:
    """Ask one question."""
    enquiry = _enquiry(request)
    fact = enquiry.book.facts.get(key)
    if fact is None or key == APPLIED_ON:
        raise Http404
    if "unknown" in request.POST:
        return _onward(request, enquiry.said.answered(key, None))
    if "none" in request.POST and fact.type in SEVERAL:
        return _onward(request, enquiry.said.answered(key, []))
    if fact.type is FactType.LIST:
        return _rows(request, enquiry, fact)
    given = enquiry.said.answers.get(key)
    form = AnswerForm(_posted(request), fact=fact, answer=given, names=pages.names(enquiry))
    if form.is_valid():
        return _onward(request, enquiry.said.answered(key, form.answer()))
    context = {"form": form, "question": pages.question(enquiry, key)}
    return _page(request, "question", context, wrong=form.is_bound)


def _rows(request: Request, enquiry: Enquiry, fact: Fact) -> HttpResponse:
    more = "more" in request.POST
    data = with_one_more(request.POST) if more else _posted(request)
    given = enquiry.said.answers.get(fact.key) or []
    rows = rows_form(data, fact=fact, answer=given, names=pages.names(enquiry))
    if not more and rows.is_valid() and (written_rows := [row for form in rows if (row := form.row())]):
        return _onward(request, enquiry.said.answered(fact.key, written_rows))
    wrong = rows.is_bound and not more
    context = {
        "rows": rows,
        "empty": wrong and rows.is_valid(),
        "more_rows": rows.total_form_count() < rows.max_num,
        "question": pages.question(enquiry, fact.key),
    }
    return _page(request, "rows", context, wrong=wrong)


@public()
@require_http_methods(WITH_FORM)
def support_pick(request: Request) -> HttpResponse:
    """Let the visitor pick what to go into, where each question that is left concerns one scheme alone."""
    enquiry = _enquiry(request)
    choices = pages.choices(enquiry)
    if request.method == "POST":
        picked = set(request.POST.getlist("schemes")) or {one.key for one in choices}
        skipped = [one.key for one in choices if one.key not in picked]
        return _onward(request, replace(enquiry.said, picked=True, skipped=skipped))
    return _page(request, "pick", {"choices": choices, "progress": pages.progress(enquiry)})


@public()
@require_http_methods(WITH_FORM)
def support_usual(request: Request) -> HttpResponse:
    """Put the questions together that nearly everybody answers alike."""
    enquiry = _enquiry(request)
    said = enquiry.said
    if "all" in request.POST:
        return _onward(request, replace(said, answers=said.answers | enquiry.usual_answers))
    if request.method == "POST":
        return _onward(request, replace(said, apart=True))
    return _page(request, "usual", {"usual": pages.usual(enquiry), "progress": pages.progress(enquiry)})


@public()
@require_safe
def support_answers(request: Request) -> HttpResponse:
    """Show what was said, each answer with the way to change it."""
    enquiry = _enquiry(request)
    context = {
        "answers": pages.answers(enquiry),
        "left_out": enquiry.said.skipped,
        "next_href": pages.next_href(enquiry),
    }
    return _page(request, "answers", context)


@public()
@require_POST
def support_forget(request: Request) -> HttpResponse:
    """Forget everything that was said."""
    response = redirect("portal:support")
    response.delete_cookie(COOKIE, path=reverse("portal:support"))
    return response


@public()
@require_POST
def support_restore(request: Request) -> HttpResponse:
    """Look up again what was left out."""
    return _onward(request, replace(_said(request), skipped=(), picked=False))


@public()
@require_safe
def support_results(request: Request) -> HttpResponse:
    """Show what the towns have for the household side by side; of one town everything."""
    enquiry = _enquiry(request)
    if len(enquiry.towns) == 1:
        return redirect("portal:support_town", town=enquiry.towns[0].organization.slug)
    return _page(request, "results", pages.results(enquiry))


@public()
@require_safe
def support_town(request: Request, town: str) -> HttpResponse:
    """Show what one town has for the household, with reasons, sources and whom to ask."""
    enquiry = _enquiry(request)
    page = pages.town(enquiry, town)
    if page is None:
        raise Http404
    return _page(request, "town", page | {"desk": desk_of(page["organization"], at=timezone.now())})


def _today() -> date:
    return local_date(timezone.now())


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _said(request: Request) -> Said:
    return read(request.COOKIES.get(COOKIE, ""))


def _enquiry(request: Request) -> Enquiry:
    return enquiry_of(_said(request), on=_today())


def _onward(request: Request, said: Said) -> HttpResponse:
    """Let the browser keep what was said, and go on to the next question, or to the results."""
    try:
        kept = written(said)
    except TooMuchSaid:
        messages.error(request, _("これ以上は覚えておけません。長い答えを短くしてください。"))
        return redirect("portal:support_answers")
    response = redirect(pages.next_href(enquiry_of(said, on=_today())))
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, kept, path=reverse("portal:support"), secure=secure, httponly=True, samesite="Lax")
    return response


def _page(request: Request, name: str, context: dict[str, Any], *, wrong: bool = False) -> HttpResponse:
    response = render(request, f"portal/support/{name}.html", context, status=422 if wrong else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response
