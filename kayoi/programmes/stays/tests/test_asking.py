"""The questionnaires before and after a stay: asked once by mail, answered from the stay's page, seen by staff."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile, Protection
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application
from kayoi.engines.questionnaires.models import AnswerSheet, Version
from kayoi.engines.questionnaires.services import close_version, submit_sheet
from kayoi.engines.questionnaires.tests.factories import GOOD, make_open
from kayoi.engines.reservations.tests.factories import BY
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import House, Stay
from kayoi.programmes.stays.selectors.asking import surveys_of
from kayoi.programmes.stays.services import inspecting
from kayoi.programmes.stays.services.asking import ask_guests, begin_sheet
from kayoi.programmes.stays.services.inspecting import Found
from kayoi.programmes.stays.tests.factories import a_room, a_stay
from tests.cast import LogIn, Member

LINK = "https://example.jp/ina/stays/a/{token}/questions/{which}/"
FIRST = date(2026, 12, 1)


def asking(*, at: datetime, anonymous: bool = False, **fields: Any) -> tuple[Stay, Version]:
    """Return an allowed stay in a house that asks before and after."""
    version = make_open(anonymous=anonymous, by=BY, at=at)
    stay = a_stay(a_room(at=at), at=at, is_allowed=True, **fields)
    House.objects.filter(pk=stay.room.house_id).update(before=version.questionnaire, after=version.questionnaire)
    CaseFile.objects.filter(pk=file_of(stay).pk).update(email="m@example.jp")
    return again(stay), version


def file_of(stay: Stay) -> CaseFile:
    assert stay.case_file is not None
    return stay.case_file


def again(stay: Stay) -> Stay:
    return Stay.objects.select_related("room__house", "case_file", "application").get(pk=stay.pk)


def ask(town: Organization, at: datetime) -> int:
    return ask_guests(organization=town, link=LINK, by=BY, at=at)


def words(stay: Stay) -> list[str]:
    return [one.words for one in surveys_of(stay)]


def test_asked_once_before_and_once_after(in_ina: Organization, at: datetime) -> None:
    stay, version = asking(at=at)
    morning = at.replace(year=2026, month=11, day=23)
    assert ask(in_ina, morning) == 0  # eight days before
    assert [ask(in_ina, morning + timedelta(days=number)) for number in (1, 2)] == [1, 0]
    assert "/questions/before/" in Message.objects.get().body
    assert words(stay) == ["まだ", "まだ"]
    code = begin_sheet(stay=stay, which="before", by=VISITOR, at=at)
    assert code
    assert words(stay) == ["書きかけ・案内済み"] * 2
    submit_sheet(sheet=AnswerSheet.objects.get().pk, answers=GOOD, by=VISITOR, at=at)
    assert words(stay) == ["回答済み"] * 2
    assert begin_sheet(stay=stay, which="after", by=VISITOR, at=at) is None  # not before they have left
    close_version(version=version.pk, by=BY, at=at)
    assert begin_sheet(stay=stay, which="before", by=VISITOR, at=at) is None


def test_after_a_stay_within_two_weeks(in_ina: Organization, at: datetime) -> None:
    stay, _ = asking(at=at)
    Stay.objects.filter(pk=stay.pk).update(status="closed")
    assert ask(in_ina, at.replace(year=2027, month=1, day=1)) == 0
    assert ask(in_ina, at.replace(year=2026, month=12, day=10)) == 1
    assert "/questions/after/" in Message.objects.get().body


def test_whoever_applied_for_somebody_is_asked(in_ina: Organization, at: datetime) -> None:
    stay, _ = asking(at=at)
    CaseFile.objects.update(email="")
    daughter = make_file()
    CaseFile.objects.filter(pk=daughter.pk).update(email="fumi@example.jp")
    Application.objects.update(case_file=daughter)
    day = at.replace(year=2026, month=11, day=28)
    hidden = Protection.objects.create(case_file=file_of(stay), starts_on=date(2026, 1, 1))
    assert ask(in_ina, day) == 0  # of whoever stays nothing is written
    Protection.objects.filter(pk=hidden.pk).update(ends_before=date(2026, 11, 1))
    assert ask(in_ina, day) == 1
    assert Message.objects.get().to_address == "fumi@example.jp"


@pytest.mark.parametrize("kept_from", ["protected", "no address", "answered"])
def test_nobody_is_written_to_in_vain(in_ina: Organization, at: datetime, kept_from: str) -> None:
    stay, _ = asking(at=at)
    if kept_from == "protected":
        Protection.objects.create(case_file=file_of(stay), starts_on=date(2026, 1, 1))
    elif kept_from == "no address":
        CaseFile.objects.update(email="")
    else:
        begin_sheet(stay=stay, which="before", by=VISITOR, at=at)
        submit_sheet(sheet=AnswerSheet.objects.get().pk, answers=GOOD, by=VISITOR, at=at)
    assert ask(in_ina, at.replace(year=2026, month=11, day=28)) == 0
    assert not Message.objects.exists()


def test_before_and_after_are_two_questionnaires(
    client: Client, log_in: LogIn, ina: Organization, head: Member, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        house, one = a_room(at=at).house, make_open(anonymous=False, by=BY, at=at).questionnaire
    values = {
        "procedure": house.procedure_id, "pay_within_days": 14, "hold_minutes": 60, "deposit_yen": 0,
        "guaranty": "none", "version": house.version, "before": one.pk, "after": one.pk,
    }  # fmt: skip
    page, chief = f"/ina/staff/stays/houses/{house.pk}/part/rules/", log_in(head.user)
    refused = chief.post(page, values)
    assert (refused.status_code, "前とは別のアンケート" in refused.content.decode()) == (422, True)
    assert "前とは別の" not in chief.post(page, values | {"after": ""}, follow=True).content.decode()


def test_of_an_anonymous_one_nobody_knows_who_answered(in_ina: Organization, at: datetime) -> None:
    stay, _ = asking(at=at, anonymous=True)
    assert begin_sheet(stay=stay, which="before", by=VISITOR, at=at)
    assert AnswerSheet.objects.get().case_file_id is None
    assert words(stay) == ["無記名(だれが答えたかは分かりません)"] * 2


@pytest.mark.parametrize("way", ["paper", "telephone", "web"])
def test_an_answer_ends_what_waits_for_it(
    client: Client, log_in: LogIn, ina: Organization, officer: Member, way: str
) -> None:
    now, desk = timezone.now(), log_in(officer.user)
    with scope.of_organization(ina.pk):
        stay, version = asking(at=now)
        Stay.objects.filter(pk=stay.pk).update(status="left")
        inspecting.inspect(stay=stay, found=Found(local_date(now)), by=officer.actor, at=now)
        code = begin_sheet(stay=again(stay), which="after", by=VISITOR, at=now)
    waiting = desk.get("/ina/staff/inbox/?owner=all&due=all&kind=stays.Stay.answer").content.decode()
    assert "利用後のアンケート" in waiting
    assert f"/ina/staff/stays/{stay.pk}/" in waiting
    posted = {"a_visited": "b", "a_rated-stay": "a", "a_rated-meal": "a"}
    if way == "web":
        assert client.post(f"/ina/surveys/answers/{code}/", posted | {"send": "1"}).status_code == 302
    else:
        page = desk.get(f"/ina/staff/stays/{stay.pk}/").content.decode()
        path = next(part for part in page.split('"') if f"versions/{version.pk}/type/?" in part).replace("&amp;", "&")
        boxes = desk.get(path).context["how"].initial
        assert desk.post(path, posted | boxes | {"way": way}).status_code == 302
    with scope.of_organization(ina.pk):
        assert words(stay) == ["回答済み"] * 2
        rows = FollowUp.objects.filter(title__startswith="利用後のアンケート")
        assert list(rows.values_list("status", flat=True)) == ["done"]
        assert FollowUp.objects.open().get().title.startswith("滞在の後の様子を聞く")


def test_nobody_waits_for_what_is_there(in_ina: Organization, officer: Member, at: datetime) -> None:
    stay, _ = asking(at=at)
    Stay.objects.filter(pk=stay.pk).update(status="left")
    begin_sheet(stay=again(stay), which="after", by=VISITOR, at=at)
    submit_sheet(sheet=AnswerSheet.objects.get().pk, answers=GOOD, by=VISITOR, at=at)
    inspecting.inspect(stay=stay, found=Found(local_date(at)), by=officer.actor, at=at)
    assert not FollowUp.objects.filter(title__startswith="利用後のアンケート").exists()


def test_from_the_page_of_a_stay_to_the_questions(
    client: Client, log_in: LogIn, ina: Organization, officer: Member, settings: object
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        first = local_date(now) + timedelta(days=3)
        stay, _ = asking(at=now, arrives_on=first, leaves_on=first + timedelta(days=2))
        assert stay.application is not None
        token = procedures.new_link(application=stay.application, by=BY, at=now)
    page = f"/ina/stays/a/{token}/questions/before/"
    assert page in client.get(f"/ina/stays/a/{token}/").content.decode()
    assert "改善に使います" in client.get(page).content.decode()
    settings.ACCOUNT_RATE_LIMITS = {"lead": "1/h/ip"}  # type: ignore[attr-defined]
    answer = client.post(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/ina/surveys/answers/")
    assert client.get(f"/ina/stays/a/{token}/questions/during/").status_code == 404
    assert "受け付けていません" in client.get(f"/ina/stays/a/{token}/questions/after/").content.decode()
    busy = client.post(page)
    assert (busy.status_code, "込み合っています" in busy.content.decode()) == (429, True)
    shown = log_in(officer.user).get(f"/ina/staff/stays/{stay.pk}/").content.decode()
    assert "書きかけ・案内済み" in shown
    with scope.of_organization(ina.pk):
        Protection.objects.create(case_file=file_of(stay), starts_on=date(2026, 1, 1))
    assert client.post(page).status_code == 404
