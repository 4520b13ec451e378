"""Which trials there are, what can be tried."""

from collections.abc import Sequence

from django.db.models import Max, Min, QuerySet

from kayoi.engines.procedures.models import Decision, Procedure
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.states import FactType, VersionStatus
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes.models import Trial
from kayoi.programmes.schemes.states.trials import TrialStatus

# Answers that may say a district.
_TOLD_BY = (FactType.TEXT, FactType.CHOICE)


def trials() -> QuerySet[Trial]:
    """Return the trials, the latest first, without what has come out."""
    rows = Trial.objects.select_related("procedure", "tried_version__ruleset", "made_by")
    return rows.defer("rules", "result").order_by("-made_at", "-pk")


def trial_with_pk(pk: int) -> Trial | None:
    """Return a trial with its result."""
    return Trial.objects.select_related("procedure", "tried_version__ruleset", "made_by").filter(pk=pk).first()


def waiting_trial(pk: int) -> Trial | None:
    """Return a trial that is still to be worked out."""
    rows = Trial.objects.select_related("procedure", "organization")
    return rows.filter(pk=pk, status=TrialStatus.WAITING).first()


def procedures_to_try() -> QuerySet[Procedure]:
    """Return the procedures in which something was decided by a rule."""
    decided = Decision.objects.values("application__form__procedure")
    return Procedure.objects.filter(pk__in=decided, ruleset__isnull=False).order_by("title", "pk")


def versions_to_try() -> QuerySet[Version]:
    """Return the versions of their rules that were not given up: drafts first."""
    rows = Version.objects.filter(ruleset__in=procedures_to_try().values("ruleset"))
    rows = rows.exclude(status=VersionStatus.WITHDRAWN).select_related("ruleset")
    return rows.order_by("ruleset__key", "-starts_on", "-pk")


def years_to_try() -> list[int]:
    """Return the fiscal years in which something was decided, the latest first, without gaps."""
    found = Decision.objects.aggregate(first=Min("decided_at"), last=Max("decided_at"))
    if found["first"] is None:
        return []
    first, last = (fiscal_year(local_date(found[name])) for name in ("first", "last"))
    return list(range(last, first - 1, -1))


def districts_to_tell(procedures: Sequence[Procedure]) -> list[tuple[str, str]]:
    """Return by what the district can be told: the address, or a question of a procedure's own."""
    asked = {
        one["key"]: one["label"]["ja"]
        for procedure in procedures
        for one in procedure.questions
        if one["type"] in _TOLD_BY
    }
    return [("", "住所(町・大字まで)"), *((key, f"質問「{label}」の答え") for key, label in asked.items())]
