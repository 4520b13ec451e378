"""Procedures that staff have opened: which there are, whether they are open, their questions, their rules."""

from datetime import date

from django.db.models import Case, QuerySet, When

from kayoi.engines.procedures.models import Form, Procedure
from kayoi.engines.procedures.rules.opening import availability
from kayoi.engines.procedures.rules.questions import facts_of
from kayoi.engines.procedures.states import ELSEWHERE, MANDATE, Availability, PaperKind, ProcedureStatus
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.engines.rulesets.states import Fact

IN_ORDER = (ProcedureStatus.PUBLISHED, ProcedureStatus.PAUSED, ProcedureStatus.DRAFT, ProcedureStatus.ENDED)


def procedures() -> QuerySet[Procedure]:
    """Return all procedures of the town: those that are public first, samples and what has ended last; by name."""
    order = Case(*(When(status=status, then=place) for place, status in enumerate(IN_ORDER)))
    return Procedure.objects.select_related("ruleset").order_by(order, "title", "pk")


def shown_procedures() -> QuerySet[Procedure]:
    """Return the procedures that the public sees: those in preparation are not shown, paused and closed ones are.

    Those of programmes with pages of their own are shown there.
    """
    return procedures().exclude(status=ProcedureStatus.DRAFT).exclude(kind__in=ELSEWHERE)


def shown_procedure(key: str) -> Procedure | None:
    """Return a procedure that the public sees."""
    return shown_procedures().filter(key=key).first()


def availability_of(procedure: Procedure, *, on: date) -> Availability:
    """Return whether a procedure takes applications on a day."""
    return availability(
        procedure.status,
        opens_on=procedure.opens_on,
        closes_before=procedure.closes_before,
        season=season_of(procedure),
        on=on,
    )


def season_of(procedure: Procedure) -> tuple[int, int] | None:
    """Return the first and the last month of every year in which a procedure is open; None for all year."""
    first, last = procedure.first_month, procedure.last_month
    return (first, last) if first and last else None


def form_of(procedure: Procedure) -> Form | None:
    """Return the latest version of a procedure's questions, which new applications get."""
    return procedure.forms.order_by("-number").first()


def questions_of(form: Form) -> dict[str, Fact]:
    """Return the questions of a form, in order."""
    return facts_of(form.questions)


def own_keys(form: Form) -> list[str]:
    """Return which questions are the procedure's own: no rule needs them, so they are always asked."""
    return [one["key"] for one in form.questions if one.get("own")]


def papers_of_form(form: Form, *, by_proxy: bool) -> list[PaperKind]:
    """Return the documents of a form, with the mandate first where somebody applies for another."""
    kinds = [
        PaperKind(
            code=one["code"],
            label=one["label"],
            is_needed=one.get("is_needed", True),
            valid_months=one.get("valid_months"),
            least_pages=one.get("least_pages") or 1,
            proves=tuple(one.get("proves") or ()),
        )
        for one in form.documents
    ]
    return [MANDATE, *kinds] if by_proxy else kinds


def versions_of(procedure: Procedure) -> list[Version]:
    """Return the adopted versions of a procedure's rules; the earlier first."""
    return [] if procedure.ruleset_id is None else list(adopted().filter(ruleset=procedure.ruleset_id))


def rules_in_force(procedure: Procedure) -> Rules | None:
    """Return the rules of a procedure as they evaluate; None without, or before the town has adopted any version."""
    versions = versions_of(procedure)
    if procedure.ruleset is None or not versions:
        return None
    return rules_of(procedure.ruleset, versions)
