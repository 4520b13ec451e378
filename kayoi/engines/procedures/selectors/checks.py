"""Checks of applications for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter
from datetime import date

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.procedures.models import Application, Decision, Letter, LetterCounter, Procedure
from kayoi.engines.procedures.rules.evaluating import answer_again, fingerprint
from kayoi.engines.procedures.selectors.openings import public_copy
from kayoi.engines.procedures.states import APPLICATION, OPEN, ApplicationStatus
from kayoi.kit.dates import fiscal_year, local_date


def open_by_ended_proxy(*, on: date) -> int:
    """Count open applications that somebody made for another whose mandate has ended."""
    return Application.objects.filter(status__in=OPEN, proxy__ends_before__lte=on).count()


def unlike_engagements() -> int:
    """Count applications that were handed in and have not one engagement: they would be counted wrongly."""
    told = Counter(Engagement.objects.filter(cause=APPLICATION).values_list("reference", flat=True))
    sent = Application.objects.exclude(status=ApplicationStatus.DRAFT).values_list("pk", flat=True)
    return sum(told[str(pk)] != 1 for pk in sent)


def letters_unlike_counter() -> int:
    """Count fiscal years in which the letters and the last number given do not agree."""
    written = Counter(fiscal_year(day) for day in Letter.objects.values_list("issued_on", flat=True))
    return sum(written[row.fiscal_year] != row.last for row in LetterCounter.objects.all())


def decisions_unlike_their_inputs() -> int:
    """Count decisions whose frozen facts and rule no longer give the frozen answer, or bear another fingerprint."""
    return sum(is_unlike_its_inputs(decision) for decision in Decision.objects.iterator())


def is_unlike_its_inputs(decision: Decision) -> bool:
    """Tell whether a decision comes out otherwise when it is worked out again from what was frozen with it."""
    if decision.fingerprint != fingerprint(decision.inputs, decision.answer):
        return True
    if decision.answer is None:
        return False
    again = answer_again(decision.inputs)
    # The words of a reason may be put better one day; what was decided may not come out otherwise.
    return any(again[part] != decision.answer[part] for part in ("verdict", "version", "amount_yen", "missing"))


def decided_without_decision() -> int:
    """Count applications in procedures of the town that are decided and have no decision, or the other way round."""
    decided = Application.objects.exclude(form=None).filter(
        status__in=(ApplicationStatus.APPROVED, ApplicationStatus.REFUSED)
    )
    return len(set(decided.values_list("pk", flat=True)) ^ set(Decision.objects.values_list("application", flat=True)))


def openings_unlike_procedures(*, on: date) -> int:
    """Count published procedures whose opening does not say what they say, and openings of what is not open."""
    rows = Opening.objects.filter(kind=OpeningKind.PROCEDURE, withdrawn_at=None)
    # What is over by its own day needs nobody to withdraw it.
    shown = {row.reference: row for row in rows if not row.published_until or on < local_date(row.published_until)}
    copies = {
        procedure.key: fields
        for procedure in Procedure.objects.select_related("organization")
        if (fields := public_copy(procedure, place_code=procedure.organization.place_code, on=on))
    }
    unlike = sum(
        key not in shown or any(getattr(shown[key], name) != value for name, value in fields.items())
        for key, fields in copies.items()
    )
    return unlike + len(shown.keys() - copies.keys())
