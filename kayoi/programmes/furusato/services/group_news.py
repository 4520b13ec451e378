"""Mail the news of a group to those who have asked for them, at most once a week."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_families, roots_of
from kayoi.engines.messages import services as messages
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import Activity, GroupMember, Registration
from kayoi.programmes.furusato.rules.groups import is_mail_due, may_read
from kayoi.programmes.furusato.selectors.groups import key_of, needed_for, news_of
from kayoi.programmes.furusato.selectors.registered import in_force
from kayoi.programmes.furusato.selectors.words import when_in_words
from kayoi.programmes.furusato.services.telling_registered import new_page
from kayoi.programmes.furusato.states import ActivityStatus
from kayoi.programmes.furusato.states.groups import DIGEST_MAIL, GROUP, GroupStatus, MemberStatus


@transaction.atomic
def mail_news(*, organization: Organization, link: str, stop: str, by: Actor, at: datetime) -> int:
    """Mail the news of groups (グループのお知らせを送る); return how many mails. A second run sends nothing.

    Only with consent, only whose registration is in force, nothing by itself to people under protection measures. How
    much is new stands in the mail, not what: what is deleted later would remain there. `link` is the address of the
    group with {token} and {group}, `stop` that which ends the mails, with {key}.
    """
    rows = GroupMember.objects.select_for_update(of=["self"], skip_locked=True).filter(
        status=MemberStatus.IN, mails_since__isnull=False, group__status=GroupStatus.OPEN
    )
    members = list(rows.select_related("group").prefetch_related("group__registers").order_by("pk"))
    roots, on = roots_of(one.case_file_id for one in members), local_date(at)
    parts: dict[tuple[int, int], list[GroupMember]] = {}  # of merged files one person's: they get one mail
    for one in members:
        parts.setdefault((one.group_id, roots[one.case_file_id].pk), []).append(one)
    news, unmailed = news_of(members), news_of(members, unmailed=True)
    due = [
        one for one, *_ in parts.values()
        if is_mail_due(wanted_since=one.mails_since, mailed_at=one.mailed_at, news=unmailed.get(one.pk, 0), now=at)
    ]  # fmt: skip
    keys, coming = _registrations(due, at=at), _meet_ups(due, at=at)
    hidden, sent = protected_families([one.case_file_id for one in due], on=on), 0
    for one in due:
        registration, file = keys.get(one.pk), roots[one.case_file_id]
        if registration is None or one.case_file_id in hidden or not file.email:
            continue
        token = new_page(registration=registration, by=by, at=at)
        page = link.replace("{token}", token).replace("{group}", str(one.group_id))
        _mail(organization, one, file, news[one.pk], coming.get(one.group_id, ()), page,
              stop.replace("{key}", key_of(one)), by=by, at=at)  # fmt: skip
        same = parts[one.group_id, file.pk]
        GroupMember.objects.filter(pk__in=[row.pk for row in same]).update(mailed_at=at)
        sent += 1
    return sent


def _mail(
    organization: Organization, member: GroupMember, file: CaseFile, news: int, coming: Sequence[Activity], link: str,
    stop: str, *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    english = file.language == "en"
    group, language = member.group, "en" if english else "ja"
    titles = [
        f"・{when_in_words(one.starts_at, one.ends_at, language)} {(one.title_en if english else '') or one.title}"
        for one in coming
    ]
    messages.send(
        template=DIGEST_MAIL, language=language, to_address=file.email, case_file=file, cause=GROUP,
        reference=str(group.pk), unsubscribe=stop, by=by, at=at,
        values={
            "name": member.name, "group": (group.name_en if english else "") or group.name, "news": str(news),
            "coming": "\n".join(titles) or ("None" if english else "いまのところありません"),
            "link": link, "stop": stop,
            "organization": (organization.name_en if english else "") or organization.name,
            "phone": organization.phone,
        },
    )  # fmt: skip


def _registrations(members: Sequence[GroupMember], *, at: datetime) -> dict[int, Registration]:
    """Return for each member a registration in force that opens the group."""
    roots = roots_of(one.case_file_id for one in members)
    rows = list(in_force(on=local_date(at)).select_related("case_file").order_by("pk")) if members else []
    owners = roots_of(row.case_file_id for row in rows)
    held: dict[int, list[Registration]] = {}
    for row in rows:
        held.setdefault(owners[row.case_file_id].pk, []).append(row)
    found: dict[int, Registration] = {}
    for one in members:
        own, needed = held.get(roots[one.case_file_id].pk, []), needed_for(one.group)
        opens = [row for row in own if may_read(status=one.group.status, needed=needed, held={row.register_id})]
        found |= {one.pk: opens[0]} if opens else {}
    return found


def _meet_ups(members: Sequence[GroupMember], *, at: datetime) -> dict[int, list[Activity]]:
    rows = Activity.objects.filter(group__in={one.group_id for one in members}, status=ActivityStatus.OPEN)
    found: dict[int, list[Activity]] = {}
    for row in rows.filter(starts_at__gt=at).order_by("starts_at", "pk"):
        found.setdefault(row.group_id or 0, []).append(row)
    return found
