"""The journey: a year of いな住まいる補助金(住宅新築) as the town reported it, by its rule, case by case, to the yen.

92 cases, 1億200万円 (伊那市 令和5年度). How many got what was not reported; of the amounts that the rule knows, 44 with
every supplement (150万円) and 48 built by a local firm (75万円) come to it.
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from kayoi.doors.portal.tests.factories import adopt
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.engines.rulesets.models import Ruleset
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import JST
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import BudgetEntry, Grant
from kayoi.programmes.schemes.selectors.budget.lines import budget_lines, totals_of
from kayoi.programmes.schemes.tests.budgets import make_line
from kayoi.programmes.schemes.tests.factories import LINK, accept_papers, make_sent
from kayoi.programmes.schemes.tests.grants import make_terms
from tests.cast import Member

AT = datetime(2023, 11, 20, 10, 0, tzinfo=JST)
CASES, TOTAL_YEN = 92, 102_000_000
LOCAL = {"house.local_builder": True, "house.with_land": False, "house.in_guided_area": False}
WHOLE = {"house.local_builder": True, "house.with_land": True, "house.in_guided_area": True}
BUILT: dict[str, Any] = {
    "applicant.lives_in": "20209", "applicant.born_on": "1985-01-01", "household.members": [],
    "move.intends_to_settle": True, "move.joins_association": True, "house.acquisition": "build",
    "house.registered_on": "2023-10-01", "house.reported_on": "2023-11-20", "received.grants": [],
    "house.cost_yen": 30_000_000, "house.other_grants_yen": 0,
}  # fmt: skip


def test_92_cases_come_to_102_million_yen(in_ina: Organization, officer: Member, head: Member) -> None:
    file = json.loads((settings.ROOT / "data/rulesets/ina-smile-build.json").read_text(encoding="utf-8"))
    adopt(in_ina, file)
    procedure = make_procedure(
        at=AT, key="smile-build", title="いな住まいる補助金", ruleset=Ruleset.objects.get(), documents=[], limits={}
    )
    make_terms(procedure, by=head.actor, at=AT, needs_report=False)
    make_line(110_000_000, year=2023, at=AT, procedure=procedure)
    for number, supplements in enumerate([WHOLE] * 44 + [LOCAL] * 48):
        application = make_sent(
            in_ina, procedure, at=AT, facts=BUILT | supplements, name=f"施主{number}", email=""
        ).application
        accept_papers(application, by=officer.actor, at=AT)
        services.propose_application(
            application=application, outcome=ApplicationStatus.APPROVED, amount_yen=None, reasons=[], remark="",
            by=officer.actor, at=AT,
        )  # fmt: skip
        services.sign_application(
            organization=in_ina, application=application, link=LINK, by=head.actor, at=AT
        )  # fmt: skip
    (totals,) = totals_of(budget_lines(2023))
    assert (totals.decided, totals.left) == (TOTAL_YEN, 110_000_000 - TOTAL_YEN)
    entries = BudgetEntry.objects.filter(line=totals.line, kind="committed")
    assert (entries.count(), sum(entries.values_list("amount_yen", flat=True))) == (CASES, TOTAL_YEN)
    assert set(Grant.objects.values_list("fixed_yen", flat=True)) == {1_500_000, 750_000}
