"""Who is entitled to benefits."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.models import Benefit, Registration
from kayoi.programmes.furusato.selectors.facts import on_record
from kayoi.programmes.furusato.selectors.judging import Conditions, facts_of
from kayoi.programmes.furusato.selectors.registered import was_in_force


def entitled(
    benefits: Sequence[Benefit], registrations: Iterable[Registration], *, at: datetime
) -> dict[int, list[Registration]]:
    """Return for each benefit, by its id, those of registrations in force that it is for.

    People are read once for all benefits. What a rule cannot tell is no entitlement.
    """
    rows, today, conditions = list(registrations), local_date(at), Conditions(benefits)
    judged = rows if any(one.rule_id for one in benefits) else []
    known = on_record(row.case_file_id for row in judged)
    facts = {row.pk: facts_of(row, known, on=today) for row in judged}

    def meets(benefit: Benefit, row: Registration) -> bool:
        return benefit.rule_id is None or conditions.outcome(benefit, facts[row.pk], on=today) is Outcome.MET

    found = {}
    for benefit in benefits:
        registers = {link.register_id for link in benefit.registers.all()}
        found[benefit.pk] = [row for row in rows if row.register_id in registers and meets(benefit, row)]
    return found


def was_entitled(benefit: Benefit, registration: Registration, *, at: datetime) -> bool:
    """Tell whether a registration was in force on that day, and the benefit for it; it may have ended since."""
    return was_in_force(registration, on=local_date(at)) and bool(
        entitled([benefit], [registration], at=at)[benefit.pk]
    )
