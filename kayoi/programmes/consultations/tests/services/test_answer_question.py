"""Answer: once, by one colleague, and what was waiting is done."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core import mail

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.programmes.consultations import services
from kayoi.programmes.consultations.models import Answer, Question
from kayoi.programmes.consultations.states import CAUSE
from kayoi.programmes.consultations.tests.factories import FIELDS, make_question
from tests.cast import Member
from tests.jobs import run_jobs


def answer(question: Question, town: Organization, officer: Member, at: datetime, **values: object) -> Answer:
    given = {
        "text": "30センチほどです。", "channel": Channel.EMAIL, "version": 1,
        "next_title": "", "next_due_on": None, "owner": None,
    } | values  # fmt: skip
    return services.answer_question(organization=town, question=question, **given, by=officer.actor, at=at)  # type: ignore[arg-type]


def test_answer_by_mail_finishes_the_follow_up(in_ina: Organization, officer: Member, at: datetime) -> None:
    question = make_question(in_ina, at=at)
    run_jobs()
    answer(question, in_ina, officer, at)
    run_jobs()
    question.refresh_from_db()
    assert question.status == "answered"
    assert FollowUp.objects.get().status == "done"
    assert Engagement.objects.filter(kind="answer", reference=str(question.pk)).count() == 1
    sent = mail.outbox[-1]
    assert "30センチほどです。" in sent.body
    assert "このメールに返信してください" in sent.body


@pytest.mark.parametrize(
    ("reply", "email", "phone", "said"),
    [
        ("{town}+{token}@reply.example", "", "", "このメールに返信してください"),
        ("{town}+{token}@reply.example", "", "0265-78-4111", "このメールに返信するか、お電話ください(0265-78-4111)"),
        ("", "iju@ina.example", "", "このメールに返信してください"),
        ("", "", "0265-78-4111", "お電話ください(0265-78-4111)"),
        ("", "", "", "もう一度質問してください"),
    ],
)
def test_how_to_go_on_is_what_the_town_really_has(
    in_ina: Organization, officer: Member, at: datetime, settings: Any, reply: str, email: str, phone: str, said: str
) -> None:
    settings.KAYOI_REPLY_ADDRESS = reply
    in_ina.email, in_ina.phone = email, phone
    message = answer(make_question(in_ina, at=at), in_ina, officer, at).message
    assert message is not None
    assert said in message.body
    assert ("返信" in message.body) is bool(reply or email)


def test_next_step_becomes_a_follow_up(in_ina: Organization, officer: Member, at: datetime) -> None:
    question = make_question(in_ina, at=at)
    answer(
        question,
        in_ina,
        officer,
        at,
        next_title="見学の日を決める",
        next_due_on=date(2026, 12, 1),
        owner=officer.membership,
    )
    follow_up = FollowUp.objects.open().get()
    assert (follow_up.title, follow_up.owner, follow_up.case_file) == (
        "見学の日を決める",
        officer.membership,
        question.case_file,
    )


def test_told_by_telephone_sends_no_mail(in_ina: Organization, officer: Member, at: datetime) -> None:
    question = make_question(in_ina, at=at, who={"fields": FIELDS | {"email": ""}})
    answer(question, in_ina, officer, at, channel=Channel.TELEPHONE)
    assert run_jobs() == []


def test_colleague_who_was_slower_is_told(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    question = make_question(in_ina, at=at)
    answer(question, in_ina, officer, at)
    with pytest.raises(ChangedMeanwhile):
        answer(question, in_ina, head, at)
    assert Answer.objects.count() == 1


def test_second_answer_on_purpose_is_kept_beside_the_first(in_ina: Organization, officer: Member, at: datetime) -> None:
    question = make_question(in_ina, at=at)
    answer(question, in_ina, officer, at)
    answer(question, in_ina, officer, at, version=2, text="追加です。")
    with pytest.raises(ChangedMeanwhile):
        answer(question, in_ina, officer, at, version=2)
    assert Answer.objects.count() == 2


def test_closed_question_can_be_taken_up_again(in_ina: Organization, officer: Member, at: datetime) -> None:
    question = make_question(in_ina, at=at)
    services.close_question(question=question, by=officer.actor, at=at, why="宣伝")
    assert FollowUp.objects.get().status == "done"
    with pytest.raises(UnableToMove):
        services.close_question(question=question, by=officer.actor, at=at, why="もう一度")
    services.reopen_question(question=question, by=officer.actor, at=at)
    assert FollowUp.objects.open().count() == 1
    kinds = Engagement.objects.filter(cause=CAUSE, reference=str(question.pk)).values_list("kind_id", flat=True)
    assert sorted(kinds) == ["question", "question_closed", "question_reopened"]


def test_call_is_question_answer_and_next_step_in_one(in_ina: Organization, officer: Member, at: datetime) -> None:
    question = services.take_call(
        organization=in_ina,
        who=services.AskedBy({"name": "山田 花", "phone": "090-1111-2222"}),
        asked=services.Asked(text="雪は?", channel=Channel.TELEPHONE, asked_at=at.replace(hour=9)),
        outcome=services.Outcome(
            "30センチです。", next_title="資料を送る", next_due_on=date(2026, 11, 24), owner=officer.membership
        ),
        by=officer.actor,
        at=at,
    )
    question.refresh_from_db()
    assert question.status == "answered"
    assert [(row.title, row.status) for row in FollowUp.objects.order_by("pk")] == [
        ("質問に答える", "done"),
        ("資料を送る", "open"),
    ]
    answered = Engagement.objects.get(kind="answer")
    assert answered.occurred_at == at.replace(hour=9)
    assert run_jobs() == []
