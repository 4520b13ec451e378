"""What is known around an application for money: house, consent, answers, visits, what stands against a grant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.procedures.models import Application
from kayoi.kit.verdict import MET, Verdict
from kayoi.programmes.schemes.models import EarlyStart, EnquiryRow, FieldNote, Grant, LinkedHouse, PriorConsultation
from kayoi.programmes.schemes.rules.before import may_grant
from kayoi.programmes.schemes.selectors.grants.before import asks_for_money, before, consulted, early_start_of, house_of
from kayoi.programmes.schemes.selectors.grants.grants import grant_of


@dataclass(frozen=True)
class Around:
    """What staff see beside the conditions of the rule; once it is granted nothing stands against it any more."""

    grant: Grant | None
    consultations: Sequence[PriorConsultation]
    house: LinkedHouse | None
    early_start: EarlyStart | None
    enquiries: Sequence[EnquiryRow]
    notes: Sequence[FieldNote]
    may_grant: Verdict


def around_of(application: Application, *, on: date) -> Around | None:
    """Return what is known around an application; None where no money is applied for."""
    if not asks_for_money(application):
        return None
    grant = grant_of(application)
    return Around(
        grant=grant,
        consultations=list(consulted(application)),
        house=house_of(application),
        early_start=early_start_of(application),
        enquiries=list(EnquiryRow.objects.filter(application=application).select_related("enquiry").order_by("pk")),
        notes=list(FieldNote.objects.filter(application=application).order_by("-visited_on", "-pk")),
        may_grant=MET if grant else may_grant(before(application, on=on), on=on),
    )
