"""The demonstration has refunds in every state, each sound."""

import json
from datetime import datetime

from django.conf import settings

from kayoi.doors.demo.services import recoveries
from kayoi.engines.rulesets import services as rulesets
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.selectors.budget import checks as budgets
from kayoi.programmes.schemes.selectors.recovery import checks
from kayoi.programmes.schemes.selectors.recovery.page import recovery_page
from tests.cast import Member


def test_refunds_in_every_state(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    path = settings.ROOT / "data" / "rulesets" / f"{recoveries.RULES}.json"
    file = json.loads(path.read_text(encoding="utf-8"))
    rulesets.load_pack(data=file, sample=True, by=officer.actor, at=at)
    recoveries.fill(town=in_ina, staff=[officer.membership, head.membership], by=system("demo.load"), at=at)
    rows = list(Recovery.objects.order_by("pk"))
    assert [row.status for row in rows] == ["settled", "in_instalments", "considering", "demanded", "exempted"]
    assert [row.is_late(local_date(at)) for row in rows] == [False, False, False, True, False]
    waiting = recovery_page(rows[2], by=head.actor, on=local_date(at))
    assert waiting.by_person
    assert [one.reckoned.yen for one in waiting.told] == [1_000_000, 500_000]
    assert checks.received_unlike_repayments() == checks.parts_unlike_rest() == 0
    assert budgets.commitments_unlike_entries() == budgets.lines_unlike_ledger() == 0
