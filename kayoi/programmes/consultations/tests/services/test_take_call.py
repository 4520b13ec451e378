"""A call: what was said of oneself goes on the file, what came of it on the question, and what is next is said."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import merge_case_files
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Interest
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.consultations import services
from kayoi.programmes.consultations.models import Answer, Question
from kayoi.programmes.consultations.states import Result
from kayoi.programmes.consultations.tests.factories import make_question
from tests.cast import Member

NOTHING = services.Outcome(answer="30センチです。", nothing_agreed=True)


def take(
    town: Organization, member: Member, at: datetime, *, file: CaseFile | None = None,
    fields: dict[str, Any] | None = None, outcome: services.Outcome = NOTHING, version: int | None = None, **asked: Any,
) -> Question:  # fmt: skip
    values: dict[str, Any] = {
        "text": "雪は?",
        "channel": Channel.TELEPHONE,
        "asked_at": at,
        "client_key": uuid4(),
    } | asked
    return services.take_call(
        organization=town, who=services.AskedBy(fields or {"kana": "やまだ はな"}, file=file),  # type: ignore[arg-type]
        asked=services.Asked(**values), outcome=outcome, version=version, by=member.actor, at=at,
    )  # fmt: skip


def test_new_caller_leaves_everything_that_was_said(in_ina: Organization, officer: Member, at: datetime) -> None:
    fields = {
        "kana": "やまだ はな", "phone": "090-1111-2222", "place_code": "130001", "household_type": "family",
        "age_band": "30s", "lifestyle": "telework", "why_here": "children", "route": "fair", "wished_on": "来年の春",
    }  # fmt: skip
    outcome = replace(NOTHING, result=Result.MATERIAL)
    question = take(
        in_ina, officer, at, fields=fields, outcome=outcome, interests=frozenset({Interest.HOUSING}),
        consents=frozenset({ConsentPurpose.CONSULTATION}),
    )  # fmt: skip
    file = CaseFile.objects.get()
    assert {name: getattr(file, name) for name in fields} == fields
    assert [wish.interest for wish in file.wishes.all()] == ["housing"]
    assert (question.result, question.nothing_agreed, question.repeat) == ("material", True, False)
    assert not FollowUp.objects.open().exists()


def test_known_caller_changes_the_file_and_is_a_repeat(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_question(in_ina, at=at - timedelta(days=30), interests=frozenset({Interest.WORK})).case_file
    question = take(
        in_ina, officer, at, file=file, fields={"age_band": "40s"}, version=file.version,
        interests=frozenset({Interest.HOUSING}),
    )  # fmt: skip
    file.refresh_from_db()
    assert file.age_band == "40s"
    assert [wish.interest for wish in file.wishes.all()] == ["housing"]
    assert question.repeat
    assert question.case_file_id == file.pk


def test_repeat_counts_merged_files_and_earlier_days_only(in_ina: Organization, officer: Member, at: datetime) -> None:
    source, target = (make_question(in_ina, at=at - timedelta(days=2)).case_file for _ in range(2))
    Question.objects.filter(case_file=target).delete()
    assert not take(in_ina, officer, at - timedelta(days=3), file=target).repeat
    Question.objects.filter(case_file=target).update(asked_at=at + timedelta(days=1))
    merge_case_files(source=source, target=target, by=officer.actor, at=at)
    assert take(in_ina, officer, at, file=target).repeat
    assert not take(in_ina, officer, at, file=target, repeat=False).repeat, "staff may say otherwise"


def test_colleague_was_faster(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_question(in_ina, at=at).case_file
    with pytest.raises(ChangedMeanwhile):
        take(in_ina, officer, at, file=file, fields={"age_band": "40s"}, version=file.version + 1)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    "outcome",
    [
        services.Outcome(),
        services.Outcome(next_title="資料を送る"),
        services.Outcome(next_due_on=date(2026, 12, 1)),
        services.Outcome(next_title="資料を送る", next_due_on=date(2026, 12, 1), nothing_agreed=True),
    ],
)
def test_what_is_next_must_be_said(
    in_ina: Organization, officer: Member, at: datetime, outcome: services.Outcome
) -> None:
    with pytest.raises(services.UnableToTakeCall):
        take(in_ina, officer, at, outcome=outcome)
    assert not Question.objects.exists()


def test_sent_twice_is_one_call(in_ina: Organization, officer: Member, at: datetime) -> None:
    key = uuid4()
    outcome = services.Outcome(answer="はい。", next_title="資料を送る", next_due_on=date(2026, 12, 1))
    first, second = (take(in_ina, officer, at, outcome=outcome, client_key=key) for _ in range(2))
    assert first == second
    assert (Answer.objects.count(), FollowUp.objects.open().count(), CaseFile.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("channel", [Channel.LINE, Channel.LETTER, Channel.EMAIL, Channel.EVENT, Channel.ONLINE])
def test_every_channel_can_be_written_down(
    in_ina: Organization, officer: Member, at: datetime, channel: Channel
) -> None:
    assert take(in_ina, officer, at, channel=channel).channel == channel
