"""Contracts: reported, completed, fallen through; what must be thought of afterwards. The price is not asked."""

from datetime import date, datetime, timedelta
from typing import TypedDict

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes.models import Contract, Home, Inquiry
from kayoi.programmes.homes.rules.inquiries import may_report
from kayoi.programmes.homes.services.homes import move_home
from kayoi.programmes.homes.services.queue import end, finish_waiting
from kayoi.programmes.homes.services.telling_brokers import tell_broker_news
from kayoi.programmes.homes.services.telling_owners import tell_owner_news
from kayoi.programmes.homes.services.telling_seekers import tell_inquirer
from kayoi.programmes.homes.states import CONTRACT, INQUIRY, ContractKind, InquiryStatus, News, Offer, SeekerStatus

RENTALS = frozenset({ContractKind.RENT, ContractKind.SUBLEASE})
# So long before a rental ends the owner is asked whether the house comes back.
ASK_BEFORE_END = timedelta(days=90)


class UnableToReport(Refused):
    """This contract cannot be reported so."""


class ContractFields(TypedDict):
    """What is reported."""

    kind: ContractKind
    contracted_on: date
    moves_in_on: date | None
    ends_on: date | None
    reported_by: str
    persons: int | None


@transaction.atomic
def report_contract(*, home: Home, fields: ContractFields, by: Actor, at: datetime) -> Contract:
    """Take a report that a contract was made (成約報告を受ける): with whom the talks were, or outside of the bank.

    Those who wait are told that the house is gone. Raises UnableToReport or UnableToMove.
    """
    locked = Home.objects.select_for_update(no_key=True).get(pk=home.pk)
    kind = fields["kind"]
    talk = Inquiry.objects.filter(home=locked, status=InquiryStatus.CHOSEN).select_related("seeker__case_file").first()
    answer = may_report(
        kind, offer=locked.offer, has_inquiry=talk is not None, contracted_on=fields["contracted_on"],
        today=local_date(at),
    )  # fmt: skip
    if answer.refused:
        raise UnableToReport(answer)
    inquiry = None if kind is ContractKind.OUTSIDE else talk
    contract = Contract.objects.create(home=locked, inquiry=inquiry, reported_at=at, **fields)
    audit.record("homes.report_contract", contract, by=by, at=at, after={"home": locked, "kind": kind})
    if inquiry is not None:
        audit.move(inquiry, "contract", by=by, at=at, also={"decided_at": at})
        finish_waiting(cause=INQUIRY, reference=str(inquiry.pk), by=by, at=at)
        casefiles.add_engagement(
            file=inquiry.seeker.case_file, kind="home_contract", occurred_at=at, cause=CONTRACT,
            reference=str(contract.pk), by=by, at=at,
        )  # fmt: skip
    elif talk is not None:
        end(inquiry=talk, action="decline", why="所有者がほかの方と契約したため", by=by, at=at)
    move_home(home=locked, action="contract", by=by, at=at)
    _plan_next(contract, locked, by=by, at=at)
    tell_owner_news(home=locked, news=News.CONTRACTED, by=by, at=at)
    tell_broker_news(home=locked, news=News.CONTRACTED, by=by, at=at)
    return contract


def _plan_next(contract: Contract, home: Home, *, by: Actor, at: datetime) -> None:
    """Plan what must be thought of: handing over, the duties of a sublease, the end of a rental."""
    due_on = max(contract.moves_in_on or local_date(at), local_date(at))
    things = [(f"{home.number}: 引渡し・入居を確かめ、終了にする", due_on)]
    if contract.kind == ContractKind.SUBLEASE:
        things.append((f"{home.number}: サブリースの説明・登録の義務を団体に伝える(賃貸住宅管理業法)", local_date(at)))
    if contract.kind in RENTALS and contract.ends_on is not None:
        sale = "。売買でも募集していた家" if home.offer == Offer.BOTH else ""
        ask_on = max(contract.ends_on - ASK_BEFORE_END, local_date(at))
        things.append((f"{home.number}: 賃貸が終わる。もう一度登録するか所有者に聞く{sale}", ask_on))
    for title, due in things:
        followups.plan_follow_up(title=title, due_on=due, cause=CONTRACT, reference=str(contract.pk), by=by, at=at)


@transaction.atomic
def complete_contract(*, contract: Contract, by: Actor, at: datetime) -> None:
    """Say that the house is handed over (引渡しを終えた); the end of a rental stays planned."""
    home = Home.objects.select_for_update(no_key=True).get(pk=contract.home_id)
    audit.record("homes.complete_contract", contract, by=by, at=at)
    move_home(home=home, action="close", by=by, at=at)


@transaction.atomic
def fall_through(*, contract: Contract, on: date, why: str, by: Actor, at: datetime) -> None:
    """Write down that a contract has come to nothing, as by a loan clause (契約が不成立になる: ローン特約など).

    Those who had waited wait again in their old order, and the house goes back to them and to the public.
    """
    home = Home.objects.select_for_update(no_key=True).get(pk=contract.home_id)
    audit.change(contract, {"fell_through_on": on, "why": why}, version=None, by=by, at=at, why=why)
    finish_waiting(cause=CONTRACT, reference=str(contract.pk), by=by, at=at)
    if contract.inquiry is not None:
        end(inquiry=contract.inquiry, action="fall_through", why=why, by=by, at=at)
    lapsed = Inquiry.objects.filter(
        home=home, status=InquiryStatus.LAPSED, decided_at__gte=contract.reported_at,
        seeker__status=SeekerStatus.REGISTERED,
    )  # fmt: skip
    for inquiry in lapsed.select_related("home", "seeker__case_file").order_by("asked_at", "pk"):
        audit.move(inquiry, "queue_again", by=by, at=at, also={"decided_at": None})
        tell_inquirer(inquiry=inquiry, template="inquiry_again", by=by, at=at)
    move_home(home=home, action="fall_through", by=by, at=at, why=why)
    tell_owner_news(home=home, news=News.FELL_THROUGH, by=by, at=at)
    tell_broker_news(home=home, news=News.FELL_THROUGH, by=by, at=at)
