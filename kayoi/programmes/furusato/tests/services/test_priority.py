"""Holders of a registration sign up before others, and places are kept for them until a day."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.furusato.models import Activity, Benefit, Registration, SignUp
from kayoi.programmes.furusato.selectors.priority import priority_shown
from kayoi.programmes.furusato.services import activities, signing
from kayoi.programmes.furusato.services.activities import UnableToOpen
from kayoi.programmes.furusato.services.signing import Comes, UnableToSignUp
from kayoi.programmes.furusato.tests.factories import BY, TODAY, a_benefit, a_register, a_registration, an_activity
from tests.cast import LogIn, Member
from tests.clock import NOW

LINK = "https://kayoi.test/ina/furusato/mine/{token}/"
DAY = timedelta(days=1)
FORM = {"name": "森 千夏", "email": "mori@example.jp", "agree": "on"}


def holder(**more: Any) -> Registration:
    return a_registration(a_register(name="第2町民", name_en="Second citizen"), **more)


def early(one: Registration, **more: Any) -> Activity:
    """Call for an activity in ten days: holders from today, everybody in three days."""
    benefit = a_benefit(one.register, kind="event", proof="nothing", name="催しの優先申込み")
    given: dict[str, Any] = {"priority": benefit, "all_from": TODAY + 3 * DAY, "days_ahead": 3} | more
    return an_activity(key="early", **given)


def kept(one: Registration, **more: Any) -> Activity:
    """Call for an activity in ten days for three, of whom two are holders until in five days."""
    given = {"all_from": None, "days_ahead": 0, "capacity": 3, "kept_places": 2, "kept_until": TODAY + 5 * DAY}
    return early(one, **given | more)


def sign_up(town: Organization, activity: Activity, *, days: int = 0, by: Any = VISITOR, **who: Any) -> SignUp:
    fields: casefiles.FileFields = {"name": "山田 花", "email": "hana@example.jp"}
    return signing.sign_up(
        organization=town, activity=activity, who=Comes(fields, **who), channel=Channel.PORTAL, link=LINK, by=by,
        at=NOW + timedelta(days=days),
    ).sign_up  # fmt: skip


def why(refused: pytest.ExceptionInfo[UnableToSignUp]) -> list[tuple[str, str]]:
    return [(one.code.removeprefix("furusato."), one.params.get("day", "")) for one in refused.value.verdict.reasons]


def test_holders_come_first_by_number_file_or_staff(in_ina: Organization) -> None:
    first, second = holder(), None
    activity = early(first)
    second = a_registration(first.register)
    with pytest.raises(UnableToSignUp) as refused:
        sign_up(in_ina, activity)
    assert why(refused) == [("holders_first", "2026-11-23")]
    with pytest.raises(UnableToSignUp):
        sign_up(in_ina, activity, file=make_file(), by=BY)
    assert sign_up(in_ina, activity, number=f" {first.number.lower()} ").holder == first
    assert sign_up(in_ina, activity, file=second.case_file, by=BY).holder == second
    assert sign_up(in_ina, activity, days=3).holder is None, "on the first day for everybody"


def test_a_day_too_early_is_too_early_for_holders_too(in_ina: Organization) -> None:
    first = holder()
    activity = early(first, all_from=TODAY + 4 * DAY)
    with pytest.raises(UnableToSignUp) as refused:
        sign_up(in_ina, activity, number=first.number)
    assert why(refused) == [("not_yet_open", "2026-11-21")]
    assert sign_up(in_ina, activity, number=first.number, days=1).status == "signed"


def test_a_registration_opens_an_activity_once(in_ina: Organization) -> None:
    first = holder()
    activity = early(first)
    sign_up(in_ina, activity, number=first.number)
    with pytest.raises(UnableToSignUp) as refused:
        sign_up(in_ina, activity, number=first.number)
    assert why(refused) == [("holder_before", "")]
    again = sign_up(in_ina, activity, file=SignUp.objects.get().case_file, number=first.number)
    assert SignUp.objects.get() == again, "whoever it was"


@pytest.mark.parametrize("spoilt", ["other", "ended", "paused", "wrong"])
def test_others_numbers_open_nothing(in_ina: Organization, spoilt: str) -> None:
    first = holder()
    activity = early(first)
    number = a_registration().number if spoilt == "other" else first.number
    if spoilt == "ended":
        Registration.objects.filter(pk=first.pk).update(status="ended")
    if spoilt == "paused":
        Benefit.objects.update(status="paused")
    with pytest.raises(UnableToSignUp) as refused:
        sign_up(in_ina, activity, number="ABCD-EFGH-JKMN" if spoilt == "wrong" else number)
    assert ("not_a_holder", "") in why(refused)


def test_places_are_kept_and_then_go_to_those_who_wait(in_ina: Organization) -> None:
    first = holder()
    activity = kept(first)
    assert [sign_up(in_ina, activity).status for _ in range(2)] == ["signed", "waiting"]
    assert sign_up(in_ina, activity, number=first.number).status == "signed"
    for _ in range(2):
        signing.release_kept(organization=in_ina, link=LINK, by=BY, at=NOW + 5 * DAY)
    assert list(SignUp.objects.order_by("number").values_list("status", flat=True)) == ["signed", "waiting", "signed"]
    for _ in range(2):
        signing.release_kept(organization=in_ina, link=LINK, by=BY, at=NOW + 6 * DAY)
    assert set(SignUp.objects.values_list("status", flat=True)) == {"signed"}


def test_a_free_place_passes_by_those_for_whom_it_is_not(in_ina: Organization) -> None:
    first = holder()
    activity = kept(first, capacity=2)
    rows = [
        sign_up(in_ina, activity, number=number) for number in (first.number, a_registration(first.register).number)
    ]
    assert [row.status for row in rows] == ["signed", "signed"]
    others = [sign_up(in_ina, activity), sign_up(in_ina, activity, number=a_registration(first.register).number)]
    signing.cancel_sign_up(organization=in_ina, sign_up=rows[0], why="都合", link=LINK, by=VISITOR, at=NOW)
    for row in others:
        row.refresh_from_db()
    assert [row.status for row in others] == ["waiting", "signed"], "the holder, though later"


def test_what_does_not_fit_is_not_opened(in_ina: Organization) -> None:
    activity = kept(holder(), status="draft", kept_places=4, insurance="なし")
    with pytest.raises(UnableToOpen, match="priority_too_many"):
        activities.open_activity(activity=activity, by=BY, at=NOW)


def test_the_public_reads_when_and_for_whom(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        first = holder()
        early(first, kept_places=2, kept_until=TODAY + 5 * DAY)
    browser = Client()
    page = browser.get("/ina/furusato/activities/early/").content.decode()
    for words in (
        "第2町民",
        "11月20日から申し込めます",
        "だれでも、2026年(令和8年)11月23日から",
        "2人分",
    ):
        assert words in page
    english = browser.get("/ina/furusato/activities/early/", headers={"accept-language": "en"}).content.decode()
    assert "Second citizen" in english
    answer = browser.post("/ina/furusato/activities/early/", FORM | {"client_key": str(uuid4())})
    assert (answer.status_code, "2026年11月23日" in answer.content.decode()) == (422, True)
    done = browser.post("/ina/furusato/activities/early/", FORM | {"number": first.number, "client_key": str(uuid4())})
    assert done.status_code == 302
    with scope.of_organization(ina.pk):
        activity = Activity.objects.select_related("priority").get()
        shown = priority_shown(activity, at=NOW + 6 * DAY)
        assert shown is not None
        assert (shown.days_are_ahead, shown.kept) == (False, 0)


def test_staff_write_it_and_are_told_what_does_not_fit(ina: Organization, officer: Member, log_in: LogIn) -> None:
    with scope.of_organization(ina.pk):
        activity = kept(holder())
    browser, url = log_in(officer.user), f"/ina/staff/furusato/activities/{activity.pk}/change/"
    given = {
        "title": "祭り", "key": "early", "kind": activity.kind_id, "place": "里", "starts_at": "2026-11-30T09:00",
        "ends_at": "2026-11-30T12:00", "capacity": "3", "host_name": "会", "version": activity.version,
        "priority": activity.priority_id,
    }  # fmt: skip
    wrong = browser.post(url, given | {"days_ahead": "3", "kept_places": "4", "kept_until": "2026-11-25"})
    assert wrong.status_code == 422
    for words in ("だれでも申し込める最初の日も", "空けておく人数は、定員まで"):
        assert words in wrong.content.decode()
    assert browser.post(url, given | {"kept_places": "1", "kept_until": "2026-11-25"}).status_code == 302
