"""Proofs of duties: all, those whose day has come, those of which the grantee may be told."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.programmes.schemes.models import Grant, Proof
from kayoi.programmes.schemes.states.obligations import OPEN_PROOFS, Duty, ObligationStatus, ProofStatus, Step


def proofs() -> QuerySet[Proof]:
    """Return all proofs with what their lists and pages name, the earliest first."""
    rows = Proof.objects.select_related(
        "obligation__grant__application__case_file", "obligation__grant__procedure",
        "obligation__grant__case_file__assigned_to", "paper",
    )  # fmt: skip
    rows = rows.defer("obligation__grant__case_file__search", "obligation__grant__application__case_file__search")
    return rows.order_by("due_on", "pk")


def come(*, on: date) -> list[Proof]:
    """Return what is still to be proved, of duties that run, whose day has come."""
    return list(proofs().filter(come_of(*Duty, on=on)))


def come_of(*duties: Duty, on: date) -> Q:
    """Say which proofs of some duties are still to be given, of those whose day has come."""
    return Q(
        status__in=OPEN_PROOFS, obligation__status=ObligationStatus.RUNNING, obligation__kind__in=duties,
        proves_on__lte=on,
    )  # fmt: skip


def may_be_told(rows: Sequence[Proof], *, on: date) -> list[Proof]:
    """Return those that the grantee is asked for: not what the register shows, and nobody under protection."""
    # For whom it was granted, and whoever applied for them: a word to either may give the other away.
    people = {one.pk: _people(one.obligation.grant) for one in rows}
    protected = protected_families(set().union(*people.values()), on=on)
    return [
        one
        for one in rows
        if one.status == ProofStatus.EXPECTED
        and one.step != Step.AGAIN
        and not (one.obligation.kind == Duty.RESIDENCE and one.obligation.grant.by_register)
        and not people[one.pk] & protected
    ]


def _people(grant: Grant) -> set[int]:
    """Return the files of those who hear of a grant: for whom it was granted, and whoever applied for them."""
    return {pk for pk in (grant.case_file_id, grant.application.case_file_id) if pk is not None}
