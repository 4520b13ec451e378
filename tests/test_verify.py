"""verify finds nothing in a sound world, and each check can fail."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import connection

from kayoi.config.verification import GLOBAL, OF_ORGANIZATION, verify
from kayoi.kit.dates import local_date
from tests.cast import needs_owner
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(built: World) -> None:
    """Stand in for pytest-django's own transaction: the world has one that lasts for the whole module."""


def as_owner(world: World, sql: str) -> None:
    """Do what no service does."""
    needs_owner()
    with connection.cursor() as cursor:
        done = sql.format(**world.rows, org=world.ina.pk)
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE; {done}; SET ROLE kayoi_web")


def unsound(at: datetime) -> dict[str, int]:
    return {outcome.label: outcome.unsound for outcome in verify(on=local_date(at)) if outcome.unsound}


def test_sound_world_has_nothing_to_mend(world: World, at: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    assert unsound(at) == {}
    call_command("verify")
    assert capsys.readouterr().out.count("よし") == len(GLOBAL) + len(OF_ORGANIZATION)


def lose_bytes(world: World) -> None:
    as_owner(world, "UPDATE files_storedfile SET sha256 = repeat('0', 64)")


def end_owner(world: World) -> None:
    as_owner(world, "UPDATE followups_followup SET owner_id = {member} WHERE id = {follow_up}")
    as_owner(world, "UPDATE identity_membership SET ends_before = '2026-10-01' WHERE id = {member}")


def said_to_be(cause: str, kind: str = "question") -> str:
    """Return what lets an engagement of a question say that it came from a row of another room that is not there."""
    return (
        f"UPDATE casefiles_engagement SET cause = '{cause}', kind_id = '{kind}'"
        " WHERE kind_id = 'question' AND reference = '{question}'"
    )


SPOILT: dict[str, str | Callable[[World], None]] = {
    "行の保護(row-level security)がモデルのとおり": "ALTER TABLE casefiles_note DISABLE ROW LEVEL SECURITY",
    "団体のコードが地域にある": "UPDATE tenancy_organization SET place_code = '999999' WHERE id = {org}",
    "個票の統合が輪にならない": "UPDATE casefiles_casefile SET merged_into_id ="
    " CASE id WHEN {file} THEN {other} ELSE {file} END WHERE id IN ({file}, {other})",
    "個票の検索キーが内容と合う": "UPDATE casefiles_casefile SET name = '別人' WHERE id = {file}",
    "個票とメモがすべて検索できる": "UPDATE casefiles_casefile SET search = NULL WHERE id = {file}",
    "質問と回答がすべて検索できる": "UPDATE consultations_question SET search = NULL WHERE id = {question}",
    "最後の動きが経過より後": "UPDATE casefiles_casefile SET touched_at = '2020-01-01' WHERE id = {file}",
    "個票番号が採番を超えない": "UPDATE casefiles_counter SET last = 0",
    "質問ごとに経過が一つある": "DELETE FROM casefiles_engagement"
    " WHERE kind_id = 'question' AND reference = '{question}'",
    "回答済みの質問に回答と経過がある": "UPDATE consultations_question SET status = 'answered' WHERE id = {question}",
    "未回答の質問に次の対応がある": "UPDATE followups_followup SET cause = '' WHERE reference = '{question}'",
    "経過・対応・通知の元がある": "UPDATE mailing_message SET reference = '987654' WHERE id = {message}",
    "受信メールの状態と扱いが合う": "UPDATE mailing_receivedmail SET became = 'contact' WHERE id = {mail}",
    "相談にした受信メールに相談がある": "UPDATE mailing_receivedmail SET reference = '987654'"
    " WHERE became = 'question'",
    "公開中の窓口が団体と合う": "UPDATE openings_opening SET place_code = '011002'",
    "未了の対応の担当が在籍している": end_owner,
    "公開中の暮らしのシートに、きびしい面がある": "UPDATE village_sheets_item SET number = 7"
    " WHERE sheet_id = {sheet} AND number IS NOT NULL",
    "公開中の暮らしのシートの、ことばと承認が正しい": "UPDATE village_sheets_sheet SET text = '家柄のよい地区'"
    " WHERE id = {sheet}",
    "掲載している空き家の内容が、元の記録と合う": "UPDATE homes_home SET price_yen = 1 WHERE id = {published_home}",
    "公開の状態と同意のある空き家だけを掲載している": "UPDATE homes_listing SET withdrawn_at = now()"
    " WHERE home_id = {published_home}",
    "空き家の申込みの状態が、家の状態と合う": "UPDATE homes_home SET status = 'published' WHERE id = {shown_home}",
    "空き家の見学・成約に経過が一つある": "UPDATE homes_viewing SET status = 'done' WHERE id = {viewing}",
    "空き家の経過が、いまの状態までつながる": "UPDATE homes_home SET status = 'suspended' WHERE id = {published_home}",
    "割当てのある空き家と業者が、どちらも登録中": "UPDATE homes_broker SET status = 'suspended' WHERE id = {broker}",
    "施行した要件が、施行したときの内容のまま": "UPDATE rulesets_version SET body = replace(body, '750000', '7500000')"
    " WHERE id = {ruleset_adopted}",
    "保存したファイルの中身が変わっていない": lose_bytes,
    "勘定の残高が、増減の合計と合う": "UPDATE ledger_account SET balance = balance + 1",
    "勘定の仮押さえが、その合計と合う": "UPDATE ledger_account SET held = held + 1 WHERE least IS NULL",
    "勘定の残高の合計がゼロになる": "UPDATE ledger_account SET balance = balance + 1",
    "予約と利用できない期間が、どれも重ならない": "ALTER TABLE reservations_booking DROP CONSTRAINT"
    " reservations_no_overlap; UPDATE reservations_booking SET starts_at = '2026-12-01' WHERE status = 'blocked'",
    "予約の人数が、施設の定員を超えない": "UPDATE reservations_unit SET capacity = 1",
    "期限の切れた仮押さえが残っていない": "UPDATE reservations_booking SET lapses_at = '2026-11-19'"
    " WHERE status = 'held'",
    "公開中の空いている期間が、予約と合う": "UPDATE reservations_booking SET starts_at ="
    " starts_at + interval '1 day' WHERE status = 'confirmed' AND ends_before - starts_at > interval '1 day'",
    "選考の名簿が、公表した指紋と合う": "UPDATE selections_line SET size = size + 1",
    "選考の結果が、名簿と出来事からたどれる": "UPDATE selections_place SET turn = turn + 100",
    "受付を始めたアンケートの設問が、そのときの内容のまま": "UPDATE questionnaires_version SET notice = '別の目的'"
    " WHERE status <> 'draft'",
    "滞在の日が、予約の日と合う": "UPDATE stays_stay SET leaves_on = leaves_on + 1",
    "滞在の状態が、予約・申請の状態と合う": "UPDATE stays_stay SET status = 'closed' WHERE status = 'asked'",
    "滞在施設の公開の写しが、施設の内容と合う": "UPDATE stays_house SET name = '別の家' WHERE status = 'published'",
    "入居の日・状態が、予約と合う": "UPDATE stays_tenancy SET ends_before = ends_before + 1",
    "転貸の期間が、借上げの期間を超えない": "UPDATE stays_headlease SET ends_before = starts_on + 1",
    "家賃の請求と入金が、勘定と合う": "UPDATE stays_rentcharge SET amount_yen = amount_yen + 1",
    "預かっている敷金が、決めた額を超えず、退去のあとに残っていない": "UPDATE stays_tenancy SET deposit_yen = 1",
    "審査の順位が、採点表から導かれるものと合う": "UPDATE selections_judging SET status = 'closed', closed_at = now()",
    "転貸する団体とのお金が、元帳と合う": "UPDATE stays_partnerpayment SET amount_yen = amount_yen + 1",
    "事業に充てる家の滞在に、その事業の受入れがある": "UPDATE stays_house SET kept_for_id = {stay_programme}"
    " WHERE id = {stay_house}",
    "受入れの終わった家庭の滞在に、次の予定がある": "UPDATE stays_stay SET entry_id = {stay_entry}"
    " WHERE id = {stay_allowed}; UPDATE stays_programmeentry SET ended_on = '2020-01-01' WHERE id = {stay_entry}",
    "会員の席の予約が、空きの表と合う": 'UPDATE stays_deskuse SET "on" = "on" + 1',
    "会員が、プランの定員を超えない": "UPDATE stays_deskplan SET most_members = 1 WHERE id = {desk_plan};"
    " UPDATE stays_deskmember SET status = 'member', place = 9 WHERE id = {desk_asked}",
    "会員が来た日ごとに、経過が一つある": "UPDATE stays_deskuse SET arrived_at = now()",
    "会費の請求と入金が、勘定と合う": "UPDATE stays_deskfee SET amount_yen = amount_yen + 1",
    "契約の期間が過ぎた入居に、次の予定がある": (
        "UPDATE followups_followup SET reference = '0' WHERE cause = 'stays.Tenancy';"
        " UPDATE stays_tenancy SET starts_on = starts_on - 3000, term_starts_on = term_starts_on - 3000,"
        " ends_before = ends_before - 3000"
    ),
    "町の登録の公開の写しが、登録簿の内容と合う": "UPDATE furusato_register SET name = '別' WHERE status = 'published'",
    "担い手活動の公開の写しが、活動の内容と合う": "UPDATE furusato_activity SET title = '別' WHERE status = 'open'",
    "確認した担い手活動に、経過が一つある": "UPDATE furusato_signup SET status = 'confirmed', confirmed_by = 'list',"
    " confirmed_at = now() WHERE status = 'reported'",
    "提出された回答が、設問に合う": """UPDATE questionnaires_answersheet SET answers = '{{"wish": 9}}'
     WHERE status = 'submitted'""",
    "無記名のアンケートの回答が、無記名のまま": "UPDATE questionnaires_questionnaire SET anonymous = NOT anonymous"
    " WHERE NOT open_to_all",
    "公表した集計が、回答と合う": "UPDATE questionnaires_publishedtable SET cells = '[[99, 99], [99, 99]]'",
    "ツアーの公開の写しが、ツアーの内容と合う": "UPDATE openings_opening SET title = '別の名称' WHERE kind = 'tour'",
    "受付中・これからのツアーに、開催の根拠がある": "UPDATE tours_tour SET agency_number = ''",
    "ツアーの参加者の日程が、そのツアーの日程": "UPDATE tours_party SET date_id = {tour_past} WHERE id = {tour_placed}",
    "ツアーの受付ごとに、同じ人数と人泊の経過がある": "UPDATE tours_attendance SET nights = 1 WHERE why <> ''",
    "ツアーの参加・補欠が、選考の結果と合う": "UPDATE tours_party SET number = '別' WHERE id = {tour_placed}",
    "登録中でない人の登録者証が、使えない": "UPDATE furusato_registration SET status = 'ended'"
    " WHERE id = {registration}",
    "付けたポイント・使ったポイントが、勘定と合う": "UPDATE furusato_pointsearned SET points = points + 1",
    "期限のある受入れの残りが、勘定の残高と合う": 'UPDATE ledger_lot SET "left" = 0 WHERE "left" > 0',
    "特典の利用の負担が、勘定と合う": "UPDATE furusato_benefituse SET yen = yen + 1 WHERE id = {paid_use}",
    "失効一覧が、登録者証の状態と合う": "UPDATE credentials_card SET status = 'replaced', reason = ''",
    "使う署名鍵のファイルが揃っている": "UPDATE credentials_signingkey SET point = 'x'",
    "登録者証の期限が、署名鍵の期限より前にある": "UPDATE credentials_card SET valid_until = '2099-01-01'",
    "予算の増減の合計が、勘定の残高と合う": "UPDATE ledger_account SET balance = balance + 1"
    " WHERE key LIKE 'budget:%%:free'",
    "支出負担行為の額が、その増減の合計と合う": "UPDATE schemes_commitment SET amount_yen = amount_yen + 1",
    "支払データが、作ったときの内容のまま": "UPDATE schemes_batch SET total_yen = total_yen + 1",
    "支払いの状態が、支払データの状態と合う": "UPDATE schemes_payment SET status = 'batched' WHERE id = {payment_due}",
    "個票のある来場ごとに経過が一つある": said_to_be("fairs.Visit"),
    "発送した資料ごとに経過が一つある": said_to_be("fairs.BrochureRequest"),
    "発送待ちの資料に次の対応がある": "UPDATE followups_followup SET cause = '' WHERE cause = 'fairs.BrochureRequest'",
    "実施した予約相談に経過が一つある": said_to_be("appointments.Booking", "appointment"),
    "終えた現地案内に経過が一つある": said_to_be("appointments.GuidedDay", "guided_day"),
    "予約と現地案内に次の対応がある": "UPDATE followups_followup SET cause = '' WHERE cause LIKE 'appointments.%%'",
    "変更した予約に続きがある": "UPDATE appointments_booking SET status = 'moved' WHERE id = {booking}",
    "個票のある移住に、同じ人数の経過がある": "UPDATE settling_move SET persons = persons + 1 WHERE id = {move}",
    "移住した人の内訳が人数を超えない": "INSERT INTO settling_movemember (organization_id, move_id, age_band)"
    " SELECT {org}, {move}, '30s' FROM generate_series(1, 20)",
    "照合を終えた住民記録の一覧が残っていない": "UPDATE settling_matchlist SET finished_at = now()"
    " WHERE id = {match_list}",
    "未対応の空き家の情報に次の対応がある": "UPDATE followups_followup SET cause = '' WHERE cause = 'homes.Lead'",
    "空き家の記録にした情報に、その記録がある": "UPDATE homes_lead SET status = 'house' WHERE id = {lead}",
    "意向調査の手紙の番号を、同じに作り直せる": "UPDATE homes_surveyletter SET number = number + 1",
    "提出された申請ごとに経過が一つある": "DELETE FROM casefiles_engagement"
    " WHERE cause = 'procedures.Application' AND reference = '{application}'",
    "受付中の申請の代理が続いている": "UPDATE procedures_proxy SET starts_on = '2020-01-01',"
    " ends_before = '2020-02-01'",
    "決定を算定し直しても同じになる": "UPDATE procedures_decision SET inputs = replace(inputs, '1300001', '900')",
    "決定した申請ごとに決定の記録が一つある": "UPDATE procedures_application SET status = 'submitted'"
    " WHERE id = {request_decided}",
    "受付中の申請に次の対応がある": "UPDATE followups_followup SET cause = '' WHERE cause = 'schemes.Request'",
    "団体の名前の申請が、団体の個票のためにある": "UPDATE procedures_application"
    " SET answers = jsonb_set(answers, '{{you,who}}', '\"body\"') WHERE id = {request}",
    "補助金の決定ごとに交付がある": "UPDATE schemes_grant SET application_id = {request} WHERE id = {grant}",
    "確定額を計算し直しても同じになる": "UPDATE schemes_grant SET fixed_yen = 1 WHERE id = {grant}",
    "義務期間中の交付に、続いている義務がある": "UPDATE schemes_obligation SET status = 'ended', closed_on = until",
    "交付の支払額が、支払った請求の合計と合う": "UPDATE schemes_grant SET paid_yen = 1 WHERE id = {grant}",
    "年度ごとの予定額と繰越が、決定額と議決の限度額を超えない": "INSERT INTO schemes_grantyear"
    " (organization_id, grant_id, fiscal_year, status, planned_yen)"
    " SELECT {org}, {grant}, 2026, 'planned', decided_yen + 1 FROM schemes_grant WHERE id = {grant}",
    "返還の納付額が、納付の記録・交付の返還額と合う": "UPDATE schemes_recovery SET received_yen = 1"
    " WHERE id = {recovery}",
    "返還を求めた交付に、返還の決裁がある": "UPDATE schemes_grant SET paid_yen = decided_yen, to_return_yen = 1"
    " WHERE id = {grant}",
    "返還の分割の合計が、命じた額を超えない": "UPDATE schemes_instalment SET amount_yen = 600001"
    " WHERE recovery_id = {recovery}",
    "公開中の手続きの募集が、手続きのとおり": "UPDATE procedures_procedure SET title = '別の名称'",
    "通知書の数と採番が合う": "UPDATE procedures_lettercounter SET last = last + 1",
    "受付済みの登録申込みに、次の対応か空き家の審査がある": "UPDATE followups_followup SET cause = ''"
    " WHERE cause = 'procedures.Application'",
    "引き継いだ机に残った対応がない": "UPDATE followups_followup SET made_at = '2020-01-01', owner_id ="
    " (SELECT leaver_id FROM followups_handover WHERE id = {hand_over}) WHERE id ="
    " (SELECT f.id FROM followups_followup f WHERE f.status = 'open' AND f.organization_id = {org} AND NOT EXISTS"
    " (SELECT FROM followups_handedover h WHERE h.follow_up_id = f.id) LIMIT 1)",
}


def test_every_check_is_spoilt_once() -> None:
    assert set(SPOILT) == {label for label, _ in (*GLOBAL, *OF_ORGANIZATION)}


@pytest.mark.parametrize("label", SPOILT)
def test_check_can_fail(world: World, at: datetime, label: str) -> None:
    spoil = SPOILT[label]
    if callable(spoil):
        spoil(world)
    else:
        as_owner(world, spoil)
    found = next(outcome for outcome in verify(on=local_date(at)) if outcome.label == label)
    assert found.unsound > 0


def test_what_is_unsound_is_told_at_the_end(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    as_owner(world, "UPDATE casefiles_counter SET last = 0")
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1
    assert "だめ" in capsys.readouterr().out
