"""Members of a space: asked for, decided, paused, given up; the last place of a plan is given once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_day_from, business_days_later, local_date
from kayoi.kit.tokens import new_token, token_hash
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict
from kayoi.programmes.stays.models import DeskLink, DeskMember, DeskPause, DeskPlan
from kayoi.programmes.stays.rules import desks as rules
from kayoi.programmes.stays.selectors.desks import may_join, pauses_of
from kayoi.programmes.stays.services.desks_fees import correct_fees, give_up_uses
from kayoi.programmes.stays.states.desks import ASKS_OR_IS, DESK_MAIL, DESK_MEMBER, IS_MEMBER, MemberStatus

LOOK_WITHIN_DAYS = 3
# What is decided, and told to whoever asked.
TOLD = (MemberStatus.MEMBER, MemberStatus.REFUSED)


class UnableToJoin(Refused):
    """The plan is full or not open, or the person is a member already."""


class UnableToChangeMember(Refused):
    """The pause, the notice or the end cannot be as it was asked for."""


@transaction.atomic
def ask_membership(
    *, plan: DeskPlan, you: Mapping[str, Any], starts_on: date, work: str, channel: Channel, client_key: UUID,
    file: CaseFile | None = None, person: Person | None = None, language: str = "ja", by: Actor, at: datetime,
) -> DeskMember:  # fmt: skip
    """Ask to become a member (入会を申し込む), on the page or through staff for a caller; staff decide.

    The same client_key twice is one. Raises UnableToJoin with all that speaks against it; nothing is kept then.
    """
    row = DeskPlan.objects.select_for_update(of=("self",)).select_related("house").get(pk=plan.pk)
    known: DeskMember | None = DeskMember.objects.filter(client_key=client_key).first()
    if known is not None:
        return known
    on = local_date(at) if channel == Channel.PORTAL else None
    _refuse(may_join(row, starts_on, on=on))
    fields: Any = {**you, "language": language}
    case_file = casefiles.file_for(fields=fields, file=file, person=person, by=by, at=at)
    if DeskMember.objects.filter(plan=row, case_file=case_file, status__in=ASKS_OR_IS).exists():
        raise UnableToJoin(verdict([Reason("desks.member_already")]))
    member: DeskMember = DeskMember.objects.create(
        plan=row, case_file=case_file, work=work, starts_on=starts_on, channel=channel, language=language,
        asked_at=at, client_key=client_key,
    )  # fmt: skip
    audit.record("stays.ask_membership", member, by=by, at=at, after={"plan": row, "starts_on": starts_on})
    casefiles.give_consent(
        file=case_file, purpose=ConsentPurpose.CONSULTATION, channel=channel, given_at=at, by=by, at=at
    )
    casefiles.add_engagement(
        file=case_file, kind="application", occurred_at=at, channel=channel, cause=DESK_MEMBER,
        reference=str(member.pk), by=by, at=at,
    )  # fmt: skip
    followups.plan_follow_up(
        title=f"席の会員の申込みを決める: {row.house.name} {row.name}",
        due_on=business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=case_file, owner=case_file.assigned_to,
        cause=DESK_MEMBER, reference=str(member.pk), by=by, at=at,
    )  # fmt: skip
    return member


@transaction.atomic
def new_desk_link(*, member: DeskMember, by: Actor, at: datetime) -> str:
    """Make a secret link to a member's own page (会員のページのリンクを作る); those before keep working."""
    token = new_token()
    link = DeskLink.objects.create(member=member, token_hash=token_hash(token), made_at=at)
    audit.record("stays.new_desk_link", link, by=by, at=at, after={"member": member})
    return token


