"""Staff: the key given, the party gone or never come, another room, the room looked at, a wrong entry taken back."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import JST, local_date
from kayoi.kit.qr import qr_svg
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.forms.running import CheckInForm, CheckOutForm, InspectForm, MoveForm
from kayoi.programmes.stays.models import InspectionPicture, Room, Stay
from kayoi.programmes.stays.selectors.duties import check_in_allowed
from kayoi.programmes.stays.selectors.moved import asks_address
from kayoi.programmes.stays.selectors.staying import deposit_held_yen, unpaid_yen
from kayoi.programmes.stays.services import inspecting, moving, staying
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.office import stay_or_404
from kayoi.programmes.stays.views.steps import back, step


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, pk: int) -> HttpResponse:
    """Give the key, with all that is lacking said before."""
    row, now = stay_or_404(pk), timezone.now()
    form = CheckInForm(request.POST if request.method == "POST" else None, asks_address=asks_address(row))
    if form.is_valid():
        try:
            why, lives_in = form.cleaned_data["why"], form.lives_in_now()
            staying.check_in(stay=row, why=why, lives_in=lives_in, by=request.actor, at=now)
            return back(request, row, "到着を記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    hints = [str(one) for one in sentences(check_in_allowed(row, on=local_date(now)), REFUSALS)]
    if unpaid := unpaid_yen(row):
        hints.append(f"支払いが済んでいません: {unpaid:,}円")
    return step(request, form, row, title="到着を記録して鍵を渡す", button="到着を記録する", hints=hints)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def check_out(request: Request, pk: int) -> HttpResponse:
    """Note that the party has left, in time or early."""
    row, now = stay_or_404(pk), timezone.now()
    form = CheckOutForm(request.POST or None, stay=row, today=local_date(now))
    if form.is_valid():
        day = form.cleaned_data["left_on"]
        left = now if day == local_date(now) else datetime.combine(day, time(10), JST)
        try:
            refund = staying.check_out(stay=row, left_at=left, by=request.actor, at=now)
            more = f"早い退去の還付 {refund:,}円を記録しました。" if refund else ""
            return back(request, row, f"退去を記録しました。次は点検です。{more}")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title="退去を記録する", button="退去を記録する")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def absent(request: Request, pk: int) -> HttpResponse:
    """Note that nobody came; the room is free."""
    row, form = stay_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            staying.mark_absent(stay=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return back(request, row, "来られなかったことを記録しました。部屋は空きました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title="来られなかったことを記録する", button="記録する")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the last entry back that was a mistake."""
    row, form = stay_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            staying.take_back(stay=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return back(request, row, "記録を取り消し、一つ前に戻しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    hints = [f"いまは「{row.get_status_display()}」です。一つ前の状態に戻します。"]
    return step(request, form, row, title="記録を取り消す", button="取り消す", hints=hints)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """Give a stay another room or first day; the board leads here with both filled in."""
    row = stay_or_404(pk)
    form = MoveForm(request.POST or None, initial=_place(request, row))
    if form.is_valid():
        values: dict[str, Any] = {"first": form.cleaned_data["first"], "why": form.cleaned_data["why"]}
        try:
            moving.move_stay(stay=row, room=form.target(), by=request.actor, at=timezone.now(), **values)
            return back(request, row, "予約を移しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request, form, row, title="ほかの部屋・日に移す", button="移す",
        hints=["移せないときは、理由を示し、予約はもとのまま残ります。"],
    )  # fmt: skip


def _place(request: Request, row: Stay) -> dict[str, Any]:
    """Return the room and day that the board has named, or those of the stay."""
    room, first = request.GET.get("room", ""), request.GET.get("first", "")
    known = room.isdecimal() and Room.objects.filter(pk=int(room)).exists()
    return {"room": int(room) if known else row.room_id, "first": first or row.arrives_on}


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: Request, pk: int) -> HttpResponse:
    """Write how the room was found, with photos; the stay is closed and counted with it."""
    row, now = stay_or_404(pk), timezone.now()
    form = InspectForm(request.POST or None, request.FILES or None, initial={"inspected_on": local_date(now)})
    if form.is_valid():
        try:
            inspecting.inspect(stay=row, found=form.found(), by=request.actor, at=now)
            return back(request, row, "点検を記録し、滞在を終了しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    hints = [f"預かっている額: {deposit_held_yen(row):,}円"]
    return step(request, form, row, title="退去後の点検", button="点検を記録して終了する", hints=hints)


@staff(Permission.STAY_EDIT)
@require_safe
def found_photo(request: Request, pk: int) -> HttpResponseBase:
    """Send a photo of what was found."""
    picture = get_object_or_404(InspectionPicture.objects.select_related("file"), pk=pk)
    return response_for(picture.file, name="inspection.jpg")


@staff(Permission.STAY_READ)
@require_safe
def poster(request: Request, pk: int) -> HttpResponse:
    """Show the sheet that hangs in a room: the code, and a QR code that leads to where it is typed."""
    room = get_object_or_404(Room.objects.select_related("house", "unit"), pk=pk)
    address = request.build_absolute_uri(reverse("stays:here", kwargs={"organization": request.organization.slug}))
    link = f"{address}?code={room.arrival_code}"
    return render(request, "stays/running/poster.html", {"room": room, "address": address, "qr": qr_svg(link)})


@staff(Permission.STAY_EDIT)
@require_POST
def arrival_code(request: Request, pk: int) -> HttpResponse:
    """Give a room a new code that hangs in it; the old one counts no more."""
    room = get_object_or_404(Room, pk=pk)
    staying.new_arrival_code(room=room, by=request.actor, at=timezone.now())
    messages.success(request, "合言葉を作りました。印刷して部屋に掲示してください。")
    return redirect("stays:poster", organization=request.organization.slug, pk=room.pk)
