"""Grants with duties for tests: decided, claimed and paid, so that the duties run."""

from datetime import datetime, timedelta
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.services import new_link
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Departure, DepartureList, Grant, Obligation, Proof
from kayoi.programmes.schemes.rules.departures import Listed
from kayoi.programmes.schemes.services import grants, obligations
from kayoi.programmes.schemes.states.obligations import BreachKind, Event, FoundBy
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_claim, make_grant, make_terms
from tests.cast import make_member


def make_obliged(
    town: Organization, procedure: Procedure, *, by: Actor, head: Actor, at: datetime, terms: dict[str, Any],
    **you: Any,
) -> Grant:  # fmt: skip
    """Grant a fixed sum with duties, and pay it."""
    make_terms(procedure, by=head, at=at, **{"needs_report": False, "obliged_years": 5} | terms)
    return pay(town, make_grant(town, procedure, by=by, head=head, at=at, **you), by=by, head=head, at=at)


def pay(town: Organization, grant: Grant, *, by: Actor, head: Actor, at: datetime) -> Grant:
    """Claim and pay a grant."""
    claim = make_claim(town, grant, at=at)
    grants.check_claim(claim=claim, by=by, at=at)
    sender = grants.Sender(town, LINK)
    grants.record_payment(claim=claim, paid_on=local_date(at), sender=sender, by=head, at=at)
    grant.refresh_from_db()
    return grant


def rows_of_obligations(town: Organization, file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a grant of last year with a proof that is due, a breach, and a match with a list that waits."""
    long_ago = at - timedelta(days=400)
    procedure = make_procedure(at=long_ago, key="obliged", title="義務のある補助金", limits={"officer": None})
    officer, head = (make_member(town, "officer", name).actor for name in ("審査 担当", "決裁 担当"))
    terms = {"duties": ["residence", "job"]}
    grant = make_obliged(
        town, procedure, by=officer, head=head, at=long_ago, terms=terms, file=file, name=f"義務{words}"
    )
    residence, job = Obligation.objects.filter(grant=grant).order_by("-kind")
    breach = obligations.report_breach(
        obligation=job, kind=BreachKind.LEFT_JOB, happened_on=None, is_contested=True, found_by=FoundBy.EMPLOYER,
        evidence=f"電話{words}", by=by, at=at,
    )  # fmt: skip
    source = obligations.Source(f"市民課{words}", "条例", local_date(at))
    owner = grant.case_file
    listed = Listed(2, owner.name, owner.kana, owner.birth_on, Event.MOVED_OUT, local_date(at))
    obligations.take_departures(source=source, rows=[listed], by=by, at=at)
    return {
        "obligation": residence.pk, "proof": Proof.objects.get(obligation=residence, year=1).pk, "breach": breach.pk,
        "obliged_token": new_link(application=grant.application, by=by, at=at),
    }  # fmt: skip


def grow_obligations(count: int, *, at: datetime) -> None:
    """Give that many grants a duty with a proof that is due soon, and a match that waits."""
    today = local_date(at)
    found = DepartureList.objects.order_by("pk")[0]
    for number, grant in enumerate(Grant.objects.filter(obligations=None).order_by("-pk")[:count]):
        last = today + timedelta(days=1500)
        duty = Obligation.objects.create(grant=grant, kind="residence", years=5, starts_on=today, until=last)
        Proof.objects.create(obligation=duty, year=1, proves_on=today, due_on=today + timedelta(days=30))
        Departure.objects.create(
            departure_list=found, grant=grant, likeness="likely", event="moved_out", happened_on=today, row=number,
            key=f"{number}", name=f"転出 {number}",
        )  # fmt: skip
        source = {"source": "市民課", "ground": "条例", "as_of": today, "rows_read": 1, "taken_at": at}
        DepartureList.objects.create(**source, taken_by="担当")