@transaction.atomic
def tell_member(*, organization: Organization, member: DeskMember, link: str, by: Actor, at: datetime) -> bool:
    """Mail a member where the membership stands, with a link to its page (会員に知らせる); tell whether by mail.

    `link` has {token} in it. Nothing goes by mail to whoever is under protection, or has no address: staff call them
    once it is decided.
    """
    file, plan = member.case_file, member.plan
    if not file.email or is_protected(file.pk, on=local_date(at)):
        if member.status in TOLD:
            followups.plan_follow_up(
                title=f"入会の結果を電話で知らせる: {plan.house.name} {plan.name}",
                due_on=business_day_from(local_date(at)), case_file=file, owner=file.assigned_to, cause=DESK_MEMBER,
                reference=str(member.pk), by=by, at=at,
            )  # fmt: skip
        return False
    english = member.language == "en"
    token = new_desk_link(member=member, by=by, at=at)
    house = plan.house
    messages.send(
        template=DESK_MAIL, language="en" if english else "ja", to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (english and organization.name_en) or organization.name,
            "place": (english and house.name_en) or house.name, "plan": (english and plan.name_en) or plan.name,
            "status": STATUS_EN[MemberStatus.of(member.status)] if english else member.get_status_display(),
            "link": link.replace("{token}", token), "phone": organization.phone,
        },
        case_file=file, cause=DESK_MEMBER, reference=f"{member.pk}:{member.status}:{member.version}", by=by, at=at,
    )  # fmt: skip
    return True


STATUS_EN = {
    MemberStatus.APPLIED: "applied for", MemberStatus.MEMBER: "member", MemberStatus.LEAVING: "leaving",
    MemberStatus.ENDED: "ended", MemberStatus.REFUSED: "refused", MemberStatus.WITHDRAWN: "withdrawn",
}  # fmt: skip


@transaction.atomic
def decide_member(*, member: DeskMember, starts_on: date | None = None, by: Actor, at: datetime) -> None:
    """Let somebody become a member (入会を決定する): a place of the plan is theirs from a day on.

    The plan is locked, so that its last place is given once. Raises UnableToJoin, UnableToMove.
    """
    plan = DeskPlan.objects.select_for_update().get(pk=member.plan_id)
    row = _locked(member)
    first = starts_on or row.starts_on
    answer = may_join(plan, first, on=None)
    # Who asked while the plan was open is decided though it has closed since.
    _refuse(verdict([one for one in answer.reasons if one.code != "desks.not_open"]))
    audit.move(row, "decide", by=by, at=at, also={"place": _free_place(plan), "starts_on": first})
    _finish(row, at=at)


def _free_place(plan: DeskPlan) -> int:
    taken = set(plan.members.filter(status__in=IS_MEMBER).values_list("place", flat=True))
    return next(number for number in range(1, plan.most_members + 1) if number not in taken)


@transaction.atomic
def refuse_member(*, member: DeskMember, why: str, by: Actor, at: datetime) -> None:
    """Decide that somebody does not become a member (入会を断る), with the reason. Raises UnableToMove."""
    row = _locked(member)
    audit.move(row, "refuse", by=by, at=at, why=why, also={"why": why})
    _finish(row, at=at)


@transaction.atomic
def withdraw_member(*, member: DeskMember, why: str = "", by: Actor, at: datetime) -> None:
    """Take an application back (申込みを取り下げる). Raises UnableToMove."""
    row = _locked(member)
    audit.move(row, "withdraw", by=by, at=at, why=why, also={"why": why})
    _finish(row, at=at)


@transaction.atomic
def pause_member(*, member: DeskMember, starts_on: date, ends_before: date, by: Actor, at: datetime) -> DeskPause:
    """Note whole months in which a member does not come and pays nothing (休会). Raises UnableToChangeMember.

    What was booked in those months is given up.
    """
    row = _locked(member)
    wanted = rules.Pause(starts_on, ends_before)
    against = list(
        rules.may_pause(
            wanted, on=local_date(at), starts_on=row.starts_on, ends_before=row.ends_before,
            most_months=row.plan.most_pause_months, pauses=pauses_of(row),
        ).reasons
    )  # fmt: skip
    if row.status not in IS_MEMBER:
        against.insert(0, Reason("desks.not_member"))
    _unable(verdict(against))
    made: DeskPause = DeskPause.objects.create(member=row, starts_on=starts_on, ends_before=ends_before, made_at=at)
    audit.record("stays.pause_member", made, by=by, at=at, after={"member": row, **wanted._asdict()})
    give_up_uses(member=row, starts_on=starts_on, ends_before=ends_before, why="休会", by=by, at=at)
    correct_fees(member=row, why="休会", since=starts_on, by=by, at=at)
    return made


