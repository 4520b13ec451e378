"""Binders for the auditor: asked for, made by the worker in pieces, handed over, forgotten."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.jobs import enqueue
from kayoi.programmes.schemes.models import Binder
from kayoi.programmes.schemes.selectors.binders.files import Made
from kayoi.programmes.schemes.selectors.binders.reading import cases_in
from kayoi.programmes.schemes.states.binders import BinderPart, BinderStatus


@transaction.atomic
def ask_binder(*, procedure: Procedure, fiscal_year: int, by: Actor, at: datetime) -> Binder:
    """Ask the worker for the binder of a scheme and a year (監査の綴りを頼む). While one is in the making, that one."""
    same = Binder.objects.filter(procedure=procedure, fiscal_year=fiscal_year, status=BinderStatus.MAKING)
    try:
        with transaction.atomic():
            binder = Binder.objects.create(
                procedure=procedure, fiscal_year=fiscal_year, asked_at=at, by_name=by.name,
                total=len(cases_in(procedure, fiscal_year)),
            )  # fmt: skip
    except IntegrityError:
        found: Binder = same.get()
        return found
    after = {"procedure": procedure, "year": fiscal_year}
    audit.record("schemes.ask_binder", binder, by=by, at=at, after=after)
    enqueue("schemes.make_binder", organization=binder.organization_id, binder=binder.pk)
    return binder


@transaction.atomic
def begin_binder(*, binder_id: int, total: int, by: Actor, at: datetime) -> int | None:
    """Begin, or begin anew after a kill; return the number of this attempt, None when nothing is to be done."""
    del by, at
    waiting = Binder.objects.filter(pk=binder_id, status=BinderStatus.MAKING)
    if not waiting.update(attempt=F("attempt") + 1, total=total, done=0):
        return None
    attempt: int = Binder.objects.values_list("attempt", flat=True).get(pk=binder_id)
    return attempt


@transaction.atomic
def note_progress(*, binder_id: int, attempt: int, done: int, by: Actor, at: datetime) -> bool:
    """Note how many cases are read; False where another attempt has begun since."""
    del by, at
    mine = Binder.objects.filter(pk=binder_id, status=BinderStatus.MAKING, attempt=attempt)
    return bool(mine.update(done=done))


@transaction.atomic
def finish_binder(*, binder_id: int, attempt: int, made: Made, by: Actor, at: datetime) -> None:
    """Keep the papers (綴りができた); those of an earlier attempt are dropped."""
    binder = _in_making(binder_id, attempt)
    if binder is not None:
        also = {"made_at": at, "gaps": made.gaps, "pages": made.pages, "fingerprint": made.fingerprint}
        Binder.objects.filter(pk=binder_id).update(pdf=made.pdf, xlsx=made.xlsx, made_at=at)
        audit.move(binder, "finish", by=by, at=at, also=also)


@transaction.atomic
def fail_binder(*, binder_id: int, attempt: int, problem: str, by: Actor, at: datetime) -> None:
    """Note that the papers could not be made, and why."""
    binder = _in_making(binder_id, attempt)
    if binder is not None:
        audit.move(binder, "fail", by=by, at=at, why=problem[:300], also={"problem": problem[:300]})


@transaction.atomic
def hand_over_binder(*, binder: Binder, part: BinderPart, by: Actor, at: datetime) -> bytes | None:
    """Hand the papers over (綴りを受け取る), with an entry; None when they are forgotten or not there yet."""
    data = Binder.objects.values_list(part.value, flat=True).get(pk=binder.pk)
    if data is None:
        return None
    audit.record("schemes.hand_over_binder", binder, by=by, at=at, after={"part": part.value})
    return bytes(data)


@transaction.atomic
def forget_binders(*, before: datetime, by: Actor, at: datetime) -> int:
    """Forget papers that were asked for before a moment (綴りを消す): they hold names."""
    old = Binder.objects.filter(asked_at__lt=before, status__in=(BinderStatus.READY, BinderStatus.FAILED))
    rows = list(old.select_for_update().defer("pdf", "xlsx"))
    for binder in rows:
        audit.move(binder, "forget", by=by, at=at, also={"pdf": None, "xlsx": None})
    return len(rows)


def _in_making(binder_id: int, attempt: int) -> Binder | None:
    rows = Binder.objects.select_for_update().defer("pdf", "xlsx")
    return rows.filter(pk=binder_id, status=BinderStatus.MAKING, attempt=attempt).first()
