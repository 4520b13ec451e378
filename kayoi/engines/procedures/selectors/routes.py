"""Where proposals stand on their route: the row of stamps (決裁欄), and what waits for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from kayoi.engines.procedures.models import Application, Stamp
from kayoi.engines.procedures.rules.deciding import may_decide
from kayoi.engines.procedures.rules.routes import deputies_of
from kayoi.engines.procedures.states import ELSEWHERE, ApplicationStatus, Permission
from kayoi.foundation.identity.selectors import role_label
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date

PREPARED = "起案"


@dataclass(frozen=True)
class Seal:
    """One box of the row of stamps: whose, and once it is stamped by whom and when; for whom it was absent, why."""

    title: str
    name: str = ""
    on: date | None = None
    deputy: str = ""
    why: str = ""


def stamps_of(application: Application) -> list[Stamp]:
    """Return the stamps on the latest proposal of an application, the examiner's first."""
    rows = application.stamps.filter(proposal_number=application.proposal_number).select_related("member")
    return list(rows.order_by("step"))


def seals_of(application: Application) -> list[Seal]:
    """Return the row of stamps of an application, with the boxes that are still empty."""
    return seals_of_each([application])[application.pk]


def seals_of_each(applications: Sequence[Application]) -> dict[int, list[Seal]]:
    """Return the rows of stamps of several applications; without any proposal a row is empty."""
    rows = Stamp.objects.filter(application__in=applications, proposal_number=F("application__proposal_number"))
    found: dict[int, list[Stamp]] = {}
    for stamp in rows.select_related("member").order_by("step"):
        found.setdefault(stamp.application_id, []).append(stamp)
    return {row.pk: _seals(row, found.get(row.pk, [])) for row in applications}


def _seals(application: Application, stamps: Iterable[Stamp]) -> list[Seal]:
    if application.proposal is None:
        return []
    seals = [
        Seal(
            title=role_label(stamp.role) if stamp.step else PREPARED,
            name=stamp.member.name,
            on=local_date(stamp.stamped_at),
            deputy=role_label(stamp.deputy_role) if stamp.deputy_role else "",
            why=stamp.why,
        )
        for stamp in stamps
    ]
    if application.status == ApplicationStatus.PROPOSED:
        route = [role_label(role) for role in application.proposal["route"]] or ["決裁"]
        seals += [Seal(title) for title in route[len(seals) - 1 :]]
    return seals


def may_act_for(application: Application, *, role: str) -> bool:
    """Tell whether a role may act for the one that a proposal waits for (代決), with a reason."""
    assert application.form is not None
    return role in deputies_of(application.waits_for, application.form.procedure.steps)


def waiting_for(by: Actor, *, role: str, elsewhere: bool = False) -> list[int]:
    """Return the ids of the applications that wait for the stamp of a member with a role.

    `elsewhere`: those that a programme of their own lists.
    """
    if by.membership_id is None or not by.may(Permission.APPLICATION_DECIDE):
        return []
    own = Stamp.objects.filter(
        application=OuterRef("pk"), proposal_number=OuterRef("proposal_number"), member=by.membership_id
    )
    rows = Application.objects.filter(~Exists(own), status=ApplicationStatus.PROPOSED, waits_for__in=("", role))
    own_list = Q(form__procedure__kind__in=ELSEWHERE)
    rows = rows.filter(own_list if elsewhere else ~own_list)
    told = rows.values_list("pk", "waits_for", "examined_by", "proposal__amount_yen", "form__procedure__limits")
    return [
        pk
        for pk, waits_for, examiner, amount_yen, limits in told
        if waits_for
        or may_decide(examiner=examiner, decider=by.membership_id, role=role, limits=limits, amount_yen=amount_yen).met
    ]
