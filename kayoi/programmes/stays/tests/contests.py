"""Contests for tests and for the walk."""

from datetime import datetime
from typing import Any

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import APPLICATION
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.engines.selections.rules.judging import Criterion, Prize, Terms
from kayoi.engines.selections.services import invite_judge, score_entry
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_reference
from kayoi.programmes.stays.models import Contest, ContestEntry
from kayoi.programmes.stays.services.contests import enter_contest, open_contest

TERMS = Terms(
    (Criterion("c1", "地域になじむか", 5, 2), Criterion("c2", "つくれるか", 10, 1)), ("c1", "c2"),
    (Prize("最優秀賞", 1), Prize("優秀賞", 1)),
)  # fmt: skip


def a_contest(*, by: Actor, at: datetime, key: str = "contest", title: str = "小さな拠点のデザイン") -> Contest:
    """Open a contest on a call for entries."""
    procedure = make_procedure(at=at, key=key, kind="registration", title="作品の募集", with_rules=False, limits={})
    return open_contest(title=title, summary="震災のあとの拠点", procedure=procedure, terms=TERMS, by=by, at=at)


def an_entry(
    contest: Contest, file: CaseFile, *, title: str = "風の家", by: Actor, at: datetime, **fields: Any
) -> ContestEntry:  # fmt: skip
    """Let somebody's application be judged."""
    application = Application.objects.create(
        procedure=contest.procedure.key, form_version="1", case_file=file, receipt=new_reference(), status="submitted",
        channel="portal", started_at=at, submitted_at=at,
    )  # fmt: skip
    casefiles.add_engagement(
        file=file, kind="application", occurred_at=at, cause=APPLICATION, reference=str(application.pk), by=by, at=at
    )
    given = {"title": title, "words": "木でつくる", "may_publish": True, "shown_name": "風の会"} | fields
    return enter_contest(contest=contest, application=application, fields=given, by=by, at=at)


def rows_of_contests(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a contest with an entry, a judge and points; return ids and the judge's secret."""
    contest = a_contest(by=by, at=at, title=f"コンテスト{words}"[:100])
    entry = an_entry(contest, file, title=f"作品{words}"[:100], by=by, at=at)
    judge, token = invite_judge(
        judging=contest.judging, name=f"審査員{words}"[:100], email="judge@example.org", by=by, at=at
    )
    score_entry(judge=judge, entry=entry.entry, scores={"c1": 5, "c2": 9}, remark=words, by=by, at=at)
    return {
        "contest": contest.pk, "contest_entry": entry.pk, "judge_token": token,
        "contest_judge": judge.pk,
    }  # fmt: skip
