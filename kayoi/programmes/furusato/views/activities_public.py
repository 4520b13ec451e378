"""The public: what one can help with, and signing up."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.activities_public import SignUpForm
from kayoi.programmes.furusato.forms.activity_refusals import BUSY, REFUSALS
from kayoi.programmes.furusato.models import Activity
from kayoi.programmes.furusato.rules.taking_part import may_sign_up
from kayoi.programmes.furusato.selectors import activities as selectors
from kayoi.programmes.furusato.selectors.priority import holder_of, priority_shown
from kayoi.programmes.furusato.selectors.standing import terms_of
from kayoi.programmes.furusato.services import signing
from kayoi.programmes.furusato.states import SignUpStatus
from kayoi.programmes.furusato.views.activities_links import MINE, NUMBER, language, mine_link, privacy


@public(opens="town")
@require_safe
def activities(request: Request) -> HttpResponse:
    """Show what one can sign up for, the nearest first, by kind."""
    now, kind = timezone.now(), request.GET.get("kind", "")
    rows = selectors.open_activities(at=now)
    shown = {row.kind_id: row.kind for row in rows}
    context = {
        "rows": [row for row in rows if kind in ("", row.kind.key)],
        "kinds": sorted(shown.values(), key=lambda one: (one.position, one.name)),
        "chosen": kind,
        "terms": terms_of(on=local_date(now)),
    }
    return render(request, "furusato/activities/list.html", context)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: Request, key: str) -> HttpResponse:
    """Show an activity, and take a sign-up on the same page."""
    row, now = selectors.shown_activity(key), timezone.now()
    if row is None:
        raise Http404
    form = SignUpForm(request.POST or None, initial=_initial(request, row, now))
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            return _signed(request, row, form)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, row, form, now)


def _initial(request: Request, row: Activity, now: datetime) -> dict[str, str]:
    person, kept = request.person, request.session.get(NUMBER, "")
    # The session has the number from its holder's own page. Where it opens nothing, it would only be refused.
    file = selectors.file_of_person(person)
    opens = kept and holder_of(row, file=file, number=kept, name=None, at=now)
    number = {"number": kept if opens else ""}
    if person is None:
        return number
    return number | {"name": person.name, "kana": person.kana, "phone": person.phone, "email": str(request.user)}


def _page(request: Request, row: Activity, form: SignUpForm, now: datetime) -> HttpResponse:
    answer, early = may_sign_up(selectors.held(row), now=now, by_staff=False), priority_shown(row, at=now)
    if answer.met and early:
        answer = early.for_holders
    context = {
        "row": row, "form": form, "closed": sentences(answer, REFUSALS), "privacy": privacy(request), "early": early,
        "free": selectors.free_places(row),
        "others": [other for other in selectors.open_activities(at=now)[:4] if other.pk != row.pk][:3],
    }  # fmt: skip
    return render(request, "furusato/activities/activity.html", context, status=422 if form.is_bound else 200)


def _signed(request: Request, row: Activity, form: SignUpForm) -> HttpResponse:
    values = form.cleaned_data
    signed = signing.sign_up(
        organization=request.organization, activity=row, channel=Channel.PORTAL, link=mine_link(request),
        who=signing.Comes(form.file_fields(language()), person=request.person, number=values["number"]),
        client_key=values["client_key"], note=values["note"], by=request.actor, at=timezone.now(),
    )  # fmt: skip
    request.session[MINE] = signed.token
    if signed.sign_up.status == SignUpStatus.WAITING:
        messages.info(
            request, _("定員に達しているため、空き待ちとして受け付けました。空きが出たら、申込みの順に知らせます。")
        )
    else:
        messages.success(request, _("申込みを受け付けました。このページのアドレスを控えておいてください。"))
    return redirect("furusato:mine", organization=request.organization.slug, token=signed.token)
