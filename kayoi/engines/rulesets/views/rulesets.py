"""List rulesets, take them in and hand them out, name them, try them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.forms.facts import FactsForm
from kayoi.engines.rulesets.forms.staff import (
    ChangeRulesetForm,
    FilterForm,
    LoadForm,
    NewRulesetForm,
    TryForm,
)
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.selectors import as_file, living, pages, rules_of
from kayoi.engines.rulesets.selectors.answers import answer_shown
from kayoi.engines.rulesets.states import Permission
from kayoi.engines.rulesets.views.finding import done, json_file, ruleset_or_404, status_of, to
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date

PER_PAGE = 20


@staff(Permission.RULESET_READ)
@require_safe
def rulesets(request: Request) -> HttpResponse:
    """List rulesets with their versions."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"kind": "", "state": ""}
    page = Paginator(pages.rulesets_shown(**chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters": form, "page": page, "rows": pages.rows_of(page.object_list)}
    return render(request, "rulesets/rulesets.html", context)


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: Request) -> HttpResponse:
    """Take rulesets in from a file."""
    form = LoadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        loaded: list[services.Loaded] = []
        given = {"data": form.cleaned_data["file"], "sample": form.cleaned_data["sample"]}
        if done(lambda **to_load: loaded.append(services.load_pack(**to_load)), request, form, **given):
            return _loaded(request, loaded[0])
    return render(request, "rulesets/load.html", {"form": form}, status=status_of(form))


def _loaded(request: Request, loaded: services.Loaded) -> HttpResponse:
    messages.success(request, f"{len(loaded.rulesets)}件の制度から、{loaded.added}件の版を読み込みました。")
    if loaded.kept:
        messages.warning(request, f"すでにある版は、そのままにしました: {'、'.join(loaded.kept)}")
    if loaded.left_out:
        messages.warning(request, f"要件のほかの部分は、読み込みませんでした: {'、'.join(loaded.left_out)}")
    if len(loaded.rulesets) == 1:
        return to("ruleset", request, loaded.rulesets[0].pk)
    response = HttpResponse(status=302)
    response.headers["Location"] = reverse("rulesets:rulesets", args=[request.organization.slug])
    return response


@staff(Permission.RULESET_READ)
@require_safe
def pack(request: Request) -> HttpResponse:
    """Hand out all rulesets as one file."""
    town = request.organization
    rows = pages.rulesets_shown(kind="", state="")
    return json_file(pages.pack(rows, key=town.slug, title=f"{town.name}の制度"), f"{town.slug}-rulesets.json")


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Make a ruleset with an empty first version."""
    form = NewRulesetForm(request.POST or None)
    if form.is_valid():
        made: list[Version] = []
        given = {"key": form.cleaned_data["name"], "fields": form.ruleset_fields(), "first": form.version_fields()}
        if done(lambda **to_make: made.append(services.make_ruleset(**to_make)), request, form, **given):
            return to("version", request, made[0].pk)
    return render(request, "rulesets/new.html", {"form": form}, status=status_of(form))


@staff(Permission.RULESET_READ)
@require_safe
def ruleset(request: Request, pk: int) -> HttpResponse:
    """Show a ruleset: its versions on their time line, its own facts and sets of places."""
    row = ruleset_or_404(pk)
    versions = living(row)
    slug = request.organization.slug

    def href(version: Version) -> str:
        return reverse("rulesets:version", kwargs={"organization": slug, "pk": version.pk})

    context = {
        "ruleset": row,
        "entries": pages.time_line(versions, on=local_date(timezone.now()), href=href),
        "breaks": pages.breaks_in_words(row, versions),
        "facts": pages.facts_shown(row),
        "places": pages.places_shown(row),
    }
    return render(request, "rulesets/ruleset.html", context)


@staff(Permission.RULESET_READ)
@require_safe
def file(request: Request, pk: int) -> HttpResponse:
    """Hand out a ruleset as its file."""
    row = ruleset_or_404(pk)
    return json_file(as_file(row, living(row)), f"{row.key}.json")


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change what a ruleset is called."""
    row = ruleset_or_404(pk)
    form = ChangeRulesetForm(request.POST or None, ruleset=row)
    if form.is_valid():
        given = {"ruleset": row, "fields": form.ruleset_fields(), "seen": form.cleaned_data["seen"]}
        if done(services.change_ruleset, request, form, **given):
            messages.success(request, "名称などを直しました。")
            return to("ruleset", request, pk)
    return render(request, "rulesets/edit.html", {"form": form, "ruleset": row}, status=status_of(form))


@staff(Permission.RULESET_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: Request, pk: int) -> HttpResponse:
    """Enter what is known of a household and see the answer; nothing is kept."""
    row = ruleset_or_404(pk)
    versions = pages.versions_to_try(row, request.GET.get("version", ""))
    rules = rules_of(row, versions) if versions else None
    form = TryForm(request.POST or None, initial={"on": local_date(timezone.now())})
    facts = FactsForm(request.POST or None, facts=rules.facts if rules else {})
    answer = None
    if rules and form.is_valid() and facts.is_valid() and "more" not in request.POST:
        answer = answer_shown(rules, read_facts(facts.said(), rules.facts), on=form.cleaned_data["on"])
    context = {"ruleset": row, "versions": versions, "form": form, "facts": facts, "answer": answer}
    refused = form.is_bound and not (form.is_valid() and facts.is_valid())
    return render(request, "rulesets/try.html", context, status=422 if refused else 200)
