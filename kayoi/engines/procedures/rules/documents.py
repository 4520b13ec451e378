"""Whether a document may be handed in: not too old, no page missing."""

from datetime import date

from kayoi.kit.dates import CountingMethod, period_end
from kayoi.kit.verdict import Reason, Verdict, verdict


def last_day_of(issued_on: date | None, valid_months: int | None) -> date | None:
    """Return the last day on which a document may be handed in (発行から○か月以内); None without limit or day.

    Source: 民法140条・143条 (the day of issue is not counted)
    """
    if issued_on is None or valid_months is None:
        return None
    return period_end(issued_on, months=valid_months, method=CountingMethod.CIVIL_CODE)


def may_use(
    *, issued_on: date | None, valid_months: int | None, pages: int | None, least_pages: int, on: date
) -> Verdict:
    """Answer whether a document may be handed in on a day; unknown while its day of issue is. `pages` None: on paper.

    Source: 公用文の慣行 (住民票の写しなどは発行から3か月以内)
    """
    against = []
    until = last_day_of(issued_on, valid_months)
    if until is not None and until < on:
        against.append(Reason("procedures.document_expired", {"until": until.isoformat(), "months": valid_months}))
    if issued_on is not None and issued_on > on:
        against.append(Reason("procedures.document_of_tomorrow", {"issued": issued_on.isoformat()}))
    if pages is not None and pages < least_pages:
        against.append(Reason("procedures.pages_missing", {"pages": pages, "least": least_pages}))
    if valid_months is not None and issued_on is None:
        against.append(Reason("procedures.issue_unknown", missing=("issued_on",)))
    return verdict(against)
