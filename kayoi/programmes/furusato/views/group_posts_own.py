"""Write in a group, delete what is one's own, report, object."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.activity_refusals import BUSY
from kayoi.programmes.furusato.forms.groups import AskForm, ObjectForm, PostForm, ReportPostForm
from kayoi.programmes.furusato.selectors.group_feed import Shown
from kayoi.programmes.furusato.selectors.groups import Entered
from kayoi.programmes.furusato.services import group_posts as services
from kayoi.programmes.furusato.states.groups import GroupStatus, PostStatus
from kayoi.programmes.furusato.views.groups_found import in_words, own_group, own_post
from kayoi.programmes.furusato.views.groups_own import feed_page, to_group

Answer = HttpResponse


@public(opens="town", limit="book")
@require_POST
def write_post(request: Request, token: str, pk: int) -> Answer:
    """Post in a group."""
    one, form = own_group(request, token, pk), PostForm(request.POST, request.FILES)
    if _written(request, one, form, None):
        return to_group(request, token, pk)
    return feed_page(request, token, one, form)


@public(opens="town")
@require_safe
def my_post(request: Request, token: str, pk: int, post: int) -> Answer:
    """Show one post with its replies, and the form for a reply."""
    one = own_group(request, token, pk)
    return _post_page(request, token, one, own_post(one, post), PostForm())


@public(opens="town", limit="book")
@require_POST
def write_reply(request: Request, token: str, pk: int, post: int) -> Answer:
    """Reply to a post."""
    one = own_group(request, token, pk)
    found, form = own_post(one, post), PostForm(request.POST, request.FILES)
    if found.post.status != PostStatus.SHOWN:
        raise Http404
    if _written(request, one, form, found):
        return _to_post(request, token, found)
    return _post_page(request, token, one, found, form)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_post(request: Request, token: str, pk: int, post: int) -> Answer:
    """Delete what is one's own."""
    one = own_group(request, token, pk)
    found, form = own_post(one, post), AskForm(request.POST)
    if not found.is_mine:
        raise Http404
    if request.limited:
        form.add_error(None, BUSY)
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_post(post=found.post, by=request.actor, at=timezone.now())
            messages.success(request, _("削除しました。"))
        except (Refused, ChangedMeanwhile) as refused:
            messages.error(request, " ".join(in_words(refused)))
        return to_group(request, token, pk)
    hint = _("内容と写真が消えて、元に戻せません。場所だけが残ります。")
    title, button = _("投稿を削除する"), _("削除する")
    return _ask(request, token, one, found, form, title=title, button=button, hint=hint, danger=True)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def report_post(request: Request, token: str, pk: int, post: int) -> Answer:
    """Report a post to the town."""
    one = own_group(request, token, pk)
    found, form = own_post(one, post), ReportPostForm(request.POST or None)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            services.report_post(
                post=found.post, member=one.member, why=form.cleaned_data["why"], by=request.actor, at=timezone.now()
            )
            messages.success(request, _("通報を受け取りました。町の職員が確かめます。"))
            return to_group(request, token, pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    hint = _("だれが通報したかは、投稿した人には知らせません。")
    return _ask(request, token, one, found, form, title=_("投稿を通報する"), button=_("通報する"), hint=hint)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def object_to_hiding(request: Request, token: str, pk: int, post: int) -> Answer:
    """Object to that one's post was hidden."""
    one = own_group(request, token, pk)
    found, form = own_post(one, post), ObjectForm(request.POST or None)
    if not found.is_mine:
        raise Http404
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            services.object_to_hiding(
                post=found.post, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
            )
            messages.success(request, _("異議を受け取りました。町の職員がもう一度確かめます。"))
            return to_group(request, token, pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    return _ask(request, token, one, found, form, title=_("非表示に異議を伝える"), button=_("伝える"), hint="")


@public(opens="town")
@require_safe
def group_photo(request: Request, token: str, pk: int, post: int) -> HttpResponseBase:
    """Send the photo of a post to somebody who sees the post."""
    found = own_post(own_group(request, token, pk), post).post
    if found.photo is None:
        raise Http404
    return response_for(found.photo, name=f"group-{found.pk}")


def _written(request: Request, one: Entered, form: PostForm, answers: Shown | None) -> bool:
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            said = form.said(answers.post if answers else None)
            row = services.post(group=one.group, member=one.member, said=said, by=request.actor, at=timezone.now())
            waits = row.status == PostStatus.WAITING
            messages.success(
                request, _("受け取りました。町の職員が確かめてから載せます。") if waits else _("載せました。")
            )
            return True
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    return False


def _post_page(request: Request, token: str, one: Entered, found: Shown, form: PostForm) -> Answer:
    context = {
        "token": token, "group": one.group, "found": found, "form": form,
        "may_reply": one.group.status == GroupStatus.OPEN and found.post.status == PostStatus.SHOWN,
    }  # fmt: skip
    return render(request, "furusato/groups/post.html", context, status=422 if form.errors else 200)


def _ask(
    request: Request, token: str, one: Entered, found: Shown, form: AskForm | ReportPostForm | ObjectForm, *,
    title: str, button: str, hint: str, danger: bool = False,
) -> Answer:  # fmt: skip
    context = {
        "token": token, "group": one.group, "found": found, "form": form, "title": title, "button": button,
        "hint": hint, "danger": danger,
    }  # fmt: skip
    return render(request, "furusato/groups/ask.html", context, status=422 if form.errors else 200)


def _to_post(request: Request, token: str, found: Shown) -> Answer:
    above, slug = found.post.answers_id or found.post.pk, request.organization.slug
    return redirect("furusato:my_post", organization=slug, token=token, pk=found.post.group_id, post=above)
