"""Somebody comes along who was not named at first: requirement, room and price are asked again."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.selectors.procedures import questions_of
from kayoi.engines.procedures.states import OPEN as APPLIED
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.states import AHEAD
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import age_on, local_date
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.stays.models import Companion, Stay
from kayoi.programmes.stays.rules.asking import OF_AGE
from kayoi.programmes.stays.rules.charging import may_add
from kayoi.programmes.stays.selectors.own import locked, ruled_until, stored_facts
from kayoi.programmes.stays.services.changing import UnableToChangeStay
from kayoi.programmes.stays.services.charging import adjust, price_again
from kayoi.programmes.stays.states import StayStatus


@transaction.atomic
def add_companion(
    *, stay: Stay, name: str, birth_on: date | None, relation: str = "", by: Actor, at: datetime
) -> Companion:
    """Let somebody more come along (同行者を加える), with what that costs. Without a day of birth: a grown-up.

    Raises UnableToChangeStay where the room is full, the rules say no, or the time cannot be changed.
    """
    row, today = locked(stay), local_date(at)
    answer = may_add(StayStatus.of(row.status), persons=row.persons, capacity=row.room.unit.capacity)
    if answer.refused:
        raise UnableToChangeStay(answer)
    is_child = birth_on is not None and age_on(birth_on, row.arrives_on) < OF_AGE
    added = Companion.objects.create(stay=row, name=name, birth_on=birth_on, relation=relation, added_at=at)
    audit.record("stays.add_companion", added, by=by, at=at, after={"stay": row})
    count = {"children": row.children + 1} if is_child else {"adults": row.adults + 1}
    audit.change(row, count, version=None, by=by, at=at)
    if row.booking.status in AHEAD:
        reservations.move(booking=row.booking, persons=row.persons, why="同行者の追加", by=by, at=at)
    ruled = ruled_until(row, row.leaves_on, on=today)
    if ruled is not None and not ruled.is_open:
        raise UnableToChangeStay(
            verdict([Reason("stays.against_rules", {"condition": said}) for said in ruled.reasons()])
        )
    before = row.price_yen
    price_again(stay=row, why="同行者の追加", by=by, at=at)
    adjust(stay=row, before_yen=before, words="同行者の追加", by=by, at=at)
    _tell_application(row, by=by, at=at)
    stay.refresh_from_db()
    return added


def _tell_application(stay: Stay, *, by: Actor, at: datetime) -> None:
    """Let an application that is still open say the party as it is now; what was decided stays as it was decided."""
    application = stay.application
    if application is None or application.form is None or application.status not in APPLIED:
        return
    asked = questions_of(application.form)
    facts = {key: value for key, value in stored_facts(stay).items() if key in asked}
    procedures.change_answers(
        application=application, answers={"facts": facts}, version=application.version, by=by, at=at
    )
