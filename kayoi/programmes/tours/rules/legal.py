"""On what a tour may be held: who may arrange transport and lodging, who may lead people to paid work.

The notice of 2017 was read in the agency's own copy; the articles are general knowledge, to be checked by a town.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.tours.states import TravelBasis, WorkBasis

Rows = tuple[tuple[Reason, bool], ...]
TRAVEL_LAW: Final = "旅行業法2条・3条"
TOWN_NOTICE: Final = "平成29年7月28日観観産第173号(自治体が関与するツアー)"


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a tour the law asks about."""

    arranges_lodging: bool = False
    arranges_transport: bool = False
    openly_called: bool = True
    travel_basis: str = ""
    agency_name: str = ""
    agency_number: str = ""
    is_run_by_town: bool = False
    is_below_cost: bool = False
    is_occasional: bool = False
    consulted: str = ""
    consulted_on: date | None = None
    has_paid_work: bool = False
    work_basis: str = ""
    work_detail: str = ""
    work_on: date | None = None


def travel_basis(plan: Plan, *, on: date) -> Verdict:
    """Answer whether transport and lodging may be arranged as planned (旅行業法の根拠), with all that is lacking.

    A fee that covers something is enough for a business; a town is none only where it runs the tour itself, the fee
    does not pay for it, it is not done again and again, and not everybody is called. What is exempt is talked over
    with the prefecture beforehand, since it is the prefecture that registers agencies.

    Source: 旅行業法 2条1項・3条; 平成29年7月28日 観観産第173号 (自治体が関与するツアー実施に係る旅行業法上の取扱い)
    """
    arranges = plan.arranges_lodging or plan.arranges_transport
    numbered = any(sign.isdigit() for sign in plan.agency_number)
    asked = bool(plan.consulted.strip()) and _is_past(plan.consulted_on, on)
    against: dict[str, Rows] = {
        "": ((Reason("tours.no_travel_basis", source=TRAVEL_LAW), True),),
        TravelBasis.NONE: ((Reason("tours.arranges_all_the_same", source=TRAVEL_LAW), arranges),),
        TravelBasis.AGENCY: (
            (Reason("tours.no_agency_name", source="旅行業法3条"), not plan.agency_name.strip()),
            (
                Reason("tours.no_agency_number", source="旅行業法3条"),
                not numbered,
            ),
        ),
        TravelBasis.EXEMPT: (
            (Reason("tours.not_run_by_town", source=TOWN_NOTICE), not plan.is_run_by_town),
            (Reason("tours.not_below_cost", source=TOWN_NOTICE), not plan.is_below_cost),
            (Reason("tours.not_occasional", source=TOWN_NOTICE), not plan.is_occasional),
            (Reason("tours.called_openly", source=TOWN_NOTICE), plan.openly_called),
            (
                Reason("tours.not_consulted", source=TOWN_NOTICE),
                not asked,
            ),
        ),
    }
    return _lacking(against[plan.travel_basis])


def work_basis(plan: Plan, *, on: date) -> Verdict:
    """Answer whether a tour may lead people to paid work (職業安定法の根拠), with all that is lacking.

    A town may place workers once it has notified the minister; may publish employers' calls, as a business that has
    notified them where it gathers data of job seekers; or an employer calls for its own workers.

    Source: 職業安定法 4条6項・29条・43条の2・5条の3・5条の4
    """
    if not plan.has_paid_work:
        return verdict([])
    told, notified = bool(plan.work_detail.strip()), _is_past(plan.work_on, on)
    against: dict[str, Rows] = {
        "": ((Reason("tours.no_work_basis", source="職業安定法29条・4条6項"), True),),
        WorkBasis.NOTICE: ((Reason("tours.work_not_notified", source="職業安定法29条"), not notified),),
        WorkBasis.INFORMATION: ((Reason("tours.no_information_number", source="職業安定法4条6項・43条の2"), not told),),
        WorkBasis.DIRECT: ((Reason("tours.no_employer", source="職業安定法5条の3・5条の4"), not told),),
    }
    return _lacking(against[plan.work_basis])


def may_be_held(plan: Plan, *, on: date) -> Verdict:
    """Answer whether a tour has the ground for what it arranges and for the work in it (開催の根拠).

    Source: see travel_basis, work_basis
    """
    return verdict([*travel_basis(plan, on=on).reasons, *work_basis(plan, on=on).reasons])


def _lacking(rows: Rows) -> Verdict:
    return verdict([reason for reason, lacks in rows if lacks])


def _is_past(day: date | None, on: date) -> bool:
    return day is not None and day <= on
