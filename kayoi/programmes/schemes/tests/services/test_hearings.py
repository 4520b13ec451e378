"""A grantee is asked to speak before a decision is cancelled, or an article says why not."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.schemes.models import Grant, Hearing, Recovery, RecoveryTerms
from kayoi.programmes.schemes.services import grants, recovery
from kayoi.programmes.schemes.services.grants import hearings
from kayoi.programmes.schemes.states.hearings import HEARING
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_grant
from kayoi.programmes.schemes.tests.recoveries import make_demanded, make_paid, make_recovery
from tests.cast import Member


@pytest.fixture
def procedure(in_ina: Organization, head: Member, at: datetime) -> Procedure:
    """A procedure of a town that has named by which article it demands, and none for not hearing people."""
    recovery.define_recovery_terms(fields={"ordinance": "規則第18条"}, version=1, by=head.actor, at=at)
    return make_procedure(at=at)


def asked(town: Organization, by: Member, at: datetime) -> dict[str, Any]:
    due_on = local_date(at) + timedelta(days=14)
    return {"matter": "転出した", "due_on": due_on, "sender": grants.Sender(town, LINK), "by": by.actor, "at": at}


def test_a_refund_is_demanded_once_the_grantee_has_spoken(
    procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    grant = make_paid(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    row = make_recovery(grant, on=local_date(at), by=officer.actor, at=at)
    two = {"by": officer.actor, "head": head.actor}
    with pytest.raises(hearings.UnableToHear, match="not_heard"):
        make_demanded(in_ina, row, 600_000, **two, at=at)
    ask = asked(in_ina, officer, at)
    with pytest.raises(hearings.UnableToHear, match="no_time_to_speak"):
        hearings.ask_to_speak(grant=grant, recovery=row, **ask | {"due_on": local_date(at)})
    hearings.ask_to_speak(grant=grant, recovery=row, **ask)
    with pytest.raises(hearings.UnableToHear, match="asked_already"):
        hearings.ask_to_speak(grant=grant, recovery=row, **ask)
    letter = Letter.objects.latest("pk")
    assert (letter.title, letter.values["due_on"]) == ("弁明の機会の付与通知書", "令和8年12月4日")
    assert letter_pdf(letter).startswith(b"%PDF")
    assert Message.objects.filter(body__contains="意見を述べていただけます").exists()
    assert FollowUp.objects.open().get(cause=HEARING).due_on == ask["due_on"]
    row.refresh_from_db()
    with pytest.raises(hearings.UnableToHear, match="hearing_open"):
        approve(row, in_ina, head, at=at + timedelta(days=14))
    said: dict[str, Any] = {"grant": grant, "recovery": row, "said": "親の看病のため", "said_on": local_date(at)}
    with pytest.raises(hearings.UnableToHear, match="day_of_statement"):
        hearings.note_statement(**said | {"said_on": local_date(at) + timedelta(days=1)}, by=officer.actor, at=at)
    hearings.note_statement(**said, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        hearings.note_statement(**said, by=officer.actor, at=at)
    assert "看病" not in str(list(Entry.objects.values_list("after", "why")))
    assert not FollowUp.objects.open().filter(cause=HEARING).exists()
    approve(row, in_ina, head, at=at)
    row.refresh_from_db()
    assert row.status == "demanded"


def approve(row: Recovery, town: Organization, head: Member, *, at: datetime) -> None:
    sender = grants.Sender(town, LINK)
    recovery.approve_proposal(recovery=row, version=row.version, sender=sender, by=head.actor, at=at)


def test_whoever_lets_the_day_pass_is_not_waited_for(
    procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    with pytest.raises(hearings.UnableToHear, match="not_heard"):
        grants.cancel_grant(grant=grant, why="虚偽の申請", by=head.actor, at=at)
    hearings.ask_to_speak(grant=grant, **asked(in_ina, officer, at))
    with pytest.raises(hearings.UnableToHear, match="hearing_open"):
        grants.cancel_grant(grant=grant, why="虚偽の申請", unheard_ground="条例", by=head.actor, at=at)
    grants.cancel_grant(grant=grant, why="虚偽の申請", by=head.actor, at=at + timedelta(days=15))
    assert Grant.objects.get().status == "cancelled"
    assert not FollowUp.objects.open().filter(cause=HEARING).exists()


def test_by_which_article_nobody_is_heard_is_kept(
    procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    first, second = (make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at) for _ in range(2))
    grants.cancel_grant(grant=first, why="取下げ", unheard_ground="本人の申出", by=head.actor, at=at)
    RecoveryTerms.objects.update(unheard_ground="条例第13条第2項第4号")
    grants.cancel_grant(grant=second, why="虚偽の申請", by=head.actor, at=at)
    kept = Hearing.objects.order_by("pk").values_list("grant", "unheard_ground")
    assert list(kept) == [(first.pk, "本人の申出"), (second.pk, "条例第13条第2項第4号")]
