"""Staff: the catalogue of activities and their kinds; publish, change, call off; the host's page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.activities_office import ActivityForm, KindForm, WhyForm
from kayoi.programmes.furusato.forms.activity_refusals import REFUSALS
from kayoi.programmes.furusato.models import Activity, ActivityKind
from kayoi.programmes.furusato.selectors import activities as selectors
from kayoi.programmes.furusato.selectors.hosts import hosts
from kayoi.programmes.furusato.services import activities as services
from kayoi.programmes.furusato.services import replies
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.activities_links import host_link, mine_link
from kayoi.programmes.furusato.views.hosts import spot_qr

PAST_SHOWN = 50
STEPS = {
    "open": (services.open_activity, "募集を始めました。"),
    "close": (services.close_activity, "募集を終えました。"),
}


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_activities(request: Request) -> HttpResponse:
    """Show what is coming and what is over, and how many reports wait."""
    now, rows = timezone.now(), selectors.activities()
    context = {
        "coming": rows.filter(ends_at__gte=now).order_by("starts_at", "pk"),
        "past": rows.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:PAST_SHOWN],
        "reports": len(selectors.reports(on=local_date(now))),
    }
    return render(request, "furusato/activities/office/list.html", context)


@staff(Permission.FURUSATO_READ)
@require_safe
def activity_hosts(request: Request) -> HttpResponse:
    """Show the hosts, each with all their activities."""
    return render(request, "furusato/activities/office/hosts.html", {"hosts": hosts(at=timezone.now())})


@staff(Permission.FURUSATO_READ)
@require_safe
def activity_kinds(request: Request) -> HttpResponse:
    """Show the kinds, those that are designated and those that are not."""
    return render(request, "furusato/activities/office/kinds.html", {"rows": selectors.kinds()})


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_kind(request: Request) -> HttpResponse:
    """Add a kind of activity."""
    form = KindForm(request.POST or None)
    if form.is_valid():
        services.add_kind(fields=form.written(), by=request.actor, at=timezone.now())
        messages.success(request, "種類を加えました。")
        return redirect("furusato:activity_kinds", organization=request.organization.slug)
    return _kind_page(request, form)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_kind(request: Request, pk: int) -> HttpResponse:
    """Change a kind, or designate it."""
    kind = get_object_or_404(ActivityKind, pk=pk)
    form = KindForm(request.POST or None, instance=get_object_or_404(ActivityKind, pk=pk))
    if form.is_valid():
        try:
            services.change_kind(
                kind=kind, fields=form.written(), version=version_of(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "種類を変えました。すでに確認した活動の数は変わりません。")
            return redirect("furusato:activity_kinds", organization=request.organization.slug)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _kind_page(request, form, kind)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: Request) -> HttpResponse:
    """Write an activity; nobody sees it yet."""
    form = ActivityForm(request.POST or None)
    if form.is_valid():
        fields = form.written()
        fields["place_code"] = request.organization.place_code
        row = services.write_activity(fields=fields, by=request.actor, at=timezone.now())
        messages.success(request, "活動を登録しました。内容を確かめて、募集を始めてください。")
        return to_activity(request, row)
    return _activity_form(request, form)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_activity(request: Request, pk: int) -> HttpResponse:
    """Change an activity; who comes is told of another time or place."""
    row = get_object_or_404(Activity, pk=pk)
    form = ActivityForm(request.POST or None, instance=get_object_or_404(Activity, pk=pk))
    if form.is_valid():
        try:
            services.change_activity(
                organization=request.organization, activity=row, fields=form.written(), version=version_of(request),
                link=mine_link(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "活動を変えました。日時・場所が変わったときは、申し込んだ人に知らせました。")
            return to_activity(request, row)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _activity_form(request, form, row)


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_activity(request: Request, pk: int) -> HttpResponse:
    """Show an activity, its list, and what can be done."""
    row, now = get_object_or_404(selectors.activities(), pk=pk), timezone.now()
    context = {
        "row": row, "rows": selectors.list_of(row, on=local_date(now)), "begun": row.starts_at <= now,
        "over": row.ends_at <= now, "live": row.status in ("draft", "open", "closed"),
    }  # fmt: skip
    return render(request, "furusato/activities/office/activity.html", context)


@staff(Permission.FURUSATO_EDIT)
@require_POST
def step_activity(request: Request, pk: int, step: str) -> HttpResponse:
    """Begin or end taking sign-ups."""
    row = get_object_or_404(Activity, pk=pk)
    if step not in STEPS:
        raise Http404
    service, done = STEPS[step]
    try:
        service(activity=row, by=request.actor, at=timezone.now())
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return to_activity(request, row)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_activity(request: Request, pk: int) -> HttpResponse:
    """Call an activity off, with the reason that all are told."""
    row, form = get_object_or_404(selectors.activities(), pk=pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.cancel_activity(
                organization=request.organization, activity=row, why=form.cleaned_data["why"],
                link=mine_link(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "中止しました。みんなに知らせます。電話が要る人は、対応ボードに出ます。")
            return to_activity(request, row)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    context = {"row": row, "form": form}
    return render(request, "furusato/activities/office/cancel.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_EDIT)
@require_POST
def mail_host(request: Request, pk: int) -> HttpResponse:
    """Mail the host their page; after the activity, with the question who came."""
    row, now = get_object_or_404(Activity, pk=pk), timezone.now()
    send = replies.ask_host if row.ends_at <= now else services.send_host_link
    send(organization=request.organization, activity=row, link=host_link(request), by=request.actor, at=now)
    without = "受入れ先のメールがないので、電話の用件を対応ボードに出しました。"
    messages.success(request, f"{row.host_email} に送りました。" if row.host_email else without)
    return to_activity(request, row)


@staff(Permission.FURUSATO_EDIT)
@require_POST
def host_page(request: Request, pk: int) -> HttpResponse:
    """Make the host's page anew and show its address once, for a host without an address."""
    row = get_object_or_404(Activity, pk=pk)
    token = services.make_host_link(activity=row, by=request.actor, at=timezone.now())
    context = {"row": row, "address": host_link(request).replace("{token}", token)}
    return render(request, "furusato/activities/office/host_page.html", context)


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_poster(request: Request, pk: int) -> HttpResponse:
    """Show the code for the spot, to be printed."""
    row = get_object_or_404(Activity, pk=pk)
    return render(request, "furusato/activities/office/poster.html", {"activity": row, "qr": spot_qr(request, row)})


def to_activity(request: Request, row: Activity) -> HttpResponse:
    """Lead back to the page of an activity."""
    return redirect("furusato:staff_activity", organization=request.organization.slug, pk=row.pk)


def in_words(refused: Exception) -> list[str]:
    """Return in words why something was refused."""
    return sentences(refused.verdict, REFUSALS) if isinstance(refused, Refused) else [str(CHANGED_MEANWHILE)]


def _kind_page(request: Request, form: KindForm, kind: ActivityKind | None = None) -> HttpResponse:
    context = {"form": form, "kind": kind}
    return render(request, "furusato/activities/office/kind.html", context, status=422 if form.is_bound else 200)


def _activity_form(request: Request, form: ActivityForm, row: Activity | None = None) -> HttpResponse:
    context = {"form": form, "row": row}
    return render(request, "furusato/activities/office/form.html", context, status=422 if form.is_bound else 200)
