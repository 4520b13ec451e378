"""Who is entitled to a benefit."""

from collections.abc import Iterable
from datetime import date, datetime

from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.models import Benefit, Registration
from kayoi.programmes.furusato.selectors.facts import on_record
from kayoi.programmes.furusato.selectors.judging import Conditions, facts_of


def entitled_to(benefit: Benefit, registrations: Iterable[Registration], *, at: datetime) -> list[Registration]:
    """Return those of registrations in force that a benefit is for; what its rule cannot tell is no entitlement."""
    registers = {link.register_id for link in benefit.registers.all()}
    rows = [row for row in registrations if row.register_id in registers]
    if benefit.rule is None or not rows:
        return rows
    known, conditions, today = on_record(row.case_file_id for row in rows), Conditions(), local_date(at)
    return [
        row
        for row in rows
        if conditions.judge(benefit, facts_of(row, known, on=today), on=today).outcome is Outcome.MET
    ]


def was_entitled(benefit: Benefit, registration: Registration, *, at: datetime) -> bool:
    """Tell whether a registration was in force on that day, and the benefit for it; it may have ended since."""
    return _in_force(registration, on=local_date(at)) and bool(entitled_to(benefit, [registration], at=at))


def _in_force(row: Registration, *, on: date) -> bool:
    return row.since is not None and row.since <= on and (row.ended_on is None or on <= row.ended_on)
