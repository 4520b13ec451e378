"""A change of the demonstration's grant, written as a draft and tried on what was decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.services.schemes import DISTRICT
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.rulesets import services as rulesets
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes.services import trials

NAME = "45歳未満・上限30万円・子ども15万円の案"


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let an officer of Ina write a draft with another age, limit and sum for children, and try it."""
    if town.slug != "ina":
        return
    officer = actor_of(next(one for one in staff if one.role == "officer"))
    procedure = Procedure.objects.select_related("ruleset").get(key="wakamono-settling")
    version = Version.objects.select_related("ruleset").get(ruleset=procedure.ruleset)
    fields = rulesets.VersionFields(NAME, None, None)
    draft = rulesets.copy_version(version=version, fields=fields, by=officer, at=at)
    rulesets.change_body(version=draft, body=_changed(draft.body), seen=draft.version, by=officer, at=at)
    draft.refresh_from_db()
    year = fiscal_year(local_date(at))
    question = trials.Question(procedure, draft, year - 2, year, DISTRICT)
    trials.ask_trial(name=f"{NAME}(架空)", question=question, by=officer, at=at)


def _changed(body: dict[str, Any]) -> dict[str, Any]:
    """Return what the draft says; what a step says of itself in its own words would no longer be so."""
    age, *others = body["condition"]["all"]
    changes = {"cap": 300_000, "add": 150_000}
    steps = [
        {word: changes.get(word, value) for word, value in step.items() if word != "label"} for step in body["amount"]
    ]
    return body | {"condition": {"all": [age | {"less_than": 45}, *others]}, "amount": steps}
