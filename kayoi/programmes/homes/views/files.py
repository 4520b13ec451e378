"""Staff: the house file, its pictures; and the pictures that everybody may see."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.forms import modelformset_factory
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.files.forms import REFUSALS
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.identity.marks import Request, public, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import sentences
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.file import HouseForm
from kayoi.programmes.homes.forms.pictures import AddPicturesForm, PictureForm
from kayoi.programmes.homes.models import Home, Picture
from kayoi.programmes.homes.selectors import files as selectors
from kayoi.programmes.homes.states import Permission, PictureKind

PictureForms = modelformset_factory(Picture, form=PictureForm, extra=0, can_delete=True)
PUBLIC_SECONDS = 300  # a house that is withdrawn is out of shared caches soon after


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Request, pk: int) -> HttpResponse:
    """Show and change everything that stands on a house file; somebody who was slower sees both versions."""
    home = get_object_or_404(Home, pk=pk)
    form = HouseForm(request.POST or None, home=home)
    if not form.is_valid():
        return _file_page(request, home, form, status=422 if form.is_bound else 200)
    version, now = form.cleaned_data["version"], timezone.now()
    try:
        services.change_home(home=home, changes=form.changes(), version=version, by=request.actor, at=now)
    except ChangedMeanwhile:
        return _file_page(request, home, form, status=409, differences=form.differences_from(home))
    except IntegrityError:
        form.add_error("lot_number", "同じ地番の空き家が、すでに登録または受付されています。")
        return _file_page(request, home, form, status=422)
    messages.success(request, "物件の記録を書き換えました。")
    return redirect(request.path)


def _file_page(request: Request, home: Home, form: HouseForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"home": home, "form": form, "prices": selectors.prices_of(home), **more}
    return render(request, "homes/file.html", context, status=status)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: Request, pk: int) -> HttpResponse:
    """Show photos, plans and papers; describe, order, publish and remove them."""
    home, now = get_object_or_404(Home, pk=pk), timezone.now()
    forms = PictureForms(request.POST or None, queryset=selectors.pictures_of(home))
    if not forms.is_valid():
        return _pictures_page(request, home, forms, AddPicturesForm())
    for form in forms:
        picture = get_object_or_404(Picture.objects.select_related("home"), pk=form.instance.pk)
        if form.cleaned_data.pop("DELETE"):
            services.remove_picture(picture=picture, by=request.actor, at=now)
        elif form.has_changed():
            services.change_picture(picture=picture, changes=form.changes(), by=request.actor, at=now)
    messages.success(request, "写真・書類を書き換えました。")
    return redirect(request.path)


@staff(Permission.HOME_EDIT)
@require_POST
def add_pictures(request: Request, pk: int) -> HttpResponse:
    """Take several photos, plans or papers."""
    home, form = get_object_or_404(Home, pk=pk), AddPicturesForm(request.POST, request.FILES)
    uploads = form.cleaned_data["uploads"] if form.is_valid() else []
    kind, taken = PictureKind.of(form.cleaned_data.get("kind") or PictureKind.PHOTO), 0
    for upload in uploads:
        try:
            services.add_picture(
                home=home, upload=upload, name=upload.name, size=upload.size, kind=kind, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            taken += 1
        except UnableToTakeFile as refused:
            for sentence in sentences(refused.verdict, REFUSALS):
                form.add_error("uploads", f"{upload.name}: {sentence}")
    if taken:
        messages.success(request, f"{taken}件を加えました。公開するものは、確かめてから印を付けてください。")
    if form.is_valid():
        return redirect("homes:pictures", organization=request.organization.slug, pk=home.pk)
    return _pictures_page(request, home, PictureForms(queryset=selectors.pictures_of(home)), form)


def _pictures_page(request: Request, home: Home, forms: Any, add: AddPicturesForm) -> HttpResponse:
    context = {"home": home, "forms": forms, "add": add}
    return render(request, "homes/pictures.html", context, status=422 if forms.is_bound or add.is_bound else 200)


@staff(Permission.HOME_READ)
@require_safe
def picture(request: Request, pk: int) -> HttpResponseBase:
    """Send a picture or paper, published or not."""
    row = get_object_or_404(Picture.objects.select_related("file", "small"), pk=pk)
    return response_for(row.small if "small" in request.GET and row.small else row.file)


@public(opens="town")
@require_safe
def public_picture(request: Request, pk: int) -> HttpResponseBase:
    """Send a picture while the listing of its house shows it; with ?small the version for lists."""
    row = selectors.shown_picture(pk)
    if row is None:
        raise Http404
    stored = row.small if "small" in request.GET and row.small else row.file
    tag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=tag) or response_for(stored, name=f"{row.kind}-{row.pk}")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return response
