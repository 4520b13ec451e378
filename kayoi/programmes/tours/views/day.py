"""Staff on the day: check in by list or QR, without a network too; absent; the date is over."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.html.fields import problems_of
from kayoi.kit.html.page_worker import page_worker
from kayoi.kit.moves import UnableToMove
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.tours.forms.day import REFUSALS, CheckInForm, WhyForm
from kayoi.programmes.tours.models import Attendance, Party, TourDate
from kayoi.programmes.tours.selectors.asking import AFTER, BEFORE
from kayoi.programmes.tours.selectors.day import Expected, dates_near, day_list
from kayoi.programmes.tours.services import asking, attending
from kayoi.programmes.tours.states import Permission


@staff(Permission.TOUR_EDIT)
@require_safe
def days(request: Request) -> HttpResponse:
    """List the dates that are run now or come next."""
    return render(request, "tours/day/days.html", {"dates": dates_near(on=local_date(timezone.now()))})


@staff(Permission.TOUR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, pk: int) -> HttpResponse:
    """Check parties in; without JavaScript this is an ordinary form."""
    date, listed, form = _open(request, pk)
    if form.is_valid():
        now = timezone.now()
        try:
            attending.take_in(date=date, came=form.came(at=now), by=request.actor, at=now)
            messages.success(request, "受付しました。")
            return redirect(request.path)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    form.initial["client_key"] = uuid4()
    hashes = {one.party.token_hash: one.party.pk for one in listed}
    context = {
        "date": date, "tour": date.tour, "listed": listed, "form": form, "hashes": hashes,
        "came": sum(one.attendance.persons for one in listed if one.attendance),
        "expected": sum(one.party.persons for one in listed),
    }  # fmt: skip
    return render(request, "tours/day/check_in.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def send_check_in(request: Request, pk: int) -> JsonResponse:
    """Give the page a token (and so tell it that the log-in still holds); take one entry of its outbox."""
    date, _, form = _open(request, pk)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    if not form.is_valid() or form.cleaned_data["client_key"] is None:
        problems = [": ".join(filter(None, (one.label, one.message))) for one in problems_of([form])]
        return JsonResponse({"errors": problems or ["控えの番号がありません。"]}, status=422)
    now = timezone.now()
    try:
        made = attending.take_in(date=date, came=form.came(at=now), by=request.actor, at=now)
    except Refused as refused:
        return JsonResponse({"errors": sentences(refused.verdict, REFUSALS)}, status=422)
    return JsonResponse({"receipt": f"{made.party.number}({made.persons}人)"})


@staff(Permission.TOUR_EDIT)
@require_safe
def check_in_worker(request: Request, pk: int) -> HttpResponse:
    """Send the service worker that keeps the page of the day; it reaches no other page."""
    date, slug = _date(pk), request.organization.slug
    return page_worker(
        reverse("tours:check_in", kwargs={"organization": slug, "pk": date.pk}),
        parts=("tours/check_in.js", "kit/scan.js", "kit/vendor/jsQR.js"),
        also=(reverse("portal:accent", kwargs={"organization": slug}),),
    )


@staff(Permission.TOUR_EDIT)
@require_POST
def miss(request: Request, pk: int) -> HttpResponse:
    """Note that a party did not come, or take that back."""
    party = get_object_or_404(Party.objects.filter(date__isnull=False), pk=pk)
    change = attending.undo_miss if "undo" in request.POST else attending.miss
    try:
        change(party=party, by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("tours:check_in", organization=request.organization.slug, pk=party.date_id)


@staff(Permission.TOUR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_check_in(request: Request, pk: int) -> HttpResponse:
    """Take a check-in back, with a reason."""
    row = get_object_or_404(Attendance.objects.select_related("party", "date__tour"), pk=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            attending.take_back(
                attendance=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now()
            )  # fmt: skip
            messages.success(request, "受付を取り消しました。")
            return redirect("tours:check_in", organization=request.organization.slug, pk=row.date_id)
        except (Refused, UnableToMove) as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"form": form, "row": row}
    return render(request, "tours/day/undo.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_EDIT)
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Mail the questionnaire before or after to those who have not had it."""
    which = AFTER if "after" in request.POST else BEFORE
    link = request.build_absolute_uri(reverse("surveys:answer", args=[request.organization.slug, "CODE"]))
    sent = asking.ask_all(
        organization=request.organization, date=_date(pk), which=which, link=link, by=request.actor, at=timezone.now()
    )
    if sent is None:
        messages.error(request, "受付中のアンケートがありません。ツアーにアンケートを選び、受付を始めてください。")
    else:
        words = f"{sent.mailed}組にアンケートを送りました。メールのない{sent.without}組は、紙か電話で。"
        messages.success(request, words)
    return redirect("tours:check_in", organization=request.organization.slug, pk=pk)


def _date(pk: int) -> TourDate:
    found: TourDate = get_object_or_404(TourDate.objects.select_related("tour"), pk=pk)
    return found


def _open(request: Request, pk: int) -> tuple[TourDate, list[Expected], CheckInForm]:
    date = _date(pk)
    listed = list(day_list(date, on=local_date(timezone.now())))
    return date, listed, CheckInForm(request.POST or None, expected=listed)
