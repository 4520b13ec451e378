"""Whether a party may be let in: what the ground of the house demands must have been done before the key is given."""

from dataclasses import dataclass
from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.rules.legal import Duty, owes
from kayoi.programmes.stays.states import LegalBasis, StayStatus


@dataclass(frozen=True, slots=True)
class Arrival:
    """A party at the door: its stay, and what has been done for it. `registered` are complete rows of the register."""

    status: str
    arrives_on: date
    basis: str
    persons: int
    registered: int = 0
    intent_confirmed: bool = False
    explained_on: date | None = None
    signed_on: date | None = None


def must(basis: str, duty: Duty) -> bool:
    """Tell whether a house on a ground owes a duty (根拠ごとの義務の要否).

    Source: rules/legal.py (旅館業法, 借地借家法, 地方自治法, 住宅宿泊事業法)
    """
    return owes(LegalBasis.of(basis), duty)


def may_check_in(arrival: Arrival, *, on: date) -> Verdict:
    """Answer whether a party may be given the key on a day (鍵を渡せるか), with all that is still lacking.

    Who is to be written into the register can be written at the door; a lease is explained before it is signed.

    Source: 旅館業法 6条; 平成28年3月31日生食衛発0331第2号 (意思の確認); 借地借家法 38条1項・3項; 住宅宿泊事業法 8条
    """
    against = []
    if arrival.status != StayStatus.ALLOWED:
        against.append(Reason("stays.not_allowed_yet", {"status": StayStatus.of(arrival.status).label}))
    if on < arrival.arrives_on:
        against.append(Reason("stays.before_arrival", {"day": arrival.arrives_on.isoformat()}))
    if must(arrival.basis, Duty.REGISTER) and arrival.registered < arrival.persons:
        params = {"persons": arrival.persons, "registered": arrival.registered}
        against.append(Reason("stays.register_short", params, "旅館業法6条"))
    if must(arrival.basis, Duty.WILL) and not arrival.intent_confirmed:
        against.append(Reason("stays.intent_unconfirmed", {}, "平成28年3月31日生食衛発0331第2号"))
    return verdict(against + _lease(arrival, on=on))


def _lease(arrival: Arrival, *, on: date) -> list[Reason]:
    explained, signed = arrival.explained_on, arrival.signed_on
    against = []
    if must(arrival.basis, Duty.EXPLANATION) and (explained is None or explained > on):
        against.append(Reason("stays.not_explained", {}, "借地借家法38条3項"))
    if must(arrival.basis, Duty.CONTRACT) and (signed is None or signed > on):
        against.append(Reason("stays.not_signed", {}, "借地借家法38条1項"))
    return against


def may_sign(*, basis: str, explained_on: date | None, signed_on: date) -> Verdict:
    """Answer whether a lease may be signed on a day (契約できるか): without an explanation before it would be renewed.

    Source: 借地借家法 38条3項・5項 (事前説明書を交付して説明しなければ、更新がないとする定めは無効)
    """
    if must(basis, Duty.EXPLANATION) and (explained_on is None or explained_on > signed_on):
        return verdict([Reason("stays.not_explained", {}, "借地借家法38条3項")])
    return verdict([])
