"""What staff do that touches several rooms at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.doors.workspace.states import Bulk
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import assign_case_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.services import change_follow_up, finish_follow_up, pause_file, snooze_follow_up
from kayoi.engines.messages import services as messages
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.programmes.appointments import services as appointments
from kayoi.programmes.appointments.models import GuidedDay
from kayoi.programmes.appointments.states import StopKind
from kayoi.programmes.homes import services as homes
from kayoi.programmes.homes.models import Viewing


@dataclass(frozen=True)
class Decision:
    """What is to be done with several rows: to whom, or until when and why."""

    action: Bulk
    to: Membership | None = None
    until: date | None = None
    why: str = ""


@transaction.atomic
def handle_rows(
    *, tasks: Sequence[int], files: Sequence[int], decision: Decision, by: Actor, at: datetime
) -> tuple[int, int]:
    """Finish, assign or put off several rows of the board (まとめて処理する); return how many, and how many not.

    A quiet file cannot be finished: something must be planned for it, or it is closed on its own page.
    """
    done = 0
    for row in FollowUp.objects.open().filter(pk__in=tasks).select_for_update(of=["self"]):
        try:
            with transaction.atomic():
                _handle_task(row, decision, by=by, at=at)
            done += 1
        except (ChangedMeanwhile, UnableToMove):
            continue
    if decision.action is not Bulk.FINISH:
        for file in CaseFile.objects.without_search().filter(pk__in=files):
            if decision.action is Bulk.ASSIGN:
                assign_case_file(file=file, to=decision.to, by=by, at=at)
            else:
                assert decision.until is not None
                pause_file(file=file, until=decision.until, why=decision.why, by=by, at=at)
            done += 1
    return done, len(set(tasks)) + len(set(files)) - done


def _handle_task(row: FollowUp, decision: Decision, *, by: Actor, at: datetime) -> None:
    if decision.action is Bulk.FINISH:
        finish_follow_up(follow_up=row, by=by, at=at)
    elif decision.action is Bulk.ASSIGN:
        change_follow_up(
            follow_up=row, title=row.title, due_on=row.due_on, owner=decision.to, version=row.version, by=by, at=at
        )
    else:
        assert decision.until is not None
        snooze_follow_up(follow_up=row, until=decision.until, why=decision.why, by=by, at=at)


@transaction.atomic
def invite_by_mail(
    *, organization: Organization, fields: dict[str, Any], link: str, by: Actor, at: datetime
) -> Invitation:
    """Invite a member and send the mail with the link (招待メールを送る). `link` has {token} in it."""
    invitation, token = identity.invite_member(**fields, by=by, at=at)
    messages.send(
        template="workspace/mail/invitation",
        language="ja",
        to_address=invitation.email,
        values={
            "name": invitation.name,
            "organization": organization.name,
            "inviter": by.name,
            "link": link.replace("{token}", token),
            "until": wareki(local_date(invitation.expires_at)),
        },
        cause="identity.Invitation",
        reference=str(invitation.pk),
        by=by,
        at=at,
    )
    return invitation


@transaction.atomic
def open_town(
    *, organization: dict[str, Any], email: str, member_name: str, role: str, link: str, by: Actor, at: datetime
) -> Organization:
    """Register an organization and invite its first member (団体を登録する)."""
    town = identity.open_organization(fields=organization, by=by, at=at)
    with scope.of_organization(town.pk):
        fields = {"email": email, "name": member_name, "title": "", "role": role}
        invite_by_mail(organization=town, fields=fields, link=link, by=by, at=at)
    return town


@transaction.atomic
def put_viewing_in_day(*, viewing: Viewing, day: GuidedDay, by: Actor, at: datetime) -> None:
    """Make a viewing with a fixed time a stop of a guided day (見学を現地案内に入れる).

    Raises UnableToPlaceStop where the day has something else at that time.
    """
    assert viewing.starts_at is not None
    assert viewing.ends_before is not None
    home = viewing.home
    appointments.add_stop(
        day=day,
        fields={
            "kind": StopKind.HOUSE,
            "starts_at": viewing.starts_at,
            "ends_before": viewing.ends_before,
            "place": f"{home.number} {home.quarter}{home.address}",
            "purpose": "空き家の見学",
            "host_name": viewing.attended_by,
            "host_email": "",
            "host_phone": "",
            "host_note": "",
            "needs_answer": False,
        },
        by=by,
        at=at,
    )
    homes.put_in_day(viewing=viewing, guided_day=str(day.pk), by=by, at=at)
