"""Lists out: the whole register, the list for the national sites, what was sent, what must be taken down."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.homes.forms.exchange import REFUSALS, ExportForm, MappingForm, SendForm, TakeDownForm
from kayoi.programmes.homes.models import Sending
from kayoi.programmes.homes.selectors.exchange import national
from kayoi.programmes.homes.services import exchange as services
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.states.exchange import FileFormat, Scale, Which

_PREVIEWED = 5


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: Request) -> HttpResponse:
    """Offer what goes out and comes in, and give the register out."""
    form = ExportForm(request.POST or None, with_owners=request.actor.may(Permission.HOME_DECIDE))
    if not form.is_valid():
        context = {"form": form, "to_take_down": len(national.houses_to_take_down(at=timezone.now()))}
        return render(request, "homes/exchange.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    kind = FileFormat.of(values["kind"])
    data = services.give_register(
        organization=request.organization, which=Which.of(values["which"]), scale=Scale.of(values["scale"]), kind=kind,
        why=values["why"], by=request.actor, at=timezone.now(),
    )  # fmt: skip
    return file_response(data, kind, f"空き家台帳_{timezone.localdate()}")


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def to_national_sites(request: Request) -> HttpResponse:
    """Show what would be sent and what is missing, and make the list."""
    now, link = timezone.now(), _link(request)
    form = SendForm(request.POST or None)
    if form.is_valid():
        try:
            sending = services.send_list(**form.cleaned_data, link=link, by=request.actor, at=now)
            return redirect("homes:sending", organization=request.organization.slug, pk=sending.pk)
        except services.UnableToSend as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS)[0])
    context = {
        "form": form,
        "houses": national.houses_to_send(link=link, at=now),
        "standing": national.houses_to_take_down(at=now),
        "sendings": national.latest_sendings(),
    }
    return render(request, "homes/national.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def take_down(request: Request) -> HttpResponse:
    """Keep that houses were taken down over there."""
    now = timezone.now()
    standing = national.houses_to_take_down(at=now)
    form = TakeDownForm(request.POST, choices=[(house.home_id, house.number) for house in standing])
    if form.is_valid():
        count = services.take_down(homes=form.cleaned_data["homes"], on=local_date(now), by=request.actor, at=now)
        messages.success(request, f"{count}件を、全国版から下ろしたと記録しました。")
    else:
        messages.error(request, "下ろした空き家を選んでください。")
    return redirect("homes:to_national_sites", organization=request.organization.slug)


@staff(Permission.HOME_EDIT)
@require_safe
def sending(request: Request, pk: int) -> HttpResponse:
    """Show one list that was made, and what has become of its houses."""
    found = get_object_or_404(Sending, pk=pk)
    context = {"sending": found, "rows": national.sent_homes(found), "formats": FileFormat.choices()}
    return render(request, "homes/sending.html", context)


@staff(Permission.HOME_EDIT)
@require_safe
def sending_file(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out a list as a file, without houses that may not be given any more."""
    found = get_object_or_404(Sending, pk=pk)
    if kind not in {each.value for each in FileFormat}:
        raise Http404
    form = FileFormat.of(kind)
    data = national.sending_file(found, form, at=timezone.now())
    return file_response(data, form, f"全国版_{local_date(found.sent_at)}")


@staff(Permission.HOME_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: Request) -> HttpResponse:
    """Rename, reorder and reword the columns of that list, with a look at some houses."""
    columns = national.national_columns()
    form = MappingForm(request.POST or None, columns=columns, version=national.mapping_version())
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            services.change_mapping(columns=form.columns(), version=version, by=request.actor, at=timezone.now())
            messages.success(request, "列の対応を保存しました。下の見本で確かめてください。")
            return redirect(request.path)
        except services.UnableToMap as refused:
            form.add_error(None, " ".join(sentences(refused.verdict, REFUSALS)))
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
    houses = national.houses_to_send(link=_link(request), at=timezone.now())[:_PREVIEWED]
    context = {"form": form, "columns": columns, "houses": houses}
    return render(request, "homes/mapping.html", context, status=422 if form.is_bound else 200)


def _link(request: Request) -> str:
    here = reverse("homes:listing", kwargs={"organization": request.organization.slug, "pk": 0})
    return request.build_absolute_uri(here).replace("/0/", "/{pk}/")


def file_response(data: bytes, kind: FileFormat, name: str) -> HttpResponse:
    """Hand a file out as it was asked for."""
    if kind is FileFormat.XLSX:
        return download(data, f"{name}.xlsx")
    return download(data, f"{name}.csv", charset="shift_jis" if kind is FileFormat.CP932 else "utf-8")
