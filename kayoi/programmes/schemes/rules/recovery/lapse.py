"""On which day a claim lapses (消滅時効), and what lets the time begin anew."""

from collections.abc import Iterable
from datetime import date

from kayoi.kit.dates import CountingMethod, period_end
from kayoi.programmes.schemes.states.recovery import LIMITATION_YEARS, Renewal


def lapses_on(due_on: date, renewals: Iterable[tuple[date, Renewal]]) -> date:
    """Return the last day on which a claim can be enforced: five years from the day after it was due.

    A payment, an acknowledgement, parts that were allowed on request and the first reminder let the time begin anew;
    a second reminder does not, nor what comes after the claim has lapsed.

    Source: 地方自治法 236条1項・4項 (更新の効力は最初の督促に限る: 行政実例); 民法 140条・143条・152条・166条1項1号
    """
    last, is_reminded = _years_after(due_on), False
    for day, kind in sorted(renewals):
        if day > last:
            break
        if kind is not Renewal.REMINDED or not is_reminded:
            last = max(last, _years_after(day))
        is_reminded = is_reminded or kind is Renewal.REMINDED
    return last


def _years_after(day: date) -> date:
    return period_end(day, method=CountingMethod.CIVIL_CODE, years=LIMITATION_YEARS)
