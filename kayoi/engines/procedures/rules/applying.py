"""Who may act for whom, and whether the papers of an application allow a decision."""

from collections.abc import Iterable
from datetime import date

from kayoi.engines.procedures.states import PaperStatus
from kayoi.kit.verdict import Reason, Verdict, verdict


def may_act(*, seen_on: date | None, starts_on: date, ends_before: date | None, on: date) -> Verdict:
    """Answer whether somebody may act for another on a day: unknown until the paper of the mandate has been seen.

    Source: 民法 99条・111条2項 (代理権とその消滅)
    """
    if on < starts_on:
        return verdict([Reason("procedures.proxy_not_yet", {"from": starts_on.isoformat()})])
    if ends_before is not None and on >= ends_before:
        return verdict([Reason("procedures.proxy_over", {"day": ends_before.isoformat()})])
    if seen_on is None:
        return verdict([Reason("procedures.proxy_unseen", missing=("mandate",))])
    return verdict([])


def may_approve(papers: Iterable[tuple[str, bool, str, date | None]], *, on: date) -> Verdict:
    """Answer whether the papers of an application (label, needed, status, valid until) allow it to be approved.

    Source: 行政手続法 7条 (形式上の要件)
    """
    against = []
    for label, is_needed, status, valid_until in papers:
        if is_needed and status != PaperStatus.ACCEPTED:
            against.append(Reason("procedures.paper_open", {"paper": label}, missing=(label,)))
        elif status == PaperStatus.ACCEPTED and valid_until is not None and valid_until < on:
            against.append(Reason("procedures.paper_expired", {"paper": label}))
    return verdict(against)
