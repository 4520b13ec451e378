"""Staff: groups, who is in them, what waits to be looked at; write as the town, show, hide, keep."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.groups import GroupForm, HideForm, PostForm
from kayoi.programmes.furusato.models import Activity, Group, GroupPost
from kayoi.programmes.furusato.selectors import groups_office as selectors
from kayoi.programmes.furusato.services import group_posts, groups
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.groups_found import in_words
from kayoi.programmes.furusato.views.steps import step

DONE = {"open": "グループを始めました。参加できる人のページに出ます。", "close": "グループを終えました。"}
POST_STEPS = {
    "show": (group_posts.show_post, "載せました。"),
    "keep": (group_posts.keep_post, "そのままにしました。通報・異議は片づきました。"),
}
MEET_UPS = 20


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_groups(request: Request) -> HttpResponse:
    """Show the groups in figures, and what waits in all of them."""
    today, rows = local_date(timezone.now()), selectors.staff_groups()
    waiting = selectors.seen_by_staff(selectors.to_look_at(), on=today)
    context = {"rows": selectors.figures(rows), "waiting": waiting}
    return render(request, "furusato/groups/office/list.html", context)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: Request) -> HttpResponse:
    """Make a group; nobody sees it yet."""
    form = GroupForm(request.POST or None)
    if form.is_valid():
        row = groups.add_group(
            fields=form.changes(), registers=form.cleaned_data["registers"], by=request.actor, at=timezone.now()
        )
        messages.success(request, "グループを作りました。内容を確かめて、始めてください。")
        return _to_group(request, row.pk)
    return _edit_page(request, form, None)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: Request, pk: int) -> HttpResponse:
    """Change a group and who may join."""
    row, form = _group(pk), GroupForm(request.POST or None, instance=_group(pk))
    if form.is_valid():
        try:
            groups.change_group(
                group=row, fields=form.changes(), registers=form.cleaned_data["registers"],
                version=version_of(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "グループを変えました。")
            return _to_group(request, pk)
        except ChangedMeanwhile as refused:
            form.add_error(None, in_words(refused))
    return _edit_page(request, form, row)


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_group(request: Request, pk: int) -> HttpResponse:
    """Show a group: figures, members, meet-ups, and all that stands in it."""
    return _group_page(request, _group(pk), PostForm())


@staff(Permission.FURUSATO_MANAGE)
@require_POST
def step_group(request: Request, pk: int, action: str) -> HttpResponse:
    """Open or close a group."""
    if action not in DONE:
        raise Http404
    try:
        groups.move_group(group=_group(pk), action=action, by=request.actor, at=timezone.now())
        messages.success(request, DONE[action])
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(in_words(refused)))
    return _to_group(request, pk)


@staff(Permission.FURUSATO_EDIT)
@require_POST
def town_post(request: Request, pk: int) -> HttpResponse:
    """Write in a group as the town."""
    row, form = _group(pk), PostForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            group_posts.post(group=row, member=None, said=form.said(), by=request.actor, at=timezone.now())
            messages.success(request, "町からの投稿として載せました。")
            return _to_group(request, pk)
        except Refused as refused:
            form.add_error(None, in_words(refused))
    return _group_page(request, row, form)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def town_reply(request: Request, pk: int) -> HttpResponse:
    """Reply to a post as the town."""
    row, form = _post(pk), PostForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            group_posts.post(group=row.group, member=None, said=form.said(row), by=request.actor, at=timezone.now())
            messages.success(request, "町からの返信として載せました。")
            return _to_group(request, row.group_id)
        except Refused as refused:
            form.add_error(None, in_words(refused))
    return step(request, form, title="町から返信する", button="返信する", back_url=_href(request, row), about=row.text)


@staff(Permission.FURUSATO_EDIT)
@require_POST
def step_post(request: Request, pk: int, action: str) -> HttpResponse:
    """Show a post, or leave it as it is."""
    if action not in POST_STEPS:
        raise Http404
    row, (service, done) = _post(pk), POST_STEPS[action]
    try:
        service(post=row, by=request.actor, at=timezone.now())
        messages.success(request, done)
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(in_words(refused)))
    return _to_group(request, row.group_id)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def hide_post(request: Request, pk: int) -> HttpResponse:
    """Hide a post, with the reason that its writer reads."""
    row, form = _post(pk), HideForm(request.POST or None)
    if form.is_valid():
        try:
            group_posts.hide_post(post=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "非表示にしました。投稿した人は、理由と、異議の伝え方を読めます。")
            return _to_group(request, row.group_id)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    title = "投稿を非表示にする"
    return step(request, form, title=title, button="非表示にする", back_url=_href(request, row), about=row.text)


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_post(request: Request, pk: int) -> HttpResponse:
    """Lead from a follow-up to the group in which a post stands."""
    return _to_group(request, _post(pk).group_id)


@staff(Permission.FURUSATO_READ)
@require_safe
def staff_group_photo(request: Request, pk: int) -> HttpResponseBase:
    """Send the photo of a post."""
    row = _post(pk)
    if row.photo is None:
        raise Http404
    return response_for(row.photo, name=f"group-{row.pk}")


def _group(pk: int) -> Group:
    return get_object_or_404(Group.objects.prefetch_related("registers__register"), pk=pk)


def _post(pk: int) -> GroupPost:
    return get_object_or_404(GroupPost.objects.select_related("group", "photo", "answers"), pk=pk)


def _group_page(request: Request, row: Group, form: PostForm) -> HttpResponse:
    today = local_date(timezone.now())
    page, posts = selectors.office_feed(row, page=request.GET.get("page", ""), on=today)
    context = {
        "row": row, "figures": selectors.figures([row])[0], "roll": selectors.roll_of(row, on=today), "page": page,
        "posts": posts, "waiting": selectors.seen_by_staff(selectors.to_look_at(row), on=today), "form": form,
        "meet_ups": Activity.objects.filter(group=row).order_by("-starts_at")[:MEET_UPS],
    }  # fmt: skip
    return render(request, "furusato/groups/office/group.html", context, status=422 if form.errors else 200)


def _edit_page(request: Request, form: GroupForm, row: Group | None) -> HttpResponse:
    context = {"form": form, "row": row}
    return render(request, "furusato/groups/office/edit.html", context, status=422 if form.is_bound else 200)


def _href(request: Request, row: GroupPost) -> str:
    slug = request.organization.slug
    return reverse("furusato:staff_group", kwargs={"organization": slug, "pk": row.group_id})


def _to_group(request: Request, pk: int) -> HttpResponse:
    return redirect("furusato:staff_group", organization=request.organization.slug, pk=pk)
