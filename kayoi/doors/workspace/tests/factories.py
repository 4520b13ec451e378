"""A desk of many files for tests."""

from datetime import datetime, timedelta
from typing import Any

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, Interest
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services as followups
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.tests.factories import make_question
from tests.cast import Member

STAGES = ("asking", "considering", "trying", "decided", "two_places", "resting")


def fill_desk(town: Organization, officer: Member, *, count: int, at: datetime) -> list[CaseFile]:
    """Give an officer that many files, each different: one in ten has a question that was answered."""
    files = []
    for number in range(count):
        fields: dict[str, Any] = {
            "name": f"人{number:03d}(架空)",
            "stage": STAGES[number % len(STAGES)],
            "language": "en" if number % 50 == 7 else "ja",
            "contact_care": "午前は電話しない" if number % 40 == 3 else "",
            "wished_on": "来年の春",
        }
        file = make_file(**fields)
        casefiles.assign_case_file(file=file, to=officer.membership, by=officer.actor, at=at)
        casefiles.set_wishes(file=file, interests={list(Interest)[number % 7]}, by=officer.actor, at=at)
        for child in range(number % 4):
            member = {"relation": "child", "name": f"子{child}"}
            casefiles.add_household_member(file=file, fields=member, by=officer.actor, at=at)
        if number % 3 == 0:
            followups.plan_follow_up(
                title=f"{number}番の資料を送る", due_on=local_date(at) + timedelta(days=number % 30 - 5),
                case_file=file, owner=officer.membership if number % 6 else None, by=officer.actor, at=at,
            )  # fmt: skip
        if number % 10 == 0:
            _answer(town, officer, file, number, at)
        files.append(file)
    return files


def _answer(town: Organization, officer: Member, file: CaseFile, number: int, at: datetime) -> None:
    question = make_question(town, at=at, who={"file": file}, text=f"{number}番の質問です。")
    consultations.answer_question(
        organization=town, question=question, text=f"{number}番への答えです。", channel=Channel.TELEPHONE,
        next_title="", next_due_on=None, owner=None, version=question.version, by=officer.actor, at=at,
    )  # fmt: skip