@transaction.atomic
def give_member_notice(*, member: DeskMember, notice_on: date, why: str = "", by: Actor, at: datetime) -> date:
    """Note that a member leaves (退会の申出): at the end of a month, by the rule; return the last day.

    What was booked after it is given up. Raises UnableToChangeMember, UnableToMove.
    """
    row = _locked(member)
    if notice_on > local_date(at):
        raise UnableToChangeMember(verdict([Reason("desks.notice_ahead")]))
    ends_before = rules.ends_before_by_notice(
        notice_on, notice_days=row.plan.notice_days, starts_on=row.starts_on, least_months=row.plan.least_months
    )
    also = {"notice_on": notice_on, "ends_before": ends_before, "why": why}
    audit.move(row, "give_notice", by=by, at=at, why=why, also=also)
    give_up_uses(member=row, starts_on=ends_before, ends_before=date.max, why="退会", by=by, at=at)
    return ends_before - rules.ONE_DAY


@transaction.atomic
def stay_member(*, member: DeskMember, why: str, by: Actor, at: datetime) -> None:
    """Take a notice back (退会の申出を取り消す): the membership goes on. Raises UnableToMove."""
    row = _locked(member)
    audit.move(row, "stay_on", by=by, at=at, why=why, also={"notice_on": None, "ends_before": None})


@transaction.atomic
def end_member(*, member: DeskMember, last_on: date, why: str, by: Actor, at: datetime) -> None:
    """End a membership on a day, otherwise than by notice (退会させる・早く退会する): the last month as the plan says.

    Months that were charged beyond are put right. Raises UnableToChangeMember, UnableToMove.
    """
    row = _locked(member)
    if last_on < row.starts_on or last_on > local_date(at):
        raise UnableToChangeMember(verdict([Reason("desks.end_outside", {"from": row.starts_on.isoformat()})]))
    _end(row, last_on + rules.ONE_DAY, why=why, by=by, at=at)


@transaction.atomic
def end_due_members(*, by: Actor, at: datetime) -> int:
    """End the memberships whose last day is over (期日の来た退会を記録する); return how many."""
    rows = DeskMember.objects.filter(status=MemberStatus.LEAVING, ends_before__lte=local_date(at)).order_by("pk")
    found = list(rows.select_for_update())
    for row in found:
        assert row.ends_before is not None
        _end(row, row.ends_before, why=row.why, by=by, at=at)
    return len(found)


def _end(row: DeskMember, ends_before: date, *, why: str, by: Actor, at: datetime) -> None:
    audit.move(row, "end", by=by, at=at, why=why, also={"ends_before": ends_before, "why": why})
    give_up_uses(member=row, starts_on=ends_before, ends_before=date.max, why="退会", by=by, at=at)
    last_month = (ends_before - rules.ONE_DAY).replace(day=1)
    correct_fees(member=row, why="退会", since=last_month, by=by, at=at)


def _locked(member: DeskMember) -> DeskMember:
    """Return a membership as it is now, locked."""
    rows = DeskMember.objects.select_for_update(of=("self",)).select_related("plan__house", "case_file")
    found: DeskMember = rows.get(pk=member.pk)
    return found


def _finish(row: DeskMember, *, at: datetime) -> None:
    followups.finish_caused_by(cause=DESK_MEMBER, reference=str(row.pk), by=system("stays.desks"), at=at)


def _refuse(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToJoin(answer)


def _unable(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToChangeMember(answer)
