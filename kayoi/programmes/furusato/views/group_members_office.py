"""Staff: give a member of a group another display name, end their part in it, let them join again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.groups import PutOutForm, RenameForm
from kayoi.programmes.furusato.models import GroupMember
from kayoi.programmes.furusato.services import group_members as services
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.groups_found import in_words
from kayoi.programmes.furusato.views.steps import step


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def rename_member(request: Request, pk: int) -> HttpResponse:
    """Give a member another display name."""
    row, form = _member(pk), RenameForm(request.POST or None)
    if form.is_valid():
        try:
            services.rename_member(
                organization=request.organization, member=row, name=form.cleaned_data["name"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "表示名を変えました。これまでの投稿にも、新しい表示名が出ます。")
            return redirect(_home(request, row))
        except Refused as refused:
            form.add_error(None, in_words(refused))
    hints = ["これまでの投稿と返信の上の表示名も変わります。できるだけ、本人と話して決めてください。"]
    return step(request, form, title="表示名を変える", button="表示名を変える", back_url=_home(request, row),
                about=f"いまの表示名: {row.name}", hints=hints)  # fmt: skip


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def put_out_member(request: Request, pk: int) -> HttpResponse:
    """End somebody's part in a group, with the reason that they read."""
    row, form = _member(pk), PutOutForm(request.POST or None)
    if form.is_valid():
        try:
            services.put_out_member(member=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "参加を終えました。本人は、グループの一覧で理由を読めます。")
            return redirect(_home(request, row))
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    hints = ["読むことも書くこともできなくなり、自分では戻れません。これまでの投稿は残ります。"]
    return step(request, form, title="参加を終える", button="参加を終える", back_url=_home(request, row),
                about=f"表示名: {row.name}", hints=hints)  # fmt: skip


@staff(Permission.FURUSATO_EDIT)
@require_POST
def let_member_back(request: Request, pk: int) -> HttpResponse:
    """Let somebody join again whose part has been ended."""
    row = _member(pk)
    try:
        services.let_member_back(member=row, by=request.actor, at=timezone.now())
        messages.success(request, "本人が、また参加できるようにしました。")
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(in_words(refused)))
    return redirect(_home(request, row))


def _member(pk: int) -> GroupMember:
    return get_object_or_404(GroupMember.objects.select_related("case_file"), pk=pk)


def _home(request: Request, row: GroupMember) -> str:
    slug = request.organization.slug
    return reverse("furusato:staff_group", kwargs={"organization": slug, "pk": row.group_id})
