"""The day on which a claim lapses: shown, followed up in time, begun anew by what the law names."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.selectors.recovery.recoveries import lapse_of
from kayoi.programmes.schemes.services import grants, recovery
from kayoi.programmes.schemes.states.recovery import LAPSE
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.recoveries import make_demanded, make_paid, make_recovery, receive
from tests.cast import Member


@pytest.fixture
def demanded(in_ina: Organization, procedure: Procedure, officer: Member, head: Member, at: datetime) -> Recovery:
    """600,000 yen are demanded on 20 November 2026, by 10 December."""
    grant = make_paid(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    row = make_recovery(grant, on=local_date(at), by=officer.actor, at=at)
    assert lapse_of(row) is None
    make_demanded(in_ina, row, 600_000, by=officer.actor, head=head.actor, at=at)
    return row


def planned() -> list[date]:
    return list(FollowUp.objects.open().filter(cause=LAPSE).values_list("due_on", flat=True))


def test_what_renews_it_moves_the_follow_up(
    demanded: Recovery, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    assert (lapse_of(demanded), demanded.limitation, planned()) == (
        date(2031, 12, 10), "public", [date(2031, 6, 10)],
    )  # fmt: skip
    for days in (30, 60):
        sender = grants.Sender(in_ina, LINK)
        recovery.remind(recovery=demanded, sender=sender, by=officer.actor, at=at + timedelta(days=days))
        demanded.refresh_from_db()
    assert lapse_of(demanded) == date(2031, 12, 20), "by the first reminder only"
    later = at + timedelta(days=100)
    receive(demanded, 1_000, by=head.actor, at=later)
    assert lapse_of(demanded) == date(2032, 2, 29)
    on = local_date(at + timedelta(days=400))
    for day in (local_date(at) - timedelta(days=1), on + timedelta(days=1)):
        with pytest.raises(recovery.UnableToDecide, match="day_of_acknowledgement"):
            recovery.acknowledge(
                recovery=demanded, on=day, note="債務承認書", by=officer.actor, at=at + timedelta(days=400)
            )
    recovery.acknowledge(recovery=demanded, on=on, note="債務承認書", by=officer.actor, at=at + timedelta(days=400))
    demanded.refresh_from_db()
    assert (lapse_of(demanded), planned()) == (date(2032, 12, 25), [date(2032, 6, 25)])
    receive(demanded, 599_000, by=head.actor, at=at + timedelta(days=410))
    assert (demanded.status, lapse_of(demanded), planned()) == ("settled", None, [])


def test_what_has_lapsed_is_not_acknowledged(demanded: Recovery, officer: Member, at: datetime) -> None:
    late = at + timedelta(days=2000)
    with pytest.raises(recovery.UnableToDecide, match="day_of_acknowledgement"):
        recovery.acknowledge(recovery=demanded, on=local_date(late), note="承認書", by=officer.actor, at=late)
