"""Who answers for what a household owes: which guarantee a house asks for, and whether it is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kayoi.kit.dates import business_day_from, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.states.tenancies import Guarantor, Guaranty

ACCEPTED = {
    Guaranty.NONE: (),
    Guaranty.PERSON: (Guarantor.PERSON,),
    Guaranty.COMPANY: (Guarantor.COMPANY,),
    Guaranty.EITHER: (Guarantor.PERSON, Guarantor.COMPANY),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A guarantee, as the rules look at it."""

    kind: Guarantor
    most_yen: int | None
    agreed_on: date
    starts_on: date
    ends_before: date


def may_guarantee(given: Given) -> Verdict:
    """Answer whether a guarantee holds by law (有効な保証か): a person's in writing, with the most it answers for.

    Source: 民法446条2項 (書面), 465条の2第1項・2項 (個人根保証契約の極度額)
    """
    against = []
    if given.kind is Guarantor.PERSON and not given.most_yen:
        against.append(Reason("tenancies.guarantee_without_most", source="民法465条の2"))
    if given.ends_before <= given.starts_on:
        against.append(Reason("tenancies.not_forward"))
    return verdict(against)


def is_secured(asked: Guaranty, given: Iterable[Given], *, starts_on: date) -> Verdict:
    """Answer whether a contract has the guarantee that the house asks for (保証がそろったか) on its first day.

    One that ends before the contract does is followed up, not refused: companies guarantee year by year.

    Source: 賃貸住宅標準契約書 (国土交通省) 17条 (連帯保証人・極度額, 家賃債務保証業者)
    """
    accepted = ACCEPTED[asked]
    stands = any(
        one.kind in accepted and not may_guarantee(one).refused and one.starts_on <= starts_on < one.ends_before
        for one in given
    )
    if not accepted or stands:
        return verdict([])
    return verdict([Reason("tenancies.no_guarantee", {"kinds": asked.label, "from": starts_on.isoformat()})])


def claim_due_on(on: date) -> date:
    """Return the day by which a damage is paid where nobody names one (請求の納期限): a month later, an office day.

    Source: 民法412条3項 (期限のない債務は請求から), 142条 (休日のとき)
    """
    return business_day_from(months_later(on, 1))
