"""Grants of the demonstration after their decision: reported, fixed, claimed, paid out of their budget line."""

from datetime import datetime, timedelta
from uuid import UUID

from kayoi.doors.demo.services.budgets import open_account
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.models import Application
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Claim, Grant
from kayoi.programmes.schemes.selectors.grants.money import payment_of
from kayoi.programmes.schemes.services import grants, paying, payments
from kayoi.programmes.schemes.states.enquiries import Living

LINK = "https://kayoi.example/ina/apply/a/{token}/"
# How far a grant comes, one after the other, each a day after the one before.
LATER = ("reported", "fixed", "claimed", "due", "paid")
DAY = timedelta(days=1)
# No two of the demonstration have the same account: the payment guard would hold them back.
FIRST_ACCOUNT = 1_000_000


def go_on(*, town: Organization, application: Application, state: str, head: Actor, by: Actor, at: datetime) -> None:
    """Take a grant as far as the state says: reported by phone, inspected and fixed, claimed, paid by a batch."""
    grant, sender, far = Grant.objects.get(application=application), grants.Sender(town, LINK), LATER.index(state)
    _report(grant, sender, by, at=at)
    if far >= LATER.index("fixed"):
        report = grant.reports.get()
        grants.inspect(report=report, accepted=report.costs, remark="領収書と現地を確かめた。", by=by, at=at + DAY)
        grants.fix_grant(grant=grant, sender=sender, by=head, at=at + DAY)
    if far >= LATER.index("claimed"):
        claim = grants.claim_all(grant=grant, channel=Channel.PORTAL, sender=sender, by=VISITOR, at=at + 2 * DAY)
        open_account(file=grant.case_file, number=FIRST_ACCOUNT + grant.pk, head=head, by=by, at=at + 2 * DAY)
    if far >= LATER.index("due"):
        grants.check_claim(claim=claim, by=by, at=at + 3 * DAY)
    if far >= LATER.index("paid"):
        _pay(claim, sender, head, at=at + 4 * DAY)


def _report(grant: Grant, sender: grants.Sender, officer: Actor, *, at: datetime) -> None:
    grants.note_visit(
        application=grant.application, visited_on=local_date(at), finding=Living.LIVES, by=officer, at=at,
        text="表札と明かりを確かめた。本人と話した(架空)。",
    )  # fmt: skip
    done = grants.Done("雨漏りを直し、台所を入れ替えました。", None, local_date(at), {"house.cost_yen": 6_100_000})
    grants.report(
        grant=grant, fiscal_year=grant.fiscal_year, done=done, channel=Channel.PORTAL, sender=sender, by=VISITOR, at=at
    )


def _pay(claim: Claim, sender: grants.Sender, head: Actor, *, at: datetime) -> None:
    payment = payment_of(claim)
    assert payment is not None
    day, key = local_date(at), UUID(int=1000 + claim.pk)
    batch = payments.make_batch(payments=[payment.pk], pays_on=day, client_key=key, by=head, at=at)
    paying.settle_batch(batch=batch, paid_on=day, sender=sender, by=head, at=at)
