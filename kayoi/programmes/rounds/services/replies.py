"""What people answer with one press, what staff make of it, and what silence means."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles import selectors as files
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Consent
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, ContactBasis, Stage
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Verdict
from kayoi.programmes.rounds.models import Asking
from kayoi.programmes.rounds.rules import may_reply
from kayoi.programmes.rounds.selectors import silent_askings
from kayoi.programmes.rounds.states import ASKING, REPLIES, REPLY_WITHIN_DAYS, Purpose, Reply

REPLY_WORDS = {
    Reply.MOVED: _("移住しました"),
    Reply.STILL: _("まだ検討中です"),
    Reply.YES: _("これからも連絡を受け取ります"),
    Reply.STOP: _("もう連絡は要りません"),
}


@transaction.atomic
def reply(*, asking: Asking, what: Reply, by: Actor, at: datetime) -> Verdict:
    """Take somebody's answer to a round (声かけへの返事); the same answer twice changes nothing.

    A move is not believed silently: staff get a follow-up that proposes the stage. Stop ends every writing at once.
    """
    row = Asking.objects.select_for_update(of=["self"]).select_related("round").get(pk=asking.pk)
    file = files.case_file(row.case_file_id)
    assert file is not None
    assert row.asked_at is not None
    offered = REPLIES[Purpose.of(row.round.purpose)]
    answer = may_reply(what, offered=offered, given=row.reply, basis=ContactBasis.of(file.contact_basis))
    if answer.refused or row.reply == what:
        return answer
    Asking.objects.filter(pk=row.pk).update(reply=what, replied_at=at)
    audit.record("rounds.reply", row, by=by, at=at, before={"reply": row.reply}, after={"reply": what})
    casefiles.add_engagement(
        file=file, kind="asked_again_answered", occurred_at=at, channel=Channel.EMAIL,
        cause=ASKING, reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
    if what is Reply.STOP:
        _stop(file, by=by, at=at)
    elif what is Reply.YES:
        casefiles.set_contact_basis(file=file, basis=ContactBasis.GIVEN, by=by, at=at)
        casefiles.give_consent(file=file, purpose=ConsentPurpose.NEWS, channel=Channel.EMAIL, given_at=at, by=by, at=at)
    elif what is Reply.MOVED and file.stage != Stage.MOVED:
        due_on = local_date(at) + timedelta(days=REPLY_WITHIN_DAYS)
        followups.plan_follow_up(
            title="「移住しました」と返事がありました。段階を確かめる", case_file=file, owner=file.assigned_to,
            due_on=due_on, cause=ASKING, reference=str(row.pk), by=by, at=at,
        )  # fmt: skip
    return answer


def _stop(file: CaseFile, *, by: Actor, at: datetime) -> None:
    """End every writing to this person: the consent and the ground. What staff have to check stays theirs."""
    for consent in Consent.objects.filter(
        case_file_id__in=files.family_ids(file), purpose=ConsentPurpose.NEWS, withdrawn_at=None
    ).select_related("case_file"):
        casefiles.withdraw_consent(consent=consent, channel=Channel.EMAIL, by=by, at=at)
    casefiles.set_contact_basis(file=file, basis=ContactBasis.ENDED, by=by, at=at)


@transaction.atomic
def settle_reply(*, asking: Asking, moved: bool, by: Actor, at: datetime) -> None:
    """Say what staff make of an answer (返事を確かめた): put the person at "moved", or leave the stage as it is."""
    file = files.case_file(asking.case_file_id)
    assert file is not None
    if moved:
        casefiles.change_case_file(file=file, changes={"stage": Stage.MOVED}, version=file.version, by=by, at=at)
    followups.finish_caused_by(cause=ASKING, reference=str(asking.pk), by=by, at=at)


@transaction.atomic
def end_silent(*, by: Actor, at: datetime) -> int:
    """End writing to those who were asked once and did not answer (返事のない人への連絡を終える); return how many."""
    silent = silent_askings(at=at)
    for asking in silent:
        casefiles.set_contact_basis(
            file=asking.case_file, basis=ContactBasis.ENDED, by=by, at=at, why="返事を待つ期間が過ぎた"
        )
    return len(silent)
