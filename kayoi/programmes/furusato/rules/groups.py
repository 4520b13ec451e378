"""Groups: who may read and join, how one may be called, what may be sent, when news go out by mail."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from kayoi.kit.text import name_key
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.furusato.states.groups import MOST_POSTS, MOST_REPORTS, GroupStatus, PostStatus

MAIL_EVERY = timedelta(days=7)
# Words by which somebody would seem to speak for the town.
OFFICIAL = ("役場", "役所", "事務局", "職員", "公式")
SHORTEST_PART = 2
_ASIDE = re.compile(r"[((].*?[))]")


def may_read(*, status: str, needed: Collection[int], held: Collection[int]) -> bool:
    """Tell whether somebody may see a group (グループを読めるか): registered today, in one of its registers.

    `needed` empty: whoever is registered. Asked at every reading, so that nobody reads on whose registration is over.

    Source: row P22 of the systems; issue 9 (what a registration gives ends with it)
    """
    if status == GroupStatus.DRAFT:
        return False
    return bool(set(held) & set(needed)) if needed else bool(held)


def may_join(*, status: str, needed: Collection[int], held: Collection[int]) -> Verdict:
    """Answer whether somebody may join a group (グループに参加できるか).

    Source: row P22 of the systems
    """
    if not may_read(status=status, needed=needed, held=held):
        return verdict([Reason("furusato.group_not_for_you")])
    return verdict([] if status == GroupStatus.OPEN else [Reason("furusato.group_closed")])


def may_be_called(name: str, *, own: Iterable[str], every_part: bool, town: Iterable[str]) -> Verdict:
    """Answer whether a display name may be taken (表示名に使えるか): not one's real name, not as if one were the town.

    With `every_part`, for people under protection measures, not even a part of the real name. The words of the refusal
    are the same, so that they tell nobody of the measures.

    Source: pains.md 3.4 (who must not be found is found by a name); row P22 of the systems
    """
    key, against = name_key(name), []
    if not key:
        against.append(Reason("furusato.group_name_empty"))
    real = [_ASIDE.sub("", one) for one in own]
    parts = [name_key(part) for one in real for part in (one.split() if every_part else [])]
    names = {name_key(one) for one in real} | {part for part in parts if len(part) >= SHORTEST_PART}
    if any(one and one in key for one in names):
        against.append(Reason("furusato.group_name_real"))
    if key and (key in {name_key(one) for one in town} or any(word in key for word in OFFICIAL)):
        against.append(Reason("furusato.group_name_town"))
    return verdict(against)


def may_post(*, status: str, has_text: bool, has_photo: bool, sent_today: int) -> Verdict:
    """Answer whether a post or a reply is taken (投稿できるか): the group is open, not empty, not too many in a day.

    Source: row P22 of the systems; limits against flooding are the town's own
    """
    against = []
    if status != GroupStatus.OPEN:
        against.append(Reason("furusato.group_closed"))
    if not has_text and not has_photo:
        against.append(Reason("furusato.group_post_empty"))
    if sent_today >= MOST_POSTS:
        against.append(Reason("furusato.group_posts_many", {"most": MOST_POSTS}))
    return verdict(against)


def first_status(*, checks_first: bool, by_town: bool) -> PostStatus:
    """Return how a post begins (投稿のはじめの状態): shown, or waiting for staff where the group says so.

    Source: row P22 of the systems (a town may look at posts before they show)
    """
    return PostStatus.WAITING if checks_first and not by_town else PostStatus.SHOWN


def may_report(*, status: str, is_own: bool, sent_today: int) -> Verdict:
    """Answer whether a post may be reported (通報できるか): what others see, not one's own, not too many in a day.

    Source: row P22 of the systems; 情報流通プラットフォーム対処法 (a way to ask for removal, and an answer)
    """
    against = []
    if status != PostStatus.SHOWN or is_own:
        against.append(Reason("furusato.group_report_not"))
    if sent_today >= MOST_REPORTS:
        against.append(Reason("furusato.group_reports_many", {"most": MOST_REPORTS}))
    return verdict(against)


def may_meet(*, members_only: bool, is_member: bool) -> Verdict:
    """Answer whether somebody may sign up for a meet-up (交流会に申し込めるか): members where it is for members alone.

    Source: row P22 of the systems
    """
    return verdict([Reason("furusato.members_only")] if members_only and not is_member else [])


def is_mail_due(*, wanted_since: datetime | None, mailed_at: datetime | None, news: int, now: datetime) -> bool:
    """Tell whether news of a group are mailed to somebody now (お知らせメール): wished for, something new, a week on.

    Source: row P22 of the systems; 特定電子メール法 第3条 (only with consent)
    """
    if wanted_since is None or not news:
        return False
    return mailed_at is None or now - mailed_at >= MAIL_EVERY
