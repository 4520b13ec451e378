"""Ask where an application stands without log-in (状態の照会): receipt number and day of birth, five tries."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.engines.procedures.states import STATUS_TRIES, ApplicationStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import reference_key


@transaction.atomic
def ask_status(*, receipt: str, birth_on: date, by: Actor, at: datetime) -> Application | None:
    """Return the application of a receipt number if the day of birth is that of the applicant; otherwise None.

    None says nothing: no such number, another day of birth, too many tries, a person under protection measures.
    """
    rows = Application.objects.exclude(status=ApplicationStatus.DRAFT).select_related("form__procedure", "proxy")
    found: Application | None = rows.filter(receipt=reference_key(receipt)).first()
    # Counted before it is compared, by the database: many at once get no more tries than one after the other.
    if found is None or not rows.filter(pk=found.pk, tries__lt=STATUS_TRIES).update(tries=F("tries") + 1):
        return None
    told = found.answers.get("you", {}).get("birth_on")
    if told != birth_on.isoformat() or is_protected(found, on=local_date(at)):
        return None
    rows.filter(pk=found.pk).update(tries=0)
    audit.record("procedures.ask_status", found, by=by, at=at)
    return found


@transaction.atomic
def allow_status_again(*, application: Application, by: Actor, at: datetime) -> None:
    """Let the state be asked for again after five wrong tries (照会の停止を解く), once the caller is known."""
    audit.change(application, {"tries": 0}, version=None, by=by, at=at)
