"""Staff: the mirror of the national register: premium registrations that end, files in and out, one person."""

from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.sheets import Unreadable
from kayoi.programmes.furusato.adapters.national_registry import read_registry, write_registry
from kayoi.programmes.furusato.forms.national import ClaimForm
from kayoi.programmes.furusato.forms.registers import DeathForm, FileForm, MoveForm, WhoseForm
from kayoi.programmes.furusato.forms.registration_refusals import REFUSALS
from kayoi.programmes.furusato.models import NationalStatus, RegistryRow
from kayoi.programmes.furusato.selectors import mirror as reading
from kayoi.programmes.furusato.selectors.registered import registrations_of_file, shown_name
from kayoi.programmes.furusato.services import ending, mirror
from kayoi.programmes.furusato.states import Certainty, Permission, RowState


@staff(Permission.FURUSATO_NATIONAL)
@require_http_methods(["GET", "HEAD", "POST"])
def national(request: Request) -> HttpResponse:
    """Show what is to be done for the national register; take in a file of it."""
    now = timezone.now()
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _taken(request, form):
        return redirect("furusato:national", organization=request.organization.slug)
    body = request.organization.place_code
    context = {
        "form": form, "endings": _endings(body, now), "waiting": reading.waiting_rows(),
        "files": reading.registry_files(), "whose": WhoseForm(),
    }  # fmt: skip
    return render(request, "furusato/office/national.html", context, status=422 if form.errors else 200)


def _endings(body: str, now: datetime) -> list[tuple[reading.PremiumEnding, list[str]]]:
    on = local_date(now)
    rows = reading.premium_endings(body=body, on=on)
    return [(one, sentences(one.verdict, REFUSALS)) for one in rows]


def _taken(request: Request, form: FileForm) -> bool:
    """Take in the file of a form; False with what is wrong on the form. Nothing of a wrong file is kept."""
    upload = form.cleaned_data["upload"]
    try:
        rows, digest, wrong = read_registry(upload.read(), upload.name)
    except Unreadable as error:
        rows, digest, wrong = [], "", [str(error)]
    for message in wrong[:20]:
        form.add_error("upload", message)
    if wrong:
        return False
    done = mirror.take_in(rows=rows, name=upload.name, digest=digest, by=request.actor, at=timezone.now())
    first = "このファイルは、前に取り込んでいます。" if done.is_known else "取り込みました。"
    messages.success(request, f"{first}確認できた行は{done.taken}件、だれの登録か確認する行は{done.waiting}件です。")
    return True


@staff(Permission.FURUSATO_NATIONAL)
@require_POST
def national_out(request: Request) -> HttpResponse:
    """Hand out the file for the national register: ids, counted activities, what the rule says. No names."""
    now = timezone.now()
    rows = reading.premium_endings(body=request.organization.place_code, on=local_date(now))
    data, digest = write_registry(rows, on=local_date(now))
    name = f"furusato-{local_date(now):%Y%m%d}.csv"
    mirror.note_sent(name=name, digest=digest, count=len(rows), by=request.actor, at=now)
    return download(data, name)


@staff(Permission.FURUSATO_NATIONAL)
@require_POST
def whose_row(request: Request, pk: int) -> HttpResponse:
    """Say whose a row of a file is, or leave it out."""
    row, form = get_object_or_404(RegistryRow, pk=pk, state=RowState.WAITING), WhoseForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    file = CaseFile.objects.without_search().roots().filter(number=given.get("number", "")).first()
    if given.get("drop"):
        mirror.drop_row(row=row, why=given["why"], by=request.actor, at=timezone.now())
        messages.success(request, "この行は取り込みません。")
    elif file is None:
        messages.error(request, "この番号の個票がありません。個票番号を確かめてください。")
    else:
        mirror.take_row(row=row, file=file, by=request.actor, at=timezone.now())
        messages.success(request, "取り込みました。")
    return redirect("furusato:national", organization=request.organization.slug)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def friend(request: Request, pk: int) -> HttpResponse:
    """Show one person: the town's registers, and the mirror of the national one; write a claim, a move, a death."""
    file, today = get_object_or_404(CaseFile.objects.without_search(), pk=pk), local_date(timezone.now())
    what = request.POST.get("what", "")
    forms = {
        "claim": ClaimForm(request.POST if what == "claim" else None, today=today),
        "move": MoveForm(request.POST if what == "move" else None, initial={"on": today}, auto_id="move_%s"),
        "death": DeathForm(request.POST if what == "death" else None, initial={"on": today}, auto_id="death_%s"),
    }
    if what in forms and forms[what].is_valid():
        messages.success(request, _write(request, file, what, forms[what]))
        return redirect("furusato:friend", organization=request.organization.slug, pk=pk)
    body = request.organization.place_code
    verdict, known = reading.premium_answer(file, body=body, on=today)
    basic = reading.basic_answer(known, body=body, on=today)
    context = {
        "file": file, "name": shown_name(file, on=today), "registrations": registrations_of_file(file),
        "statuses": reading.statuses_of(file), "verdict": verdict, "against": sentences(verdict, REFUSALS),
        "basic": basic, "against_basic": sentences(basic, REFUSALS), "forms": forms,
    }  # fmt: skip
    return render(request, "furusato/office/friend.html", context, status=422 if what else 200)


def _write(request: Request, file: CaseFile, what: str, form: Form) -> str:
    by, at, given = request.actor, timezone.now(), form.cleaned_data
    if isinstance(form, ClaimForm):
        status = mirror.claim_status(file=file, told=form.told(), by=by, at=at)
        confirmed = status.certainty == Certainty.CONFIRMED
        return "国のファイルで確認した登録は、申告では変わりません。" if confirmed else "本人の申告として書きました。"
    if what == "move":
        ended = ending.note_place(file=file, place_code=given["place"], on=given["on"], by=by, at=at)
        return f"住所を書きました。条件に合わなくなり、終わった登録は{len(ended)}件です。"
    count = ending.note_death(file=file, on=given["on"], by=by, at=at)
    return f"記録しました。終わった登録は{count}件です。本人あての連絡は送りません。"


@staff(Permission.FURUSATO_EDIT)
@require_POST
def end_claim(request: Request, pk: int) -> HttpResponse:
    """Write that a national registration is over, as the person says."""
    status = get_object_or_404(NationalStatus.objects.select_related("case_file"), pk=pk)
    now = timezone.now()
    if mirror.end_status(status=status, on=local_date(now), why="本人の申告", by=request.actor, at=now):
        messages.success(request, "終了と書きました。")
    else:
        messages.error(request, "国のファイルで確認した登録と、終わった登録は、申告では変わりません。")
    return redirect("furusato:friend", organization=request.organization.slug, pk=status.case_file_id)
