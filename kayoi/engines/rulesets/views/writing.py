"""Write a draft: its name and days, its conditions and steps one at a time, its cases."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.forms.facts import FactsForm
from kayoi.engines.rulesets.forms.nodes import KindForm, NodeForm
from kayoi.engines.rulesets.forms.places import Place, place_of
from kayoi.engines.rulesets.forms.staff import CaseForm, PeriodForm, TermsForm
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.editing import NoSuchPlace, put, told_in_full
from kayoi.engines.rulesets.rules.nodes import known_facts
from kayoi.engines.rulesets.selectors import rules_of
from kayoi.engines.rulesets.states import FactType, Permission
from kayoi.engines.rulesets.views.finding import done, draft_or_404, status_of, to, version_or_404
from kayoi.foundation.identity.marks import Request, staff


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request, pk: int) -> HttpResponse:
    """Begin a new version with what one says."""
    row = version_or_404(pk)
    form = PeriodForm(request.POST or None)
    if form.is_valid():
        made: list[Version] = []
        given = {"version": row, "fields": form.version_fields()}
        if done(lambda **to_copy: made.append(services.copy_version(**to_copy)), request, form, **given):
            messages.success(request, "写して新しい版を作りました。ちがうところを直してください。")
            return to("version", request, made[0].pk)
    return render(request, "rulesets/copy.html", {"form": form, "version": row}, status=status_of(form))


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def period(request: Request, pk: int) -> HttpResponse:
    """Change the name and the days of a draft."""
    row = draft_or_404(pk)
    initial = {name: getattr(row, name) for name in ("key", "starts_on", "last_on")}
    form = PeriodForm(request.POST or None, initial=initial)
    given = {"version": row, "seen": row.version}
    if form.is_valid() and done(services.change_period, request, form, fields=form.version_fields(), **given):
        messages.success(request, "版の名前と期間を直しました。")
        return to("version", request, pk)
    return render(request, "rulesets/period.html", {"form": form, "version": row}, status=status_of(form))


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Request, pk: int) -> HttpResponse:
    """Change the deciding day of a draft, how time is counted, where it comes from."""
    row = draft_or_404(pk)
    facts = known_facts(row.ruleset.facts).values()
    days = [(fact.key, fact.label.ja) for fact in facts if fact.type is FactType.DATE]
    form = TermsForm(request.POST or None, version=row, days=days)
    if form.is_valid():
        body = {word: value for word, value in row.body.items() if word not in form.fields} | form.words()
        if done(services.change_body, request, form, version=row, body=body, seen=form.cleaned_data["seen"]):
            messages.success(request, "基準日などを直しました。")
            return to("version", request, pk)
    return render(request, "rulesets/terms.html", {"form": form, "version": row}, status=status_of(form))


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD"])
def choose(request: Request, pk: int) -> HttpResponse:
    """Choose what kind of condition or step is to stand at a place."""
    row = draft_or_404(pk)
    place = _place(request, row)
    form = KindForm(request.GET if "kind" in request.GET else None, step=place.is_step, around=place.around)
    if form.is_valid():
        chosen = {"at": place.at, "kind": form.cleaned_data["kind"], "fact": form.cleaned_data.get("fact", "")}
        response = to("node", request, pk)
        response.headers["Location"] += f"?{urlencode(chosen)}"
        return response
    context = {"form": form, "version": row, "place": place}
    return render(request, "rulesets/choose.html", context, status=status_of(form))


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def node(request: Request, pk: int) -> HttpResponse:
    """Write the condition or the step at a place."""
    row = draft_or_404(pk)
    place = _place(request, row)
    form = _node_form(request, row, place)
    if form is None:
        response = to("choose", request, pk)
        response.headers["Location"] += f"?{urlencode({'at': place.at})}"
        return response
    if form.is_valid():
        body = put(row.body, place.way, form.said)
        if done(services.change_body, request, form, version=row, body=body, seen=form.cleaned_data["seen"]):
            messages.success(request, "保存しました。事例の答えを確かめてください。")
            return to("version", request, pk, anchor=place.anchor)
    context = {"form": form, "version": row, "place": place}
    return render(request, "rulesets/node.html", context, status=status_of(form))


@staff(Permission.RULESET_EDIT)
@require_POST
def arrange(request: Request, pk: int) -> HttpResponse:
    """Move what stands at a place, put a group around it, or take it away."""
    row = draft_or_404(pk)
    try:
        body = place_of(row, request.POST.get("at", "")).arranged(request.POST.get("action", ""))
    except NoSuchPlace:
        raise Http404 from None
    seen = int(request.POST.get("seen") or 0)
    if done(services.change_body, request, version=row, body=body, seen=seen):
        messages.success(request, "並びを変えました。")
    return to("version", request, pk, anchor="condition")


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: Request, pk: int) -> HttpResponse:
    """Write a case: what is known, what the version must answer."""
    row = draft_or_404(pk)
    number, cases = _number(request, row), told_in_full(row.cases)
    known = cases[number] if number is not None else {"facts": {}}
    form = CaseForm(request.POST or None, initial=known | {"seen": row.version})
    facts = FactsForm(request.POST or None, facts=rules_of(row.ruleset, [row]).facts, values=known["facts"])
    if form.is_valid() and facts.is_valid() and "more" not in request.POST:
        written = form.case(facts.said())
        cases = [*cases, written] if number is None else _with(cases, number, written)
        if done(services.change_cases, request, form, version=row, cases=cases, seen=form.cleaned_data["seen"]):
            messages.success(request, "事例を保存しました。")
            return to("version", request, pk, anchor="cases")
    context = {"form": form, "facts": facts, "version": row, "number": number, "number_text": str(number)}
    refused = form.is_bound and bool(form.errors or facts.errors) and "more" not in request.POST
    return render(request, "rulesets/case.html", context, status=422 if refused else 200)


@staff(Permission.RULESET_EDIT)
@require_POST
def drop_case(request: Request, pk: int) -> HttpResponse:
    """Take a case away."""
    row = draft_or_404(pk)
    number = _number(request, row)
    if number is None:
        raise Http404
    cases = [one for at, one in enumerate(told_in_full(row.cases)) if at != number]
    if done(services.change_cases, request, version=row, cases=cases, seen=row.version):
        messages.success(request, "事例を削除しました。")
    return to("version", request, pk, anchor="cases")


def _number(request: Request, row: Version) -> int | None:
    """Return which case the address names; None for a new one."""
    text = request.GET.get("number", "")
    if not text:
        return None
    if not text.isdecimal() or int(text) >= len(row.cases):
        raise Http404
    return int(text)


def _with(cases: list[object], number: int, case: object) -> list[object]:
    return [case if at == number else one for at, one in enumerate(cases)]


def _place(request: Request, row: Version) -> Place:
    try:
        return place_of(row, request.GET.get("at", "condition"))
    except NoSuchPlace:
        raise Http404 from None


def _node_form(request: Request, row: Version, place: Place) -> NodeForm | None:
    """Return the form of the kind that was chosen, or of what stands there; None where a kind is still to be chosen."""
    data = request.POST or None
    kind, fact = request.GET.get("kind", ""), request.GET.get("fact", "")
    if kind:
        try:
            return place.form_of_kind(kind, fact, data=data, seen=row.version)
        except NoSuchPlace:
            raise Http404 from None
    return place.form(data=data, seen=row.version) if place.node else None
