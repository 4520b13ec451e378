"""Judging: terms named before, judges by secret link, points or stepping back, the result once nothing lacks."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kayoi.engines.selections.models import Entry, Judge, Judging, Sheet
from kayoi.engines.selections.rules import judging as rules
from kayoi.engines.selections.selectors.judging import as_text, numbers_of, results_of, sheets_of, terms_of_judging
from kayoi.engines.selections.states import JudgingStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_token, token_hash
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToJudge(Refused):
    """The terms cannot be judged by, a table lacks, the points are beyond, or it is closed."""


@transaction.atomic
def open_judging(*, key: str, terms: rules.Terms, by: Actor, at: datetime) -> Judging:
    """Name by what entries are judged (審査の条件を公表する). Raises UnableToJudge."""
    answer = rules.may_open_judging(terms)
    if answer.refused:
        raise UnableToJudge(answer)
    data = rules.terms_as_data(terms)
    row: Judging = Judging.objects.create(key=key, terms=data, opened_at=at)
    audit.record("selections.open_judging", row, by=by, at=at, after={"terms": data})
    return row


@transaction.atomic
def add_entry(*, judging: Judging, number: str, arrived_at: datetime, by: Actor, at: datetime) -> Entry:
    """Let an entry be judged (作品を審査に加える), which was applied with then; the same number is one.

    Raises UnableToJudge.
    """
    row = _open(judging)
    known: Entry | None = Entry.objects.filter(judging=row, number=number).first()
    if known is not None:
        return known
    made: Entry = Entry.objects.create(judging=row, number=number, arrived_at=arrived_at)
    audit.record("selections.add_entry", made, by=by, at=at, after={"number": number})
    return made


@transaction.atomic
def invite_judge(*, judging: Judging, name: str, email: str, by: Actor, at: datetime) -> tuple[Judge, str]:
    """Invite a judge (審査員を招く); return the secret of the link, which is kept nowhere. Raises UnableToJudge.

    The same address is one judge: the link of before opens nothing any more.
    """
    row, token = _open(judging), new_token()
    known = Judge.objects.filter(judging=row, email=email).first()
    if known is not None:
        fields = {"token_hash": token_hash(token), "name": name, "dismissed_at": None, "why": ""}
        audit.change(known, fields, version=None, by=by, at=at)
        return known, token
    made: Judge = Judge.objects.create(
        judging=row, name=name, email=email, token_hash=token_hash(token), invited_at=at
    )  # fmt: skip
    audit.record("selections.invite_judge", made, by=by, at=at, after={"judging": row})
    return made, token


@transaction.atomic
def dismiss_judge(*, judge: Judge, why: str, by: Actor, at: datetime) -> None:
    """Let somebody judge no more (審査員を外す): the link opens nothing, the tables do not count. Raises UnableToJudge.

    Whoever is invited again under the same address takes the tables up again.
    """
    _open(judge.judging)
    audit.change(judge, {"token_hash": "", "dismissed_at": at, "why": why}, version=None, by=by, at=at, why=why)


@transaction.atomic
def withdraw_entry(*, entry: Entry, why: str, by: Actor, at: datetime) -> None:
    """Take an entry out of the judging (作品を審査から外す): it has no place. Raises UnableToJudge."""
    _open(entry.judging)
    audit.change(entry, {"withdrawn_at": at, "why": why}, version=None, by=by, at=at, why=why)


@transaction.atomic
def score_entry(
    *, judge: Judge, entry: Entry, scores: Mapping[str, int], remark: str = "", by: Actor, at: datetime
) -> Sheet:  # fmt: skip
    """Give points to an entry (採点する); they may be changed until the judging is closed. Raises UnableToJudge."""
    row = _open(entry.judging)
    answer = rules.may_score(terms_of_judging(row), scores)
    if answer.refused:
        raise UnableToJudge(answer)
    return _write(judge, entry, {"scores": dict(scores), "remark": remark, "stepped_back": ""}, by=by, at=at)


@transaction.atomic
def step_back(*, judge: Judge, entry: Entry, why: str, by: Actor, at: datetime) -> Sheet:
    """Step back from an entry in which one has an interest (利害関係で辞退する): its mean is that of the others.

    Raises UnableToJudge.
    """
    _open(entry.judging)
    return _write(judge, entry, {"scores": None, "remark": "", "stepped_back": why}, by=by, at=at)


@transaction.atomic
def close_judging(*, judging: Judging, by: Actor, at: datetime) -> None:
    """Close the judging and fix the places (審査を締め切る), once no table lacks. Raises UnableToJudge."""
    row = _open(judging)
    judges = list(row.judges.filter(dismissed_at=None).values_list("pk", flat=True))
    answer = rules.may_close_judging(
        terms_of_judging(row), judges=judges, numbers=numbers_of(row), sheets=sheets_of(row)
    )  # fmt: skip
    if answer.refused:
        raise UnableToJudge(answer)
    audit.move(row, "close", by=by, at=at, also={"closed_at": at})
    entries = {one.number: one for one in row.entries.all()}
    for result in results_of(row):
        fields = {"place": result.rank, "mean": as_text(result.mean), "prize": result.prize}
        audit.change(entries[result.number], fields, version=None, by=by, at=at)


def _open(judging: Judging) -> Judging:
    row: Judging = Judging.objects.select_for_update(no_key=True).get(pk=judging.pk)
    if row.status != JudgingStatus.OPEN:
        raise UnableToJudge(verdict([Reason("judging.closed")]))
    return row


def _write(judge: Judge, entry: Entry, fields: dict[str, object], *, by: Actor, at: datetime) -> Sheet:
    if judge.judging_id != entry.judging_id:
        raise UnableToJudge(verdict([Reason("judging.no_entries")]))
    # Read anew: who dismisses or withdraws holds the judging, as this does.
    here = Judge.objects.filter(pk=judge.pk, dismissed_at=None), Entry.objects.filter(pk=entry.pk, withdrawn_at=None)
    if not all(rows.exists() for rows in here):
        raise UnableToJudge(verdict([Reason("judging.taken_out")]))
    made, _ = Sheet.objects.update_or_create(judge=judge, entry=entry, defaults={**fields, "written_at": at})
    audit.record("selections.write_sheet", made, by=by, at=at, after={"judge": judge, "entry": entry, **fields})
    return made
