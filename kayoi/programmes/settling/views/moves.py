"""Moves: the list, the questionnaire on paper and tablet, typing in, joining with case files, moving out, check-ins."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.forms.moves import CheckInForm, MoveForm, MoveOutForm, RetellForm, SurveyForm
from kayoi.programmes.settling.models import CheckIn, Move
from kayoi.programmes.settling.states import MoveSource, Outcome, Permission, WhyOut

AGREE = (
    "移住相談をした人は、お名前を書いてくださると、相談の記録と結びつけ、その後の暮らしをお手伝いします。"
    "お名前は、結びつけるためだけに使い、終わったら消します。書かなくても、転入の手続きには関わりません。"
)


@staff(Permission.MOVE_RECORD)
@require_safe
def moves(request: Request) -> HttpResponse:
    """Show recorded moves, who waits to be joined with a file, and the check-ins that are due."""
    today = local_date(timezone.now())
    page = Paginator(selectors.moves_listed(), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "due": selectors.check_ins_due(until=today),
        "waiting": Move.objects.unlinked().count(),
    }
    return render(request, "settling/moves.html", context)


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_move(request: Request) -> HttpResponse:
    """Type in a paper questionnaire, or what somebody told; then the next one."""
    now, file = timezone.now(), _known_file(request)
    form = MoveForm(request.POST or None, today=local_date(now), file=file)
    if not form.is_valid():
        context = {"form": form, "file": file, "agree": AGREE}
        return render(request, "settling/new_move.html", context, status=422 if form.is_bound else 200)
    services.record_move(told=form.move(), case_file=file, by=request.actor, at=now)
    messages.success(request, "移住を記録しました。")
    slug = request.organization.slug
    if file is not None:
        return redirect("workspace:case_file", organization=slug, pk=file.pk)
    return redirect("settling:new_move" if "another" in request.POST else "settling:moves", organization=slug)


@staff(Permission.MOVE_RECORD)
@require_safe
def paper(request: Request) -> HttpResponse:
    """Show the questionnaire for printing."""
    form = SurveyForm(today=local_date(timezone.now()))
    return render(request, "settling/paper.html", {"form": form, "agree": AGREE})


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: Request) -> HttpResponse:
    """The questionnaire on a tablet at the counter: nothing else is shown, and each answer begins anew."""
    now = timezone.now()
    form = SurveyForm(request.POST or None, today=local_date(now))
    if not form.is_valid():
        context = {"form": form, "agree": AGREE}
        return render(request, "settling/kiosk.html", context, status=422 if form.is_bound else 200)
    services.record_move(told=form.told(MoveSource.SURVEY), by=request.actor, at=now)
    return redirect("settling:kiosk_done", organization=request.organization.slug)


@staff(Permission.MOVE_RECORD)
@require_safe
def kiosk_done(request: Request) -> HttpResponse:
    """Thank, and go back to the beginning."""
    return render(request, "settling/kiosk_done.html")


@staff(Permission.MOVE_RECORD)
@require_safe
def links(request: Request) -> HttpResponse:
    """Show moves whose person agreed to be joined with a case file, with the file that seems to be theirs."""
    return render(request, "settling/links.html", {"waiting": selectors.waiting_for_link()})


@staff(Permission.MOVE_RECORD)
@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    """Join a move with the case file that was chosen, or with none."""
    move, now, chosen = get_object_or_404(Move.objects.all(), pk=pk), timezone.now(), request.POST.get("file", "")
    if not chosen:
        services.leave_unlinked(move=move, by=request.actor, at=now)
        messages.success(request, "結びつけないことにしました。照合のためのお名前は消しました。")
    else:
        files = CaseFile.objects.without_search().roots()
        file = get_object_or_404(files, pk=int(chosen) if chosen.isdecimal() else 0)
        try:
            services.link_move(move=move, file=file, by=request.actor, at=now)
            messages.success(request, "個票と結びつけました。")
        except ChangedMeanwhile:
            messages.error(request, CHANGED_MEANWHILE)
    return redirect("settling:links", organization=request.organization.slug)


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def move_out(request: Request, pk: int) -> HttpResponse:
    """Record that a household has moved out."""
    move, now = get_object_or_404(Move.objects.select_related("case_file"), pk=pk), timezone.now()
    form = MoveOutForm(request.POST or None, moved_in_on=move.moved_in_on, today=local_date(now))
    if not form.is_valid():
        context = {"form": form, "move": move}
        return render(request, "settling/move_out.html", context, status=422 if form.is_bound else 200)
    why = WhyOut.of(form.cleaned_data["why"])
    if services.record_move_out(move=move, on=form.cleaned_data["on"], why=why, by=request.actor, at=now):
        messages.success(request, "転出を記録しました。これからの確認の予定は取りやめました。")
    return redirect("settling:moves", organization=request.organization.slug)


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, pk: int) -> HttpResponse:
    """Write down what a check-in found."""
    asked = get_object_or_404(CheckIn.objects.select_related("move__case_file"), pk=pk)
    now, slug = timezone.now(), request.organization.slug
    form = CheckInForm(
        request.POST or None, months=asked.months, moved_in_on=asked.move.moved_in_on, today=local_date(now)
    )
    if not form.is_valid():
        retell_form = RetellForm(initial={"retold": asked.retold})
        context = {"form": form, "asked": asked, "move": asked.move, "retell_form": retell_form}
        return render(request, "settling/check_in.html", context, status=422 if form.is_bound else 200)
    try:
        services.answer_check_in(check_in=asked, found=form.found(), by=request.actor, at=now)
    except ChangedMeanwhile:
        messages.error(request, "この確認は、もう記録されています。")
        return redirect("settling:moves", organization=slug)
    if form.cleaned_data["outcome"] == Outcome.LEFT and asked.move.moved_out_on is None:
        messages.info(request, "確認を記録しました。続けて、転出した日を記録してください。")
        return redirect("settling:move_out", organization=slug, pk=asked.move_id)
    messages.success(request, "確認を記録しました。")
    return redirect("settling:moves", organization=slug)


@staff(Permission.MOVE_RECORD)
@require_POST
def retell(request: Request, pk: int) -> HttpResponse:
    """Put what a mover said in words by which nobody is recognized."""
    asked, form = get_object_or_404(CheckIn.objects.filter(may_use=True), pk=pk), RetellForm(request.POST)
    if form.is_valid():
        services.retell_voice(check_in=asked, retold=form.cleaned_data["retold"], by=request.actor, at=timezone.now())
        messages.success(request, "書き直した文を保存しました。")
    else:
        messages.error(request, "書き直した文を、300字までで書いてください。")
    return redirect("settling:check_in", organization=request.organization.slug, pk=pk)


def _known_file(request: Request) -> CaseFile | None:
    wanted = request.GET.get("file", "")
    return casefiles.case_file(int(wanted)) if wanted.isdecimal() else None
