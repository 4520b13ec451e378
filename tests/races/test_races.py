"""Many at once on the real database: one winner, nothing doubled, nothing lost."""

from datetime import datetime
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.models import Answer, Question
from kayoi.programmes.consultations.tests.factories import make_question
from tests.cast import Member
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY = system("test")
CROWD = 12


def test_same_submission_many_times_is_one_question(ina: Organization, at: datetime) -> None:
    key = uuid4()

    def ask(_: int) -> int:
        with scope.of_organization(ina.pk):
            return make_question(ina, at=at, client_key=key).pk

    results = at_once(CROWD, ask)
    assert len({result for result in results if isinstance(result, int)}) == 1
    assert not [result for result in results if isinstance(result, Exception)]
    with scope.of_organization(ina.pk):
        assert (Question.objects.count(), CaseFile.objects.count(), FollowUp.objects.count()) == (1, 1, 1)


def test_one_person_asking_many_times_has_one_file(ina: Organization, hana: Person, at: datetime) -> None:
    def ask(_: int) -> int:
        with scope.of_organization(ina.pk):
            return make_question(ina, at=at, who={"person": hana}).case_file_id

    results = at_once(CROWD, ask)
    assert len(set(results)) == 1, results
    with scope.of_organization(ina.pk):
        assert (Question.objects.count(), CaseFile.objects.count()) == (CROWD, 1)


def test_numbers_have_no_gap_and_no_double(ina: Organization) -> None:
    def open_file(_: int) -> str:
        with scope.of_organization(ina.pk):
            return make_file().number

    assert sorted(map(str, at_once(CROWD, open_file))) == [f"2026-{n:05d}" for n in range(1, CROWD + 1)]


def test_one_of_many_answers_wins(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        question = make_question(ina, at=at)

    def answer(number: int) -> int:
        with scope.of_organization(ina.pk):
            return consultations.answer_question(
                organization=ina, question=question, text=str(number), channel=Channel.TELEPHONE, next_title="",
                next_due_on=None, owner=None, version=1, by=officer.actor, at=at,
            ).pk  # fmt: skip

    results = at_once(CROWD, answer)
    assert sum(isinstance(result, int) for result in results) == 1
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == CROWD - 1
    with scope.of_organization(ina.pk):
        assert Answer.objects.count() == 1


def test_one_of_many_editors_wins(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()

    def edit(number: int) -> bool:
        with scope.of_organization(ina.pk):
            row = CaseFile.objects.get(pk=file.pk)
            casefiles.change_case_file(file=row, changes={"name": f"山田 {number}"}, version=1, by=officer.actor, at=at)
            return True

    results = at_once(CROWD, edit)
    assert results.count(True) == 1
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == CROWD - 1


def test_merging_crosswise_makes_no_circle(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        one, two = make_file(), make_file()

    def merge(number: int) -> bool:
        source, target = (one, two) if number % 2 else (two, one)
        with scope.of_organization(ina.pk):
            casefiles.merge_case_files(source=source, target=target, by=officer.actor, at=at)
            return True

    results = at_once(CROWD, merge)
    assert results.count(True) == 1, results
    with scope.of_organization(ina.pk):
        assert CaseFile.objects.roots().count() == 1


def test_follow_up_is_finished_once(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        row = followups.plan_follow_up(title="電話", due_on=at.date(), by=officer.actor, at=at)

    def finish(_: int) -> bool:
        with scope.of_organization(ina.pk):
            followups.finish_follow_up(follow_up=row, by=officer.actor, at=at)
            return True

    results = at_once(CROWD, finish)
    assert results.count(True) == 1, results


def test_link_connects_one_log_in(ina: Organization, hana: Person, ken: Person, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        token = casefiles.offer_connection(file=make_file(), by=BY, at=at)

    def connect(number: int) -> int:
        person = hana if number % 2 else ken
        return casefiles.connect_person(token=token, person=person, by=BY, at=at).pk

    results = at_once(CROWD, connect)
    assert sum(isinstance(result, int) for result in results) == 1, results
