"""Houses that are kept for a programme: which entry may ask for one, on which days."""

from dataclasses import dataclass
from datetime import date

from kayoi.kit.dates import last_day
from kayoi.kit.verdict import Reason, Verdict, verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the rules look at it: of which programme, its period, the day on which it ends if it does."""

    programme: int
    starts_on: date
    ends_before: date
    ended_on: date | None = None
    is_used: bool = False


def may_ask_by_entry(kept_for: int, entry: Entry | None, *, arrives_on: date, leaves_on: date, on: date) -> Verdict:
    """Answer whether an entry may ask for a house that is kept for a programme (事業の家を申し込めるか).

    It is one of that programme, runs, has no other stay, and the days lie within its period.

    Source: 鳥羽市 答志島 離島留学用住宅の型 (受入れの決まった家庭が、その期間だけ住む)
    """
    if entry is None or entry.programme != kept_for:
        return verdict([Reason("stays.wrong_entry")])
    against = []
    if entry.ended_on is not None and entry.ended_on <= on:
        against.append(Reason("stays.entry_over"))
    if entry.is_used:
        against.append(Reason("stays.entry_used"))
    until = min(entry.ends_before, entry.ended_on or entry.ends_before)
    if arrives_on < entry.starts_on or leaves_on > until:
        period = {"from": entry.starts_on.isoformat(), "until": last_day(until).isoformat()}
        against.append(Reason("stays.outside_programme", period))
    return verdict(against)


def may_give_entry(*, places: int, given: int) -> Verdict:
    """Answer whether one more family may be given an entry (もう一組受け入れられるか).

    Source: see may_ask_by_entry (募集の組数まで)
    """
    return verdict([] if given < places else [Reason("stays.programme_full", {"places": places})])
