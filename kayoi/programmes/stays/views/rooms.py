"""Staff: what can be reserved of a house, its key, its photos, the times in which it is closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.states import BookingStatus, Measure, UnitKind
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.houses import (
    CaptionForm,
    ClosingForm,
    EndForm,
    KeyForm,
    PhotosForm,
    RoomHoursForm,
    UnitForm,
)
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.models import House, HousePicture, Room
from kayoi.programmes.stays.selectors.houses import closings
from kayoi.programmes.stays.services import houses as services
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.houses import house_or_404, step, to_house


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_room(request: Request, pk: int) -> HttpResponse:
    """Add a room, a desk, a car, or all of the house."""
    house = house_or_404(pk)
    form = UnitForm(request.POST or None, house=house)
    if form.is_valid():
        kind, measure = UnitKind.of(form.cleaned_data["kind"]), Measure.of(form.cleaned_data["measure"])
        services.add_room(
            house=house, kind=kind, measure=measure, fields=form.changes(), by=request.actor, at=timezone.now()
        )
        messages.success(request, "加えました。鍵の番号や利用時間は、その部屋のページで書けます。")
        return to_house(request, house)
    return step(request, form, house, title="部屋・席・車を加える", button="加える")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: Request, pk: int) -> HttpResponse:
    """Change a room: its name, capacity and times."""
    row = room_or_404(pk)
    form = UnitForm(request.POST or None, instance=room_or_404(pk).unit, house=row.house)
    if form.is_valid():
        try:
            services.change_room(
                room=row, fields=form.changes(), version=version_of(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "保存しました。")
            return to_house(request, row.house)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "room": row, "house": row.house, "key": KeyForm(), "by_hour": _by_hour(row)}
    return render(request, "stays/houses/room.html", context, status=422 if form.is_bound else 200)


@staff(Permission.STAY_HOUSE)
@require_POST
def key_code(request: Request, pk: int) -> HttpResponse:
    """Write another code of a key."""
    row, form = room_or_404(pk), KeyForm(request.POST)
    if form.is_valid():
        services.set_key_code(room=row, key_code=form.cleaned_data["key_code"], by=request.actor, at=timezone.now())
        messages.success(request, "鍵の番号を保存しました。")
    return redirect("stays:room", organization=request.organization.slug, pk=row.pk)


@staff(Permission.STAY_EDIT)
@require_POST
def read_key(request: Request, pk: int) -> HttpResponse:
    """Show the code of a key once, and keep who has read it."""
    row = room_or_404(pk)
    code = services.read_key_code(room=row, by=request.actor, at=timezone.now())
    return render(request, "stays/houses/key.html", {"room": row, "house": row.house, "code": code})


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: Request, pk: int) -> HttpResponse:
    """Say at which hours a room is open."""
    row = room_or_404(pk)
    form = RoomHoursForm(request.POST or None, room=row)
    if form.is_valid():
        try:
            services.set_room_hours(room=row, hours=form.hours(), by=request.actor, at=timezone.now())
            messages.success(request, "利用時間を保存しました。")
            return to_house(request, row.house)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request, form, row.house, title=f"利用時間: {row.unit.name}", button="保存する",
        hint="空けた曜日は、利用できません。すべて空けると、いつでも利用できます。",
    )  # fmt: skip


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: Request, pk: int) -> HttpResponse:
    """Let a room be used no more from a day on."""
    row, form = room_or_404(pk), EndForm(request.POST or None)
    if form.is_valid():
        try:
            services.retire_room(room=row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "利用をやめる日を決めました。")
            return to_house(request, row.house)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row.house, title=f"利用をやめる: {row.unit.name}", button="利用をやめる")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: Request, pk: int) -> HttpResponse:
    """Show the photos of a house, and take more with what they show."""
    house = house_or_404(pk)
    form = PhotosForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        left = [upload for upload in form.cleaned_data["upload"] if not _taken(request, house, form, upload)]
        if not left:
            messages.success(request, "写真を加えました。")
            return redirect("stays:photos", organization=request.organization.slug, pk=house.pk)
    rows = house.pictures.select_related("file").order_by("position")
    context = {
        "house": house,
        "form": form,
        "rows": [(row, CaptionForm(initial={"caption": row.caption}, auto_id=f"id_{row.pk}_%s")) for row in rows],
    }
    return render(request, "stays/houses/photos.html", context, status=422 if form.is_bound else 200)


def _taken(request: Request, house: House, form: PhotosForm, upload: Any) -> bool:
    try:
        services.add_picture(
            house=house, upload=upload, name=upload.name, size=upload.size, caption=form.cleaned_data["caption"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except UnableToTakeFile as refused:
        for sentence in sentences(refused.verdict, REFUSALS):
            form.add_error("upload", f"{upload.name}: {sentence}")
        return False
    return True


@staff(Permission.STAY_READ)
@require_safe
def photo(request: Request, pk: int) -> HttpResponseBase:
    """Send a photo of a house, published or not."""
    return response_for(_photo_or_404(pk).file)


@staff(Permission.STAY_HOUSE)
@require_POST
def caption(request: Request, pk: int) -> HttpResponse:
    """Say what a photo shows."""
    row, form = _photo_or_404(pk), CaptionForm(request.POST)
    if form.is_valid():
        services.describe_picture(picture=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "説明を保存しました。")
    else:
        messages.error(request, "写真の説明を書いてください。")
    return redirect("stays:photos", organization=request.organization.slug, pk=row.house_id)


@staff(Permission.STAY_HOUSE)
@require_POST
def remove_photo(request: Request, pk: int) -> HttpResponse:
    """Remove a photo."""
    row = _photo_or_404(pk)
    try:
        services.remove_picture(picture=row, by=request.actor, at=timezone.now())
        messages.success(request, "写真を消しました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("stays:photos", organization=request.organization.slug, pk=row.house_id)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def closed(request: Request, pk: int) -> HttpResponse:
    """Show when a house is closed, and close rooms of it for some days."""
    house, now = house_or_404(pk), timezone.now()
    form = ClosingForm(request.POST or None, house=house)
    if form.is_valid():
        units = [row.unit for row in form.cleaned_data["rooms"]]
        try:
            reservations.block(
                units=units, span=form.span(), why=form.cleaned_data["why"], by=request.actor, at=now
            )  # fmt: skip
            messages.success(request, "利用できない期間にしました。")
            return redirect("stays:closed", organization=request.organization.slug, pk=house.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    rooms = list(house.rooms.select_related("unit").order_by("position"))
    context = {"house": house, "form": form, "rows": closings(rooms, at=now)}
    return render(request, "stays/houses/closed.html", context, status=422 if form.is_bound else 200)


@staff(Permission.STAY_EDIT)
@require_POST
def open_again(request: Request, pk: int, closing: int) -> HttpResponse:
    """Open a room again that was closed for a time."""
    house = house_or_404(pk)
    rows = Booking.objects.filter(unit__in=house.rooms.values("unit"), status=BookingStatus.BLOCKED)
    reservations.unblock(booking=get_object_or_404(rows, pk=closing), by=request.actor, at=timezone.now())
    messages.success(request, "また利用できるようにしました。")
    return redirect("stays:closed", organization=request.organization.slug, pk=house.pk)


def room_or_404(pk: int) -> Room:
    """Return a room with its unit and house. Raises Http404."""
    found: Room = get_object_or_404(Room.objects.select_related("unit", "house"), pk=pk)
    return found


def _photo_or_404(pk: int) -> HousePicture:
    found: HousePicture = get_object_or_404(HousePicture.objects.select_related("house", "file"), pk=pk)
    return found


def _by_hour(row: Room) -> bool:
    return bool(row.unit.measure == Measure.MINUTE)
