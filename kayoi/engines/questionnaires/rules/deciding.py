"""What may be done with a version and a sheet now."""

from collections.abc import Sequence
from datetime import date

from kayoi.engines.casefiles.rules import kept_until
from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires.rules.questions import Form, unreachable
from kayoi.engines.questionnaires.states import SheetStatus, VersionStatus
from kayoi.kit.verdict import Reason, Verdict, verdict


def may_write(status: str) -> Verdict:
    """Answer whether the questions of a version may change: before it is open, so never once it was answered.

    Source: docs/reference/questionnaires.md (Versions)
    """
    return verdict([] if status == VersionStatus.DRAFT else [Reason("questionnaires.not_draft")])


def may_open(form: Form, others: Sequence[str]) -> Verdict:
    """Answer whether a version may be opened while the other versions stand like this.

    Source: docs/reference/questionnaires.md (Versions)
    """
    lost = [question.text for question in form.questions if question.key in unreachable(form)]
    against = [Reason("questionnaires.unreachable", {"questions": "、".join(lost)})] if lost else []
    if VersionStatus.OPEN in others:
        against.append(Reason("questionnaires.another_open"))
    return verdict(against)


def may_take(version: str, sheet: str, *, before: bool, published: bool) -> Verdict:
    """Answer whether answers may be taken in: of an open version, or to correct what was handed in `before`.

    Source: docs/reference/questionnaires.md (Sheets)
    """
    against = []
    if version != VersionStatus.OPEN and not before:
        against.append(Reason("questionnaires.not_open"))
    if sheet != SheetStatus.DRAFT:
        against.append(Reason("questionnaires.submitted"))
    if published:
        against.append(Reason("questionnaires.published"))
    return verdict(against)


def may_reopen(sheet: str, *, anonymous: bool, published: bool, why: str) -> Verdict:
    """Answer whether a sheet that was handed in may be corrected (訂正).

    Source: docs/reference/questionnaires.md (Sheets)
    """
    against = []
    if anonymous:
        against.append(Reason("questionnaires.anonymous"))
    if sheet != SheetStatus.SUBMITTED:
        against.append(Reason("questionnaires.not_submitted"))
    if published:
        against.append(Reason("questionnaires.published"))
    if not why.strip():
        against.append(Reason("questionnaires.needs_why"))
    return verdict(against)


def may_publish(version: str, *, reopened: int) -> Verdict:
    """Answer whether a table may be published: once no answer comes in or changes any more.

    Source: docs/reference/questionnaires.md (Differencing)
    """
    against = []
    if version != VersionStatus.CLOSED:
        against.append(Reason("questionnaires.not_closed"))
    if reopened:
        against.append(Reason("questionnaires.being_corrected", {"count": reopened}))
    return verdict(against)


def texts_kept_until(closed_on: date, retention: Retention) -> date:
    """Return the last day on which free texts of a version are kept (自由記述の保存期間の満了日).

    Source: docs/decisions/0009-retention.md
    """
    return kept_until(ended_on=closed_on, retention=retention)


def may_remove_texts(version: str, kept: date | None, on: date) -> Verdict:
    """Answer whether the free texts may be removed: once they have been kept for their term.

    Source: docs/decisions/0009-retention.md
    """
    if version == VersionStatus.CLOSED and kept is not None and on > kept:
        return verdict([])
    return verdict([Reason("questionnaires.texts_kept", {"until": "" if kept is None else kept.isoformat()})])
