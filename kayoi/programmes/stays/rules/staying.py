"""Arriving by the code that hangs in the room, leaving early, missing, and the end of a stay."""

from datetime import date

from kayoi.engines.reservations.states import Measure
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.states import ChargeKind, StayStatus

IN_ADVANCE = (ChargeKind.FEE, ChargeKind.DEPOSIT)


def may_arrive_by_code(*, code: str, expected: str, arrives_on: date, leaves_on: date, on: date) -> Verdict:
    """Answer whether somebody may say by the code of the room that they are there (合言葉で到着を知らせられるか).

    Only on the days of the stay, and only where the room has a code.

    Source: docs/reference/stays.md (Arriving)
    """
    against = []
    if not arrives_on <= on <= leaves_on:
        days = {"first": arrives_on.isoformat(), "last": leaves_on.isoformat()}
        against.append(Reason("stays.not_on_these_days", days))
    if not expected or code_key(code) != expected:
        against.append(Reason("stays.wrong_code"))
    return verdict(against)


def code_key(text: str) -> str:
    """Return a code as it is kept, from what somebody typed (合言葉の表記をそろえる): small letters, spaces, hyphens.

    Source: docs/reference/stays.md (Arriving)
    """
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def may_hand_over(unpaid_yen: int, *, why: str) -> Verdict:
    """Answer whether a key may be given while something is unpaid (未払いのまま鍵を渡せるか): only with a reason.

    Source: 地方自治法施行令 154条 (使用料は納入の通知による); 各要綱の「利用開始日までに納付する」
    """
    if unpaid_yen and not why:
        return verdict([Reason("stays.unpaid", {"yen": f"{unpaid_yen:,}"})])
    return verdict([])


def quantity_of(*, persons: int, nights: int, measure: str) -> tuple[str, int]:
    """Return as what a stay is counted, and how much (滞在の数え方): person-nights, or persons where nobody sleeps.

    Source: 観光庁 宿泊旅行統計調査 (延べ宿泊者数)
    """
    if measure == Measure.NIGHT:
        return "stay", persons * nights
    return "place_used", persons


def may_take_back(status: StayStatus) -> Verdict:
    """Answer whether the last entry on a stay can be taken back (記録を取り消せるか): an arrival, a departure, an end.

    Source: docs/reference/stays.md (Arriving)
    """
    back = (StayStatus.STAYING, StayStatus.LEFT, StayStatus.CLOSED, StayStatus.ABSENT)
    return verdict([] if status in back else [Reason("stays.nothing_to_take_back")])
