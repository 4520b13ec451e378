"""Try a version on past applications: asked for, worked out at once or by the worker, kept as a note."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.selectors import as_file
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import enqueue
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Trial
from kayoi.programmes.schemes.rules.rerunning import always_in_force
from kayoi.programmes.schemes.selectors.trials.money import money_of
from kayoi.programmes.schemes.selectors.trials.page import sheet_of
from kayoi.programmes.schemes.selectors.trials.results import result_of
from kayoi.programmes.schemes.selectors.trials.running import Frozen, Worked, decisions_between, pieces_of, worked
from kayoi.programmes.schemes.states.trials import AT_ONCE, TrialStatus


class UnableToTry(Refused):
    """Nothing was decided in these years, the version cannot be read, or it belongs to another procedure."""


@dataclass(frozen=True)
class Question:
    """What is tried on which decisions: fiscal years, both included; by which question the district is told."""

    procedure: Procedure
    version: Version
    first_year: int
    last_year: int
    district: str = ""


@transaction.atomic
def ask_trial(*, name: str, question: Question, by: Actor, at: datetime) -> Trial:
    """Try a version on past applications (過去の申請で試す); nothing of a case is changed. Raises UnableToTry."""
    ids = decisions_between(question.procedure, question.first_year, question.last_year)
    rules, against = _rules(question.version), []
    if question.version.ruleset_id != question.procedure.ruleset_id:
        against.append(Reason("schemes.version_of_another"))
    if rules is None:
        against.append(Reason("schemes.version_unreadable"))
    if not ids:
        against.append(Reason("schemes.nothing_decided"))
    if against:
        raise UnableToTry(verdict(against))
    assert by.membership_id is not None
    trial = Trial.objects.create(
        name=name, procedure=question.procedure, tried_version=question.version, first_year=question.first_year,
        last_year=question.last_year, district=question.district, rules=rules, total=len(ids),
        made_by_id=by.membership_id, made_at=at,
    )  # fmt: skip
    after = {"version": question.version, "procedure": question.procedure, "years": _years(trial)}
    audit.record("schemes.ask_trial", trial, by=by, at=at, after=after)
    if len(ids) > AT_ONCE:
        enqueue("schemes.work_out", organization=trial.organization_id, trial=trial.pk)
    else:
        frozen = Frozen()
        finish_trial(trial=trial, pieces=[worked(trial, piece, frozen) for piece in pieces_of(ids)], by=by, at=at)
    return trial


def _rules(version: Version) -> dict[str, Any] | None:
    """Return what a version says as a file that is in force on every day; None where it cannot be read."""
    file = always_in_force(as_file(version.ruleset, [version]))
    try:
        read_ruleset(file)
    except BadRuleset:
        return None
    return file


def _years(trial: Trial) -> list[int]:
    return [trial.first_year, trial.last_year]


@transaction.atomic
def count_done(*, trial: Trial, done: int, by: Actor, at: datetime) -> None:
    """Say how far a trial has come (進み具合)."""
    del by, at
    Trial.objects.filter(pk=trial.pk, status=TrialStatus.WAITING).update(done=done)


@transaction.atomic
def finish_trial(*, trial: Trial, pieces: Iterable[Worked], by: Actor, at: datetime) -> None:
    """Keep what has come out (試算の結果を残す). Raises UnableToMove when it is kept already."""
    whole = Worked()
    for piece in pieces:
        whole.rows += piece.rows
        whole.differences += piece.differences
        whole.sources |= piece.sources
    result = {
        "rows": [[*_plain(asdict(row)).values()] for row in whole.rows],
        "differences": [[*asdict(one).values()] for one in whole.differences],
    } | money_of(trial, whole.rows, whole.sources, on=local_date(at))  # fmt: skip
    Trial.objects.filter(pk=trial.pk, status=TrialStatus.WAITING).update(result=result, done=len(whole.rows))
    audit.move(trial, "finish", by=by, at=at)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"decided_on": row["decided_on"].isoformat()}


@transaction.atomic
def fail_trial(*, trial: Trial, by: Actor, at: datetime) -> None:
    """Say that a trial could not be worked out (試算を打ち切る). Raises UnableToMove."""
    audit.move(trial, "fail", by=by, at=at)


@transaction.atomic
def hand_over_trial(*, trial: Trial, as_csv: bool, by: Actor, at: datetime) -> bytes:
    """Hand every application of a trial out (試算を取り出す), with an entry."""
    data = sheet_of(trial, result_of(trial), as_csv=as_csv)
    audit.record("schemes.hand_over_trial", trial, by=by, at=at, after={"part": "csv" if as_csv else "xlsx"})
    return data
