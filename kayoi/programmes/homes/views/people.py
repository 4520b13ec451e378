"""Staff: the people of a house as a tree of heirs; somebody is added, changed, taken out."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.people import PartyForm, WhyForm
from kayoi.programmes.homes.models import Home, Party
from kayoi.programmes.homes.selectors.parties import Shown, found_files, people_of
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.views.acting import REFUSALS, form_page, go, refusal

TWICE = "この人は、すでにこの空き家の関係者です。"


@staff(Permission.HOME_READ)
@require_safe
def people(request: Request, pk: int) -> HttpResponse:
    """Show owners and heirs as a tree with contact and consent state, and what is still missing."""
    home = get_object_or_404(Home, pk=pk)
    found = people_of(home, on=local_date(timezone.now()))
    context = {"home": home, "people": found, "share_words": sentences(found.shares, REFUSALS)}
    return render(request, "homes/people.html", context)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_party(request: Request, pk: int) -> HttpResponse:
    """Find somebody while typing, or write down somebody new; then the place among the people of the house."""
    home, now, file = get_object_or_404(Home, pk=pk), timezone.now(), _chosen_file(request)
    today, words = local_date(now), request.GET.get("q", "").strip()
    context: dict[str, Any] = {"home": home, "words": words, "file": file, "asked": _asked(request)}
    context["found"] = [] if file else found_files(words, on=today)
    if request.headers.get("HX-Request"):
        return render(request, "homes/parts/found.html", context)
    everybody = people_of(home, on=today)
    initial = {"file": file.pk if file else None, "name": words, **_asked(request)}
    form = PartyForm(request.POST or None, people=everybody, today=today, file=file, initial=initial)
    if form.is_valid() and _add(request, home, form, file):
        return go(request, "homes:people", pk=home.pk)
    context |= {"form": form, "hidden": bool(file and casefiles.is_protected(file.pk, on=today))}
    return render(request, "homes/new_party.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_READ)
@require_safe
def party(request: Request, pk: int) -> HttpResponse:
    """Show one party: where they stand, what they have said, what can be done."""
    found = party_or_404(pk)
    return render(request, "homes/party.html", {"home": found.home, "one": shown_of(found), "party": found})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_party(request: Request, pk: int) -> HttpResponse:
    """Change role, place in the tree and share."""
    found, today = party_or_404(pk), local_date(timezone.now())
    names = ("role", "kinship", "died_on", "share", "relation", "is_contact", "version")
    initial = {name: getattr(found, name) for name in names} | {"heir_of": found.heir_of_id}
    everybody = people_of(found.home, on=today)
    form = PartyForm(request.POST or None, people=everybody, today=today, file=None, party=found, initial=initial)
    if form.is_valid():
        try:
            services.change_party(
                party=found, fields=form.party_fields(), version=form.cleaned_data["version"] or 0,
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "立場を書き換えました。")
            return go(request, "homes:party", pk=pk)
    return form_page(
        request, form, title="立場・持分を変える", button="書き換える", back="homes:party", home=found.home, pk=pk
    )


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_party(request: Request, pk: int) -> HttpResponse:
    """Take out somebody who was added by mistake."""
    found, form = party_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.remove_party(party=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "関係者から外しました。個票は残っています。")
            return go(request, "homes:people", pk=found.home_id)
    return form_page(
        request, form, title="関係者から外す", button="外す", back="homes:party", home=found.home, pk=pk,
        notes=("間違えて加えたときだけ外します。亡くなったときは、「亡くなったと記録する」を使います。",),
    )  # fmt: skip


def party_or_404(pk: int) -> Party:
    """Return a party with its house and file. Raises Http404."""
    rows = Party.objects.select_related("home", "case_file", "agent").defer("case_file__search")
    return get_object_or_404(rows, pk=pk)


def shown_of(party: Party) -> Shown:
    """Return a party as staff see it."""
    everybody = people_of(party.home, on=local_date(timezone.now()))
    return next(one for one in everybody.all if one.party == party)


def _chosen_file(request: Request) -> CaseFile | None:
    wanted = request.POST.get("file") or request.GET.get("file")
    if not wanted:
        return None
    file = casefiles.case_file(int(wanted)) if wanted.isdecimal() else None
    if file is None:
        raise Http404
    return file


def _asked(request: Request) -> dict[str, str]:
    """Return what a link has said already: add an heir of this person."""
    return {name: request.GET[name] for name in ("role", "heir_of") if name in request.GET}


def _add(request: Request, home: Home, form: PartyForm, file: CaseFile | None) -> bool:
    who = file if file is not None else form.file_fields()
    try:
        with transaction.atomic():
            services.add_party(home=home, fields=form.party_fields(), who=who, by=request.actor, at=timezone.now())
    except IntegrityError:
        form.add_error(None, TWICE)
    except Refused as refused:
        form.add_error(None, refusal(refused))
    else:
        messages.success(request, "関係者を加えました。")
    return form.is_valid()
