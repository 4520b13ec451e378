"""The mirror of the national register: claims, files, prefectures that come along; nothing twice."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import add_engagement
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST, local_date
from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.adapters.national_registry import read_registry, write_registry
from kayoi.programmes.furusato.models import NationalStatus, RegistryFile, RegistryRow
from kayoi.programmes.furusato.selectors.facts import national_facts, on_record
from kayoi.programmes.furusato.selectors.mirror import basic_answer, premium_answer, premium_endings, waiting_rows
from kayoi.programmes.furusato.services.ending import note_place
from kayoi.programmes.furusato.services.mirror import (
    TakenIn,
    Told,
    claim_status,
    drop_old_rows,
    drop_row,
    end_status,
    note_sent,
    take_in,
    take_row,
)
from kayoi.programmes.furusato.services.national_ends import end_premium_times
from kayoi.programmes.furusato.states import Tier
from kayoi.programmes.furusato.states.national import BASIC_AT_HOME, FALLS_BACK
from kayoi.programmes.furusato.tests import factories as make
from tests.cast import Member

BY = system("test")
INA, KOMAGANE, NAGANO = "202096", "202100", "200000"
HEAD = "国側登録ID,団体コード,種類,状態,登録日,更新期限,終了日,氏名,ふりがな,生年月日,住所地コード\n"
ROW = "F-1,202096,プレミアム登録,登録中,2027-01-10,2028-01-09,,森 千夏,もり ちなつ,1990-04-01,131041\n"


def take(text: str, at: datetime, name: str = "国.csv") -> TakenIn:
    rows, digest, wrong = read_registry((HEAD + text).encode(), name)
    assert not wrong
    return take_in(rows=rows, name=name, digest=digest, by=BY, at=at)


def active(file: CaseFile) -> dict[str, tuple[str, str, bool]]:
    rows = NationalStatus.objects.filter(case_file=file, standing="active")
    return {row.body_code: (row.tier, row.certainty, row.is_automatic) for row in rows}


def test_a_prefecture_comes_along_and_goes_with_the_last_municipality(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    ina = claim_status(file=file, told=Told(INA, Tier.BASIC), by=BY, at=at)
    komagane = claim_status(file=file, told=Told(KOMAGANE, Tier.BASIC), by=BY, at=at)
    assert active(file)[NAGANO] == ("basic", "unknown", True)
    end_status(status=ina, on=local_date(at), why="本人の申告", by=BY, at=at)
    assert NAGANO in active(file), "the other town of the prefecture keeps it"
    end_status(status=komagane, on=local_date(at), why="本人の申告", by=BY, at=at)
    assert active(file) == {}


def test_what_a_file_has_confirmed_no_word_of_mouth_ends(in_ina: Organization, at: datetime) -> None:
    claimed = make.a_national_status(make_file())
    confirmed = make.a_national_status(make_file(), certainty="confirmed", external_id="F-1")
    assert end_status(status=claimed, on=local_date(at), why="本人の申告", by=BY, at=at)
    assert not end_status(status=confirmed, on=local_date(at), why="本人の申告", by=BY, at=at)
    assert not end_status(status=claimed, on=local_date(at), why="本人の申告", by=BY, at=at), "twice"
    confirmed.refresh_from_db()
    assert confirmed.standing == "active"


def test_a_visit_in_the_morning_is_of_that_day_in_japan(in_ina: Organization, at: datetime) -> None:
    file, morning = make_file(), datetime(2026, 4, 1, 8, 0, tzinfo=JST)
    add_engagement(file=file, kind="stay", occurred_at=morning, by=BY, at=at)
    assert on_record([file.pk]).visits[file.pk] == [date(2026, 4, 1)]


def test_a_prefecture_of_its_own_stays(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    claim_status(file=file, told=Told(NAGANO, Tier.PREMIUM), by=BY, at=at)
    ina = claim_status(file=file, told=Told(INA, Tier.BASIC), by=BY, at=at)
    end_status(status=ina, on=local_date(at), why="本人の申告", by=BY, at=at)
    assert active(file) == {NAGANO: ("premium", "claimed", False)}


def test_a_file_confirms_what_was_claimed_and_the_same_file_again_changes_nothing(
    in_ina: Organization, at: datetime
) -> None:
    file = make_file(name="森千夏", birth_on=date(1990, 4, 1))
    claim_status(file=file, told=Told(INA, Tier.BASIC), by=BY, at=at)
    first = take(ROW, at)
    assert (first.taken, first.waiting) == (1, 0)
    row = NationalStatus.objects.get(body_code=INA)
    assert (row.tier, row.certainty, row.external_id, row.renew_by) == (
        "premium", "confirmed", "F-1", date(2028, 1, 9),
    )  # fmt: skip
    before = list(NationalStatus.objects.order_by("pk").values())
    again = take(ROW, at)
    assert again.is_known
    assert list(NationalStatus.objects.order_by("pk").values()) == before
    assert (RegistryFile.objects.count(), RegistryRow.objects.count()) == (1, 1)
    claim_status(file=file, told=Told(INA, Tier.BASIC), by=BY, at=at)
    row.refresh_from_db()
    assert (row.tier, row.certainty) == ("premium", "confirmed"), "what a file confirmed, no claim changes"


def test_a_later_file_ends_it(in_ina: Organization, at: datetime) -> None:
    file = make_file(name="森 千夏", birth_on=date(1990, 4, 1))
    claim_status(file=file, told=Told(INA, Tier.BASIC), by=BY, at=at)
    take(ROW, at)
    take(ROW.replace("登録中", "終了").replace(",,森", ",2027-06-01,森"), at)
    assert active(file) == {}
    assert NationalStatus.objects.get(body_code=INA).ended_on == date(2027, 6, 1)


def test_one_day_late_premium_is_basic_and_not_sure(in_ina: Organization, at: datetime, head: Member) -> None:
    file, other = make_file(email="m@example.jp"), make_file()
    make.a_registration(file=file, at=at)
    last = local_date(at)
    row = make.a_national_status(
        file, tier="premium", certainty="confirmed", external_id="F-1", registered_on=None, renew_by=last
    )
    elsewhere = make.a_national_status(other, body_code=KOMAGANE, tier="premium", registered_on=None, renew_by=last)
    assert end_premium_times(organization=in_ina, by=BY, at=at) == 0, "the last day is in time"
    late = at + timedelta(days=1)
    assert end_premium_times(organization=in_ina, by=BY, at=late) == 1
    assert end_premium_times(organization=in_ina, by=BY, at=late) == 0, "twice the same changes nothing"
    row.refresh_from_db()
    assert (row.tier, row.standing, row.certainty, row.renew_by) == ("basic", "active", "unknown", None)
    assert Message.objects.get().template == "furusato/mail/registration_national_over"
    elsewhere.refresh_from_db()
    assert elsewhere.tier == "premium", "other bodies decide on their own"
    assert national_facts(on_record([other.pk]), other.pk, body=INA, on=last).held
    assert national_facts(on_record([other.pk]), other.pk, body=INA, on=local_date(late)).held == []
    claim_status(file=file, told=Told(INA, Tier.PREMIUM, renew_by=date(2027, 11, 20)), by=BY, at=late)
    row.refresh_from_db()
    assert (row.tier, row.certainty, row.external_id) == ("premium", "claimed", "")


def test_where_the_town_says_so_it_ends_instead(in_ina: Organization, at: datetime, head: Member) -> None:
    set_setting(which=FALLS_BACK, value=0, starts_on=local_date(at), by=head.actor, at=at)
    file = make_file(name="森 千夏", birth_on=date(1990, 4, 1))
    claim_status(file=file, told=Told(INA, Tier.BASIC), by=BY, at=at)
    take(ROW.replace("2028-01-09", "2026-11-19").replace("2027-01-10", ""), at)
    assert active(file)[NAGANO] == ("premium", "unknown", True), "the prefecture is what its towns are"
    assert end_premium_times(organization=in_ina, by=BY, at=at) == 1
    assert active(file) == {}
    assert FollowUp.objects.open().get().case_file == file, "no registration of the town: somebody calls"
    take(ROW, at + timedelta(days=1))
    assert active(file)[INA] == ("premium", "confirmed", False), "the nation's file knows it by its id"


def test_who_may_not_be_basic_at_home_is_nothing_after_moving_in(
    in_ina: Organization, at: datetime, head: Member
) -> None:
    set_setting(which=BASIC_AT_HOME, value=0, starts_on=local_date(at), by=head.actor, at=at)
    file = make_file(place_code="131041")
    make.a_national_status(file, tier="premium")
    note_place(file=file, place_code=INA, on=local_date(at), by=BY, at=at)
    assert active(file) == {}
    answer, known = premium_answer(file, body=INA, on=local_date(at))
    assert answer.refused
    assert basic_answer(known, body=INA, on=local_date(at)).refused


def test_a_name_alone_finds_nobody(in_ina: Organization, at: datetime) -> None:
    file = make_file(name="森 千夏", birth_on=date(1990, 4, 2))
    claim_status(file=file, told=Told(INA, Tier.BASIC), by=BY, at=at)
    nobody_claims = make_file(name="森 千夏", birth_on=date(1990, 4, 1))
    taken = take(ROW + ROW.replace("F-1", "F-2").replace("森 千夏", "林 一"), at)
    assert (taken.taken, taken.waiting) == (0, 2)
    first, second = waiting_rows()
    assert ([one.pk for one in first.perhaps], list(second.perhaps)) == ([nobody_claims.pk], [])
    take_row(row=first.row, file=nobody_claims, by=BY, at=at)
    drop_row(row=second.row, why="町の人ではない", by=BY, at=at)
    assert waiting_rows() == []
    kept = RegistryRow.objects.values_list("name", "kana", "birth_on", "place_code")
    assert set(kept) == {("", "", None, "")}, "whose row it is, its case file says; of others nothing is kept"
    assert active(nobody_claims)[INA] == ("premium", "confirmed", False)


def test_a_row_of_nobody_waits_a_year_and_no_longer(in_ina: Organization, at: datetime) -> None:
    take(ROW, at)
    assert drop_old_rows(by=BY, at=at + timedelta(days=365)) == 0
    assert drop_old_rows(by=BY, at=at + timedelta(days=366)) == 1
    assert RegistryRow.objects.values_list("state", "name").get() == ("dropped", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (",202096,プレミアム登録,,,,,,,,\n", "国側登録IDがありません"),
        ("F-1,20209,プレミアム登録,,,,,,,,\n", "団体コード"),
        ("F-1,202096,ゴールド,,,,,,,,\n", "「ゴールド」は読めません"),
        ("F-1,202096,ベーシック,休み,,,,,,,\n", "「休み」は読めません"),
        ("F-1,202096,ベーシック,,2027-13-01,,,,,,\n", "登録日"),
        (ROW + ROW, "二度あります"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_by_line(text: str, words: str) -> None:
    _, _, wrong = read_registry((HEAD + text).encode(), "国.csv")
    assert len(wrong) >= 1
    assert any(words in one for one in wrong)


def test_a_file_without_its_columns(in_ina: Organization) -> None:
    assert read_registry("氏名\n森\n".encode(), "国.csv")[2] == [
        "「国側登録ID」「団体コード」「種類」の列が見つかりません。"
    ]


def test_the_file_for_the_nation_names_nobody_and_is_one(in_ina: Organization, at: datetime) -> None:
    file, other = make_file(name="森 千夏"), make_file(name="林 一")
    until = local_date(at)
    make.a_national_status(file, tier="premium", certainty="confirmed", external_id="F-1", renew_by=until)
    make.a_national_status(other, tier="premium", renew_by=until)
    for month in (3, 6, 9):
        make.a_sign_up(make.an_activity(), file=file, on=date(2026, month, 1), is_confirmed=True)
    rows = premium_endings(body=INA, on=local_date(at))
    assert sorted(one.done for one in rows) == [0, 3]
    data, digest = write_registry(rows, on=local_date(at))
    text = data.decode("utf-8-sig")
    assert "F-1,202096,プレミアム登録,2026-11-20,3," in text
    assert "森" not in text
    assert len(text.splitlines()) == 2, "what was only claimed has no id"
    for _ in range(2):
        note_sent(name="out.csv", digest=digest, count=1, by=BY, at=at)
    assert RegistryFile.objects.filter(is_outgoing=True).count() == 1


def test_what_the_town_cannot_see_is_unknown(in_ina: Organization, at: datetime) -> None:
    file = make_file(place_code="131041", birth_on=date(1990, 4, 1))
    make.a_proof(file)
    for month in (3, 6, 9):
        make.a_sign_up(make.an_activity(), file=file, on=date(2026, month, 1), is_confirmed=True)
    verdict, _ = premium_answer(file, body=INA, on=local_date(at))
    assert (verdict.outcome, [one.code for one in verdict.reasons]) == (Outcome.UNKNOWN, ["furusato.bodies_unseen"])
    make.a_national_status(file, tier="premium", certainty="confirmed", external_id="F-1")
    assert premium_answer(file, body=INA, on=local_date(at))[0].met
    other = make_file()
    make.a_proof(other, subject_hash="same")
    make.a_proof(file, subject_hash="same")
    codes = [one.code for one in premium_answer(file, body=INA, on=local_date(at))[0].reasons]
    assert codes == ["furusato.identity_of_another"], "one card for two people"
