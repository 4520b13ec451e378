"""Staff: the town's registers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.posted import version_of
from kayoi.programmes.furusato.forms.registers import RegisterForm
from kayoi.programmes.furusato.models import Register
from kayoi.programmes.furusato.selectors.office import register_rows
from kayoi.programmes.furusato.selectors.pages import register_page
from kayoi.programmes.furusato.services.registers import change_register, define_register, move_register
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.registering import refusal

DONE = {"publish": "公開しました。", "pause": "受付を休止しました。", "end": "終了しました。"}


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_registers(request: Request) -> HttpResponse:
    """Show the registers of the town."""
    return render(request, "furusato/office/registers.html", {"rows": register_rows()})


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_register(request: Request) -> HttpResponse:
    """Define a register."""
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        made = define_register(fields=form.values(), by=request.actor, at=timezone.now())
        messages.success(request, "登録簿を作りました。内容を確かめてから公開してください。")
        return redirect("furusato:staff_register", organization=request.organization.slug, pk=made.pk)
    context = {"form": form, "title": "登録簿を作る"}
    return render(request, "furusato/office/edit_register.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_register(request: Request, pk: int) -> HttpResponse:
    """Show one register as the public reads it, and what is set."""
    found = get_object_or_404(Register.objects.select_related("rule", "falls_to"), pk=pk)
    context = {"register": found, "page": register_page(found, language="ja")}
    return render(request, "furusato/office/register.html", context)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_register(request: Request, pk: int) -> HttpResponse:
    """Change a register."""
    found = get_object_or_404(Register, pk=pk)
    form = RegisterForm(request.POST or None, instance=get_object_or_404(Register, pk=pk))
    if form.is_valid():
        try:
            change_register(
                register=found, changes=form.values(), version=version_of(request), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "直しました。")
            return redirect("furusato:staff_register", organization=request.organization.slug, pk=pk)
        except ChangedMeanwhile as refused:
            form.add_error(None, refusal(refused))
    context = {"form": form, "register": found, "title": f"{found.name}を直す"}
    return render(request, "furusato/office/edit_register.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_MANAGE)
@require_POST
def register_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Publish, pause or end a register."""
    if step not in DONE:
        raise Http404
    try:
        move_register(register=get_object_or_404(Register, pk=pk), action=step, by=request.actor, at=timezone.now())
        messages.success(request, DONE[step])
    except (UnableToMove, ChangedMeanwhile):
        messages.error(request, "いまの状態では、できません。ページを開き直してください。")
    return redirect("furusato:staff_register", organization=request.organization.slug, pk=pk)
