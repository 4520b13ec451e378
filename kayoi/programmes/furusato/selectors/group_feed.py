"""What stands in a group, as a member sees it: posts, the newest first, each with its replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from kayoi.programmes.furusato.models import GroupMember, GroupPost, GroupReport
from kayoi.programmes.furusato.selectors.groups import Entered
from kayoi.programmes.furusato.states.groups import SHOWS_REPLIES, PostStatus

PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A post or a reply as somebody sees it."""

    post: GroupPost
    is_mine: bool
    is_new: bool
    is_reported: bool
    replies: Sequence["Shown"] = ()

    @property
    def is_deleted(self) -> bool:
        """Whether only the place remains."""
        return self.post.status == PostStatus.DELETED

    @property
    def may_report(self) -> bool:
        """Whether the button is shown."""
        return self.post.status == PostStatus.SHOWN and not self.is_mine and not self.is_reported


def visible_to(one: Entered) -> QuerySet[GroupPost]:
    """Return the posts and replies of a group that a member sees: what is shown, places of what is gone, one's own."""
    seen, mine = Q(status__in=SHOWS_REPLIES), Q(member=one.member)
    below = Q(answers=None) | Q(answers__status__in=SHOWS_REPLIES) | mine
    rows = GroupPost.objects.filter(Q(group=one.group) & (seen | mine) & below)
    return rows.select_related("member")


def feed(one: Entered, *, page: str, since: datetime | None) -> tuple[Page[GroupPost], list[Shown]]:
    """Return a page of a group's posts, the newest first, each with its replies; new is what came after `since`."""
    rows = visible_to(one)
    found = Paginator(rows.filter(answers=None).order_by("-posted_at", "-pk"), PAGE).get_page(page)
    return found, _shown(list(found.object_list), rows, one.member, since)


def one_shown(one: Entered, pk: int) -> Shown | None:
    """Return one post of a group with its replies, or a reply alone, as a member sees it."""
    rows = visible_to(one)
    post = rows.filter(pk=pk).first()
    return None if post is None else _shown([post], rows, one.member, None)[0]


def _shown(
    posts: Sequence[GroupPost], rows: QuerySet[GroupPost], member: GroupMember, since: datetime | None
) -> list[Shown]:
    replies = list(rows.filter(answers__in=[post.pk for post in posts]).order_by("posted_at", "pk"))
    ids = [row.pk for row in (*posts, *replies)]
    mine = GroupReport.objects.filter(member=member, post__in=ids)
    reported = set(mine.values_list("post_id", flat=True))

    def show(post: GroupPost, below: Sequence[Shown] = ()) -> Shown:
        own = post.member_id == member.pk
        new = since is not None and post.shown_at is not None and post.shown_at > since
        return Shown(post, own, new and not own and post.status == PostStatus.SHOWN, post.pk in reported, below)

    return [show(post, [show(row) for row in replies if row.answers_id == post.pk]) for post in posts]
