"""Groups (グループ) of registered people: the life of a group, of somebody's part in it, of posts and of reports."""

from typing import Final

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.furusato.states.permissions import Permission

# What follow-ups of groups are about: posts that wait for staff, a post that was reported or is objected to.
GROUP, GROUP_POST = "furusato.Group", "furusato.GroupPost"
DIGEST_MAIL: Final = "furusato/mail/group_digest"
# Against flooding: what one member may send to one group in a day.
MOST_POSTS, MOST_REPORTS = 20, 10
MOST_LETTERS: Final = 1000


class GroupStatus(Labelled):
    """Where a group is (グループの状態)."""

    DRAFT = "draft", "準備中"
    OPEN = "open", "活動中"
    CLOSED = "closed", "終了"


G = GroupStatus
GROUP_TRANSITIONS = (
    Transition("open", {G.DRAFT, G.CLOSED}, G.OPEN, Permission.FURUSATO_MANAGE),
    Transition("close", {G.OPEN}, G.CLOSED, Permission.FURUSATO_MANAGE),
)


class MemberStatus(Labelled):
    """Whether somebody takes part in a group (グループへの参加の状態)."""

    IN = "in", "参加中"
    LEFT = "left", "退会"
    OUT = "out", "町が参加を終えた"


M = MemberStatus
# The secret of the link, or the log-in, is the key; whom the town has put out does not come back by themselves.
MEMBER_TRANSITIONS = (
    Transition("leave", {M.IN}, M.LEFT),
    Transition("come_back", {M.LEFT}, M.IN),
    Transition("put_out", {M.IN}, M.OUT, Permission.FURUSATO_EDIT),
    Transition("let_back", {M.OUT}, M.LEFT, Permission.FURUSATO_EDIT),
)


class PostStatus(Labelled):
    """Where a post or a reply is (投稿の状態)."""

    WAITING = "waiting", "町が確認中"
    SHOWN = "shown", "掲載中"
    HIDDEN = "hidden", "非表示"
    DELETED = "deleted", "削除"


P = PostStatus
# A reply to what is hidden is hidden with it.
SHOWS_REPLIES = (P.SHOWN, P.DELETED)
POST_TRANSITIONS = (
    Transition("show", {P.WAITING, P.HIDDEN}, P.SHOWN, Permission.FURUSATO_EDIT),
    Transition("hide", {P.WAITING, P.SHOWN}, P.HIDDEN, Permission.FURUSATO_EDIT),
    Transition("delete", {P.WAITING, P.SHOWN, P.HIDDEN}, P.DELETED),
)


class ReportStatus(Labelled):
    """What became of a report (通報の結果)."""

    OPEN = "open", "確認待ち"
    UPHELD = "upheld", "投稿を非表示にした"
    REJECTED = "rejected", "問題なし"
    LAPSED = "lapsed", "投稿が削除された"


R = ReportStatus
REPORT_TRANSITIONS = (
    Transition("uphold", {R.OPEN}, R.UPHELD, Permission.FURUSATO_EDIT),
    Transition("reject", {R.OPEN}, R.REJECTED, Permission.FURUSATO_EDIT),
    Transition("lapse", {R.OPEN}, R.LAPSED),
)
