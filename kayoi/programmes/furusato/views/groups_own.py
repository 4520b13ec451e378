"""One's own groups: see them, join, read, leave, the news by mail; meet-ups."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.activity_refusals import BUSY
from kayoi.programmes.furusato.forms.group_refusals import REFUSALS
from kayoi.programmes.furusato.forms.groups import AskForm, JoinForm, LeaveForm, PostForm
from kayoi.programmes.furusato.models import GroupMember
from kayoi.programmes.furusato.rules.taking_part import may_sign_up
from kayoi.programmes.furusato.selectors import groups as selectors
from kayoi.programmes.furusato.selectors.activities import free_places, held
from kayoi.programmes.furusato.selectors.group_feed import feed
from kayoi.programmes.furusato.selectors.priority import may_file_sign_up_yet, priority_shown
from kayoi.programmes.furusato.services import group_members as services
from kayoi.programmes.furusato.services import signing
from kayoi.programmes.furusato.states.groups import GroupStatus
from kayoi.programmes.furusato.views.activities_links import mine_link
from kayoi.programmes.furusato.views.groups_found import file_of, in_words, own_group


@public(opens="town")
@require_safe
def my_groups(request: Request, token: str) -> HttpResponse:
    """Show the groups that somebody is in, with what is new, and those that they may join."""
    rows = selectors.groups_of(file_of(request, token), at=timezone.now())
    return render(request, "furusato/groups/list.html", {"token": token, "rows": rows})


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def join_group(request: Request, token: str, pk: int) -> HttpResponse:
    """Join a group under a display name, after a warning."""
    file, now = file_of(request, token), timezone.now()
    group = selectors.group_to_join(file, pk, at=now)
    if group is None:
        raise Http404
    form = JoinForm(request.POST or None)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            services.join_group(
                organization=request.organization, group=group, file=file, name=form.cleaned_data["name"],
                mails=form.cleaned_data["mails"], by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, _("グループに参加しました。"))
            return to_group(request, token, pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    context = {"token": token, "group": group, "form": form}
    return render(request, "furusato/groups/join.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def my_group(request: Request, token: str, pk: int) -> HttpResponse:
    """Show a group to somebody who is in it: what it holds next, and what is written there."""
    one = own_group(request, token, pk)
    response = feed_page(request, token, one, PostForm())
    services.note_visit(member=one.member, by=request.actor, at=timezone.now())
    return response


def feed_page(request: Request, token: str, one: selectors.Entered, form: PostForm) -> HttpResponse:
    """Show the feed of a group, with the form in which one writes."""
    page, posts = feed(one, page=request.GET.get("page", ""), since=one.member.seen_at or one.member.joined_at)
    context = {
        "token": token, "group": one.group, "member": one.member, "page": page, "posts": posts, "form": form,
        "meet_ups": selectors.meet_ups_of(one, at=timezone.now()), "is_open": one.group.status == GroupStatus.OPEN,
    }  # fmt: skip
    return render(request, "furusato/groups/group.html", context, status=422 if form.errors else 200)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def leave_group(request: Request, token: str, pk: int) -> HttpResponse:
    """Leave a group, with one's posts or without."""
    one, form = own_group(request, token, pk), LeaveForm(request.POST)
    if request.limited:
        form.add_error(None, BUSY)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_group(
                member=one.member, with_posts=form.cleaned_data["with_posts"], by=request.actor, at=timezone.now()
            )
            messages.success(request, _("グループを退会しました。"))
        except (Refused, ChangedMeanwhile) as refused:
            messages.error(request, " ".join(in_words(refused)))
        return redirect("furusato:my_groups", organization=request.organization.slug, token=token)
    context = {"token": token, "group": one.group, "form": form}
    return render(request, "furusato/groups/leave.html", context, status=422 if form.errors else 200)


@public(opens="town", limit="book")
@require_POST
def group_mails(request: Request, token: str, pk: int) -> HttpResponse:
    """Agree to the news of a group by mail, or end them."""
    one, wish = own_group(request, token, pk), request.POST.get("wish") == "yes"
    if request.limited:
        messages.error(request, BUSY)
        return to_group(request, token, pk)
    services.wish_mails(member=one.member, wish=wish, by=request.actor, at=timezone.now())
    messages.success(request, _("お知らせメールを送ります。") if wish else _("お知らせメールを止めました。"))
    return to_group(request, token, pk)


# Mail programs post here by themselves, without page, cookie or token: the signed address is the proof (RFC 8058).
# Without a limit: a provider posts for many of its readers from few addresses, and ending mails twice does no harm.
@public(opens="town")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_group_mails(request: Request, key: str) -> HttpResponse:
    """End the news of a group by mail, without a log-in."""
    member: GroupMember | None = selectors.member_of_key(key)
    if member is None:
        raise Http404
    done = request.method == "POST"
    if done:
        services.wish_mails(member=member, wish=False, by=request.actor, at=timezone.now())
    return render(request, "furusato/groups/stop.html", {"group": member.group, "done": done, "form": AskForm()})


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def meet_up(request: Request, token: str, pk: int, activity: int) -> HttpResponse:
    """Show a meet-up of a group to a member, and take their sign-up; the address of an online one only then."""
    one, now, form = own_group(request, token, pk), timezone.now(), AskForm(request.POST)
    found = next(iter(selectors.meet_ups_of(one, at=now, pk=activity)), None)
    if found is None:
        raise Http404
    row, answer = found.activity, may_sign_up(held(found.activity), now=now, by_staff=False)
    if answer.met:
        answer = may_file_sign_up_yet(row, one.member.case_file, at=now)
    if request.limited:
        form.add_error(None, BUSY)
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign_up(
                organization=request.organization, activity=row, channel=Channel.PORTAL, link=mine_link(request),
                who=signing.Comes({}, file=file_of(request, token)), by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, _("申込みを受け付けました。"))
            return redirect(request.path)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    context = {"token": token, "group": one.group, "found": found, "row": row, "form": form, "free": free_places(row),
               "closed": sentences(answer, REFUSALS), "early": priority_shown(row, at=now)}  # fmt: skip
    return render(request, "furusato/groups/meet_up.html", context, status=422 if form.errors else 200)


def to_group(request: Request, token: str, pk: int) -> HttpResponse:
    """Lead back to a group."""
    return redirect("furusato:my_group", organization=request.organization.slug, token=token, pk=pk)
