"""What a house still lacks before the public may see it."""

from dataclasses import dataclass

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.rules.checking_in import must
from kayoi.programmes.stays.rules.legal import Duty
from kayoi.programmes.stays.states import LIVED_IN


@dataclass(frozen=True, slots=True)
class House:
    """What is known of a house."""

    kind: str
    basis: str
    basis_detail: str
    summary: str
    hard: str
    guide: str
    contact: str
    address: str
    rooms: int
    pictures: int
    procedure_is_open: bool
    prices: bool
    # Open plans of members: a space with these needs nothing for whoever comes once.
    plans: int = 0


def may_publish(house: House) -> Verdict:
    """Answer whether a house may be shown to the public (公開できるか), with all that is lacking.

    Honest facts are needed as the good ones are: who comes must know what is hard here.

    Source: 旅館業法 3条; 平成28年3月31日生食衛発0331第2号 (対象の家を市町村が定める); 地方自治法 244条の2第1項
    """
    is_stayed_in = house.kind not in LIVED_IN and not house.plans
    lacking = (
        (Reason("stays.no_basis_detail"), not house.basis_detail and _is_named(house.basis)),
        (Reason("stays.no_summary"), not house.summary),
        (Reason("stays.no_hard_facts"), not house.hard),
        (Reason("stays.no_picture"), house.pictures == 0),
        (Reason("stays.no_rooms"), house.rooms == 0),
        (Reason("stays.no_address"), not house.address),
        (Reason("stays.no_guide"), not house.guide),
        (Reason("stays.no_contact"), not house.contact),
        (Reason("stays.no_procedure"), is_stayed_in and not house.procedure_is_open),
        (Reason("stays.no_prices"), is_stayed_in and not house.prices),
    )
    return verdict([reason for reason, lacks in lacking if lacks])


def _is_named(basis: str) -> bool:
    return any(must(basis, duty) for duty in (Duty.LICENCE, Duty.DESIGNATION, Duty.ORDINANCE))
