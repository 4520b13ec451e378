"""What was done: reported by the grantee, looked at by staff (実績報告・検査)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.selectors.applications import lacking
from kayoi.engines.procedures.services import send_paper
from kayoi.engines.procedures.states import PaperKind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Grant, Report
from kayoi.programmes.schemes.rules.grants import may_begin, report_due_on
from kayoi.programmes.schemes.selectors.grants.before import early_start_of, terms_of
from kayoi.programmes.schemes.selectors.grants.grants import code_of, locked, papers_of_report
from kayoi.programmes.schemes.selectors.grants.money import year_of_money
from kayoi.programmes.schemes.services.grants.telling import Sender, plan, tell
from kayoi.programmes.schemes.states.grants import GrantStatus, Shape


class UnableToInspect(Refused):
    """A paper that the report of a year needs has not come."""


class UnableToReport(Refused):
    """The work began before it might, or nothing is to be reported."""


@dataclass(frozen=True)
class Done:
    """What a grantee reports. `costs` are facts of the rule as they came out."""

    words: str = ""
    begun_on: date | None = None
    finished_on: date | None = None
    costs: Mapping[str, Any] = field(default_factory=dict)
    # Receipts, pictures: the name of each paper with content, name and size of its pages in order.
    papers: Mapping[str, Sequence[tuple[IO[bytes], str, int]]] = field(default_factory=dict)


@transaction.atomic
def finish_work(*, grant: Grant, finished_on: date, by: Actor, at: datetime) -> None:
    """Note when the work was completed (完了日を記録する): the report is due 30 days later at the latest."""
    row = locked(grant)
    due = report_due_on(finished_on=finished_on, fiscal_year=year_of_money(row))
    audit.change(row, {"finished_on": finished_on, "report_due_on": due}, version=row.version, by=by, at=at)
    plan(grant=row, by=by, at=at)


@transaction.atomic
def report(
    *, grant: Grant, fiscal_year: int, done: Done, channel: Channel, sender: Sender, by: Actor, at: datetime
) -> Report:
    """Take a report (実績報告を受け取る) with its papers, also once more after it was given back.

    Raises UnableToReport, UnableToTakeFile, UnableToMove or ChangedMeanwhile; nothing is kept then.
    """
    row = locked(grant)
    _require_reportable(row, done)
    values = {
        "channel": channel, "reported_on": local_date(at), "begun_on": done.begun_on, "finished_on": done.finished_on,
        "words": done.words, "costs": dict(done.costs), "why": "",
    }  # fmt: skip
    if row.shape == Shape.ONCE:
        also = {"begun_on": done.begun_on, "finished_on": done.finished_on}
        audit.move(row, "report", by=by, at=at, also=also)
        fiscal_year = row.fiscal_year
    known = Report.objects.filter(grant=row, fiscal_year=fiscal_year).first()
    if known is None:
        known = Report.objects.create(grant=row, fiscal_year=fiscal_year, **values)
        audit.record("schemes.report", known, by=by, at=at, after={"grant": row, "year": fiscal_year})
    else:
        audit.move(known, "receive", by=by, at=at, also=values)
    _take_papers(known, done, by=by, at=at)
    plan(grant=row, by=by, at=at)
    tell(grant=row, news="report_received", sender=sender, by=by, at=at)
    grant.refresh_from_db()
    return known


@transaction.atomic
def return_report(*, report: Report, why: str, sender: Sender, by: Actor, at: datetime) -> None:
    """Give a report back to be put right (実績報告を差し戻す). Raises UnableToMove."""
    row = locked(report.grant)
    audit.move(report, "return_report", by=by, at=at, why=why, also={"why": why})
    if row.shape == Shape.ONCE:
        audit.move(row, "return_report", by=by, at=at, why=why)
    plan(grant=row, by=by, at=at)
    tell(grant=row, news="report_returned", sender=sender, why=why, by=by, at=at)


@transaction.atomic
def inspect(*, report: Report, accepted: Mapping[str, Any], remark: str, by: Actor, at: datetime) -> None:
    """Find what was done in order (検査する), with the costs that count. Raises UnableToInspect or UnableToMove."""
    row = locked(report.grant)
    if missing := lacking(papers_of_report(report)):
        raise UnableToInspect(
            verdict([Reason("schemes.report_paper_missing", {"paper": one.label}) for one in missing])
        )
    also = {
        "accepted": dict(accepted), "remark": remark, "inspected_on": local_date(at),
        "inspected_by_id": by.membership_id,
    }  # fmt: skip
    audit.move(report, "inspect", by=by, at=at, why=remark, also=also)
    if row.shape == Shape.ONCE:
        audit.move(row, "inspect", by=by, at=at)
    plan(grant=row, by=by, at=at)


@transaction.atomic
def look_again(*, report: Report, why: str, by: Actor, at: datetime) -> None:
    """Give an inspection back to whoever looked (検査に戻す). Raises UnableToMove."""
    row = locked(report.grant)
    audit.move(report, "look_again", by=by, at=at, why=why, also={"accepted": None, "inspected_by": None})
    if row.shape == Shape.ONCE:
        audit.move(row, "look_again", by=by, at=at, why=why)
    plan(grant=row, by=by, at=at)


def _take_papers(report: Report, done: Done, *, by: Actor, at: datetime) -> None:
    """Take the papers of a report; those that the report of a year needs stand there, also before they have come."""
    grant = report.grant
    needed = terms_of(grant.procedure).report_papers if grant.shape == Shape.YEARLY else []
    for number, label in enumerate(needed or done.papers, start=1):
        uploads = done.papers.get(label, ())
        if needed or uploads:
            kind = PaperKind(f"{code_of(report)}{number}", label, is_needed=bool(needed))
            paper = procedures.add_paper(application=grant.application, kind=kind, by=by, at=at)
            if uploads:
                send_paper(paper=paper, uploads=uploads, issued_on=None, received_on=local_date(at), by=by, at=at)


def _require_reportable(grant: Grant, done: Done) -> None:
    against = []
    if grant.shape == Shape.MONTHLY or (grant.shape == Shape.YEARLY and grant.status != GrantStatus.DECIDED):
        against.append(Reason("schemes.nothing_to_report"))
    if terms_of(grant.procedure).begins_after_decision:
        early = early_start_of(grant.application)
        allowed_from = early.allowed_from if early else None
        against += may_begin(begun_on=done.begun_on, decided_on=grant.decided_on, allowed_from=allowed_from).reasons
    if against:
        raise UnableToReport(verdict(against))
