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
from kayoi.programmes.furusato.models import Activity, Benefit, BenefitOf, Registration, SignUp
from kayoi.programmes.furusato.selectors.priority import priority_shown
from kayoi.programmes.furusato.services import activities, signing
from kayoi.programmes.furusato.services.activities import UnableToOpen
from kayoi.programmes.furusato.services.signing import Comes, UnableToSignUp
from kayoi.programmes.furusato.services.telling_registered import new_page
from kayoi.programmes.furusato.tests.factories import (
    BY,
    TODAY,
    a_benefit,
    a_group,
    a_member,
    a_register,
    a_registration,
    an_activity,
)
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
    given: dict[str, Any] = {"key": "early", "priority": benefit, "all_from": TODAY + 3 * DAY, "days_ahead": 3}
    return an_activity(**given | more)


def kept(one: Registration, **more: Any) -> Activity:
    """Call for an activity in ten days for three, of whom two are holders until in five days."""
    given = {"all_from": None, "days_ahead": 0, "capacity": 3, "kept_places": 2, "kept_until": TODAY + 5 * DAY}
    return early(one, **given | more)


def sign_up(
    town: Organization, activity: Activity, *, days: int = 0, by: Any = VISITOR, name: str = "山田花", **who: Any
) -> SignUp:
    fields: casefiles.FileFields = {"name": name, "email": "hana@example.jp"}
    return signing.sign_up(
        organization=town, activity=activity, who=Comes(fields, **who), channel=Channel.PORTAL, link=LINK, by=by,
        at=NOW + timedelta(days=days),
    ).sign_up  # fmt: skip


def why(refused: pytest.ExceptionInfo[UnableToSignUp]) -> list[tuple[str, str]]:
    return [(one.code.removeprefix("furusato."), one.params.get("day", "")) for one in refused.value.verdict.reasons]


def test_holders_come_first_by_number_file_or_staff(in_ina: Organization) -> None:
    first = holder()
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
    assert ("not_a_holder", "") in why(refused)
    again = sign_up(in_ina, activity, file=SignUp.objects.get().case_file, number=first.number)
    assert SignUp.objects.get() == again, "whoever it was"


def test_who_is_found_out_by_a_number_learns_nothing(in_ina: Organization) -> None:
    used = holder()
    activity = early(used)
    hidden, free = a_registration(used.register), a_registration(used.register)
    casefiles.protect(file=hidden.case_file, starts_on=TODAY, basis="申出", by=BY, at=NOW)
    sign_up(in_ina, activity, number=used.number)
    answers = []
    for number, name in (
        (used.number, "山田 花"), (used.number, "森 千夏"), (hidden.number, "山田 花"), (free.number, "森 千夏"),
        ("ABCD-EFGH-JKMN", "山田 花"),
    ):  # fmt: skip
        with pytest.raises(UnableToSignUp) as refused:
            sign_up(in_ina, activity, number=number, name=name)
        answers.append(why(refused))
    assert answers == [[("holders_first", "2026-11-23"), ("not_a_holder", "")]] * 5
    assert sign_up(in_ina, activity, file=hidden.case_file, number=hidden.number).holder == hidden, "logged in"
    assert sign_up(in_ina, activity, number=free.number, name="", by=BY).holder == free, "staff have asked"


def test_whose_number_another_used_signs_up_like_everybody(in_ina: Organization) -> None:
    first = holder()
    activity = kept(first)
    sign_up(in_ina, activity, number=first.number)
    assert sign_up(in_ina, activity, file=first.case_file).holder is None


def test_who_is_registered_twice_has_the_other_registration_left(in_ina: Organization) -> None:
    first = holder()
    activity = early(first)
    second = a_registration(a_register(), file=first.case_file)
    BenefitOf.objects.create(benefit=Benefit.objects.get(), register=second.register)
    sign_up(in_ina, activity, number=first.number)
    assert sign_up(in_ina, activity, file=first.case_file).holder == second


def test_a_registration_whose_last_day_is_over_opens_nothing_before_the_night(in_ina: Organization) -> None:
    first = holder(valid_until=TODAY)
    activity = early(first)
    with pytest.raises(UnableToSignUp):
        sign_up(in_ina, activity, days=1, number=first.number)
    assert sign_up(in_ina, activity, number=first.number).holder == first


def test_a_number_that_opens_nothing_refuses_nobody_once_all_may(in_ina: Organization) -> None:
    activity = early(holder())
    assert sign_up(in_ina, activity, days=3, number="ABCD-EFGH-JKMN").holder is None
    other = kept(holder(), key="kept")
    with pytest.raises(UnableToSignUp, match="not_a_holder"):
        sign_up(in_ina, other, days=5, number="ABCD-EFGH-JKMN")
    assert sign_up(in_ina, other, days=6, number="ABCD-EFGH-JKMN").status == "signed"


def test_who_waits_comes_in_before_who_signs_up_after_midnight(in_ina: Organization) -> None:
    activity = kept(holder())
    waiting = [sign_up(in_ina, activity) for _ in range(3)][1:]
    newcomer = sign_up(in_ina, activity, days=6)
    for row in waiting:
        row.refresh_from_db()
    assert ([row.status for row in waiting], newcomer.status) == (["signed", "signed"], "waiting")


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
    done = browser.post(
        "/ina/furusato/activities/early/",
        FORM | {"name": "山田　花", "number": first.number, "client_key": str(uuid4())},
    )
    assert done.status_code == 302
    with scope.of_organization(ina.pk):
        activity = Activity.objects.select_related("priority").get()
        shown = priority_shown(activity, at=NOW + 6 * DAY)
        assert shown is not None
        assert (shown.days_are_ahead, shown.kept) == (False, 0)


def test_a_number_from_ones_own_page_is_there_where_it_opens_something(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        first = holder()
        early(first)
        early(a_registration(), key="others")
        token = new_page(registration=first, by=BY, at=NOW)
    browser = Client()
    assert browser.get(f"/ina/furusato/a/{token}/").status_code == 200
    assert first.number in browser.get("/ina/furusato/activities/early/").content.decode()
    assert first.number not in browser.get("/ina/furusato/activities/others/").content.decode()


def test_a_meet_up_says_who_comes_first_and_is_closed_to_others(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        first, group = holder(), a_group()
        row, pages = early(first, group=group), []
        for one in (first, a_registration()):
            a_member(group, one.case_file, name=one.number, name_key=one.number)
            token = new_page(registration=one, by=BY, at=NOW)
            pages.append(f"/ina/furusato/a/{token}/groups/{group.pk}/meet-ups/{row.pk}/")
    mine, others = (Client().get(page).content.decode() for page in pages)
    assert ("第2町民" in mine, "<button" in mine, "11月23日" in mine) == (True, True, True)
    assert ("いまは、優先申込みの期間です" in others, "受付番号を書いてください" in others) == (True, False)
    assert [Client().post(page).status_code for page in pages] == [302, 422]


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
