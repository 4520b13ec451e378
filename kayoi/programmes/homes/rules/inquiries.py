"""May somebody ask to talk about a house, may an inquiry be chosen, may a contract be reported?"""

from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates import months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import ChooseBy, ContractKind, Offer, SeekerStatus


def term_end(*, registered_on: date, years: int) -> date:
    """Return the day after the term of a registration (登録期間の終わりの翌日): so many years, from that day on.

    Source: domain section 4.1 step 7; the years are each town's setting
    """
    return months_later(registered_on, 12 * years)


@dataclass(frozen=True)
class HouseFacts:
    """What is known of a house when somebody asks for it."""

    is_shown: bool
    choose_by: ChooseBy
    window_ends_on: date | None


def _window_is_over(house: HouseFacts, *, today: date) -> bool:
    """Tell whether the closing day has passed: on the closing day itself one can still ask."""
    return house.window_ends_on is not None and today > house.window_ends_on


def may_ask(house: HouseFacts, *, seeker: SeekerStatus, term_ends_before: date | None, today: date) -> Verdict:
    """Answer whether a seeker may ask to talk about a house (交渉を申し込めるか).

    Source: domain section 4.1 steps 7 and 8
    """
    against = []
    if seeker != SeekerStatus.REGISTERED or (term_ends_before is not None and today >= term_ends_before):
        against.append(Reason("homes.not_registered"))
    if not house.is_shown:
        against.append(Reason("homes.not_shown"))
    elif house.choose_by == ChooseBy.WINDOW and _window_is_over(house, today=today):
        against.append(Reason("homes.window_over"))
    return verdict(against)


def may_choose(house: HouseFacts, *, is_first: bool, today: date) -> Verdict:
    """Answer whether an inquiry may be chosen now: in order, or by the owner when the window is over (選べるか).

    Source: domain section 4.1 step 8
    """
    against = []
    if house.choose_by == ChooseBy.FIRST_COME and not is_first:
        against.append(Reason("homes.not_first"))
    if (
        house.choose_by == ChooseBy.WINDOW
        and house.window_ends_on is not None
        and not _window_is_over(house, today=today)
    ):
        opens = house.window_ends_on + timedelta(days=1)
        against.append(Reason("homes.window_open", {"month": opens.month, "day": opens.day}))
    return verdict(against)


def may_report(kind: ContractKind, *, offer: str, has_inquiry: bool, contracted_on: date, today: date) -> Verdict:
    """Answer whether a contract may be reported (成約を報告できるか): what was offered, with whom the talks were.

    Source: domain section 4.1 steps 9 and 10
    """
    against = []
    if contracted_on > today:
        against.append(Reason("homes.contract_ahead"))
    if kind != ContractKind.OUTSIDE and not has_inquiry:
        against.append(Reason("homes.contract_without_talk"))
    offered = {
        Offer.SALE: {ContractKind.SALE}, Offer.RENT: {ContractKind.RENT, ContractKind.SUBLEASE},
    }  # fmt: skip
    if kind != ContractKind.OUTSIDE and kind not in offered.get(offer, set(ContractKind)):  # type: ignore[call-overload]
        against.append(Reason("homes.not_offered_so"))
    return verdict(against)
