"""Whether a decision may be cancelled without hearing whom it concerns (弁明の機会)."""

from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.hearings import Spoken


def may_cancel(spoken: Spoken, *, due_on: date | None, unheard_ground: str, on: date) -> Verdict:
    """Answer whether a decision may be cancelled: the grantee has spoken or let the day pass, or need not be heard.

    Whoever was asked to speak is waited for, whatever the article.

    Source: 行政手続法 13条1項2号・2項4号・29条から31条まで (町の要綱による交付は、町の行政手続条例の同じ条文)
    """
    if spoken is Spoken.WAITED_FOR and due_on is not None and on <= due_on:
        return verdict([Reason("schemes.hearing_open", {"due": due_on.isoformat()})])
    if spoken is Spoken.NOT_ASKED and not unheard_ground:
        return verdict([Reason("schemes.not_heard")])
    return verdict([])


def may_note_statement(*, notified_on: date, said_on: date, on: date) -> Verdict:
    """Answer whether a grantee can have spoken on a day: since the notice, and not on a day to come.

    Source: 行政手続法 29条・30条 (通知のあと、弁明書を提出してする)
    """
    if notified_on <= said_on <= on:
        return verdict([])
    return verdict([Reason("schemes.day_of_statement", {"first": notified_on.isoformat()})])


def may_hear(spoken: Spoken, *, due_on: date, on: date) -> Verdict:
    """Answer whether a grantee may be asked to speak: once, by a day that leaves time.

    Source: 行政手続法 30条 (提出期限までに相当な期間をおいて)
    """
    against = [] if spoken is Spoken.NOT_ASKED else [Reason("schemes.asked_already")]
    if due_on <= on:
        against.append(Reason("schemes.no_time_to_speak"))
    return verdict(against)
