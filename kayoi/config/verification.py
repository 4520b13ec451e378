"""What `manage.py verify` checks: what constraints cannot say. Read-only; nightly, after upgrades, after journeys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.selectors import checks as casefiles
from kayoi.engines.credentials.selectors import checks as credentials
from kayoi.engines.followups.selectors import checks as followups
from kayoi.engines.ledger.selectors import checks as ledger
from kayoi.engines.messages.selectors import incoming
from kayoi.engines.procedures.selectors import checks as procedures
from kayoi.engines.questionnaires.selectors import checks as questionnaires
from kayoi.engines.reservations.selectors import checks as reservations
from kayoi.engines.rulesets.selectors import checks as rulesets
from kayoi.engines.selections.selectors import checks as selections
from kayoi.engines.selections.selectors import judging
from kayoi.foundation.files.selectors import without_sound_bytes
from kayoi.foundation.places.selectors import place_of
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.row_security import missing_walls
from kayoi.programmes.appointments.selectors import checks as appointments
from kayoi.programmes.consultations.selectors import checks as consultations
from kayoi.programmes.consultations.selectors.mails import mails_without_question
from kayoi.programmes.fairs.selectors import checks as fairs
from kayoi.programmes.furusato.selectors import activities as furusato_activities
from kayoi.programmes.furusato.selectors import activity_checks, card_checks, point_checks, register_checks
from kayoi.programmes.homes.selectors import applying, finding_checks, seekers_checks
from kayoi.programmes.homes.selectors import checks as homes
from kayoi.programmes.schemes.selectors import checks as schemes
from kayoi.programmes.schemes.selectors.budget import checks as budgets
from kayoi.programmes.schemes.selectors.payments import checks as payments
from kayoi.programmes.schemes.selectors.recovery import checks as recoveries
from kayoi.programmes.settling.selectors import checks as settling
from kayoi.programmes.stays.selectors import checks as stays
from kayoi.programmes.stays.selectors import desks, programmes, sublets, tenancies
from kayoi.programmes.stays.selectors import openings as stay_openings
from kayoi.programmes.stays.selectors import tenancies_deposit as deposits
from kayoi.programmes.tours.selectors import checks as tours
from kayoi.programmes.tours.selectors import openings as tour_openings
from kayoi.programmes.village_sheets import selectors as village_sheets


@dataclass(frozen=True)
class Outcome:
    """One check: what it is called, how many rows are not sound (0 is good)."""

    label: str
    unsound: int


def _without_place() -> int:
    codes = Organization.objects.exclude(place_code="").values_list("place_code", flat=True)
    return sum(place_of(code) is None for code in codes)


# Of the installation, on the log-in side.
GLOBAL: tuple[tuple[str, Callable[[], int]], ...] = (
    ("行の保護(row-level security)がモデルのとおり", lambda: len(missing_walls())),
    ("団体のコードが地域にある", _without_place),
)

# Of each organization, in its own scope; each gets the day.
OF_ORGANIZATION: tuple[tuple[str, Callable[[date], int]], ...] = (
    ("個票の統合が輪にならない", lambda on: casefiles.merged_in_a_circle()),
    ("個票の検索キーが内容と合う", lambda on: casefiles.keys_out_of_date()),
    ("個票とメモがすべて検索できる", lambda on: casefiles.not_searchable()),
    ("最後の動きが経過より後", lambda on: casefiles.touched_too_early()),
    ("個票番号が採番を超えない", lambda on: casefiles.numbers_ahead_of_counter()),
    ("質問と回答がすべて検索できる", lambda on: consultations.not_searchable()),
    ("質問ごとに経過が一つある", lambda on: consultations.without_engagement()),
    ("回答済みの質問に回答と経過がある", lambda on: consultations.answered_without_answer()),
    ("未回答の質問に次の対応がある", lambda on: consultations.open_without_follow_up()),
    ("経過・対応・通知の元がある", lambda on: consultations.dangling_references()),
    ("個票のある来場ごとに経過が一つある", lambda on: fairs.visits_unlike_engagements()),
    ("発送した資料ごとに経過が一つある", lambda on: fairs.sent_unlike_engagements()),
    ("発送待ちの資料に次の対応がある", lambda on: fairs.waiting_without_follow_up()),
    ("受信メールの状態と扱いが合う", lambda on: incoming.in_no_state()),
    ("相談にした受信メールに相談がある", lambda on: mails_without_question()),
    ("公開中の窓口が団体と合う", lambda on: consultations.openings_unlike_organization()),
    ("実施した予約相談に経過が一つある", lambda on: appointments.held_without_engagement()),
    ("終えた現地案内に経過が一つある", lambda on: appointments.done_without_engagement()),
    ("予約と現地案内に次の対応がある", lambda on: appointments.booked_without_follow_up()),
    ("変更した予約に続きがある", lambda on: appointments.moved_without_successor()),
    ("個票のある移住に、同じ人数の経過がある", lambda on: settling.linked_without_engagement()),
    ("移住した人の内訳が人数を超えない", lambda on: settling.persons_unlike_members()),
    ("照合を終えた住民記録の一覧が残っていない", lambda on: settling.rows_of_finished_lists()),
    ("未対応の空き家の情報に次の対応がある", lambda on: finding_checks.new_leads_without_follow_up()),
    ("空き家の記録にした情報に、その記録がある", lambda on: finding_checks.leads_without_their_house()),
    ("意向調査の手紙の番号を、同じに作り直せる", lambda on: finding_checks.letters_with_other_codes()),
    ("未了の対応の担当が在籍している", lambda on: followups.without_present_owner(on=on)),
    ("引き継いだ机に残った対応がない", lambda on: followups.left_on_a_moved_desk()),
    ("公開中の暮らしのシートに、きびしい面がある", lambda on: village_sheets.published_without_hard_side()),
    ("公開中の暮らしのシートの、ことばと承認が正しい", lambda on: village_sheets.approved_with_forbidden_words()),
    ("掲載している空き家の内容が、元の記録と合う", lambda on: homes.listings_unlike_homes()),
    ("公開の状態と同意のある空き家だけを掲載している", lambda on: homes.shown_unlike_allowed()),
    ("空き家の経過が、いまの状態までつながる", lambda on: homes.events_unlike_states()),
    ("割当てのある空き家と業者が、どちらも登録中", lambda on: homes.assignments_out_of_place()),
    ("提出された申請ごとに経過が一つある", lambda on: procedures.unlike_engagements()),
    ("決定を算定し直しても同じになる", lambda on: procedures.decisions_unlike_their_inputs()),
    ("決定した申請ごとに決定の記録が一つある", lambda on: procedures.decided_without_decision()),
    ("受付中の申請に次の対応がある", lambda on: schemes.requests_left_alone()),
    ("団体の名前の申請が、団体の個票のためにある", lambda on: schemes.made_for_no_body()),
    ("補助金の決定ごとに交付がある", lambda on: schemes.approved_without_grant()),
    ("確定額を計算し直しても同じになる", lambda on: schemes.fixed_unlike_their_inputs()),
    ("義務期間中の交付に、続いている義務がある", lambda on: schemes.obliged_without_duties()),
    ("交付の支払額が、支払った請求の合計と合う", lambda on: schemes.paid_unlike_claims()),
    ("年度ごとの予定額と繰越が、決定額と議決の限度額を超えない", lambda on: schemes.beyond_votes()),
    ("返還の納付額が、納付の記録・交付の返還額と合う", lambda on: recoveries.received_unlike_repayments()),
    ("返還を求めた交付に、返還の決裁がある", lambda on: recoveries.returning_without_recovery()),
    ("返還の分割の合計が、命じた額を超えない", lambda on: recoveries.parts_unlike_rest()),
    ("受付中の申請の代理が続いている", lambda on: procedures.open_by_ended_proxy(on=on)),
    ("公開中の手続きの募集が、手続きのとおり", lambda on: procedures.openings_unlike_procedures(on=on)),
    ("通知書の数と採番が合う", lambda on: procedures.letters_unlike_counter()),
    ("受付済みの登録申込みに、次の対応か空き家の審査がある", lambda on: applying.offers_left_alone()),
    ("空き家の申込みの状態が、家の状態と合う", lambda on: seekers_checks.inquiries_unlike_homes()),
    ("空き家の見学・成約に経過が一つある", lambda on: seekers_checks.uncounted()),
    ("審査の順位が、採点表から導かれるものと合う", lambda on: judging.places_unlike_tables()),
    ("転貸する団体とのお金が、元帳と合う", lambda on: sublets.partners_unlike_ledger()),
    ("滞在の日が、予約の日と合う", lambda on: stays.days_unlike_bookings()),
    ("滞在の状態が、予約・申請の状態と合う", lambda on: stays.states_that_cannot_meet()),
    ("滞在施設の公開の写しが、施設の内容と合う", lambda on: stay_openings.openings_unlike_houses()),
    ("入居の日・状態が、予約と合う", lambda on: tenancies.days_unlike_bookings()),
    ("転貸の期間が、借上げの期間を超えない", lambda on: tenancies.outlasting_head_lease()),
    ("家賃の請求と入金が、勘定と合う", lambda on: tenancies.rents_unlike_ledger()),
    ("預かっている敷金が、決めた額を超えず、退去のあとに残っていない", lambda on: deposits.deposits_unsettled()),
    ("事業に充てる家の滞在に、その事業の受入れがある", lambda on: programmes.stays_without_entry()),
    ("受入れの終わった家庭の滞在に、次の予定がある", lambda on: programmes.ended_left_alone(on=on)),
    ("会員の席の予約が、空きの表と合う", lambda on: desks.uses_unlike_bookings()),
    ("会員が、プランの定員を超えない", lambda on: desks.members_beyond_places()),
    ("会員が来た日ごとに、経過が一つある", lambda on: desks.days_uncounted()),
    ("会費の請求と入金が、勘定と合う", lambda on: desks.fees_unlike_ledger()),
    ("契約の期間が過ぎた入居に、次の予定がある", lambda on: len(tenancies.run_out(on=on))),
    ("ツアーの公開の写しが、ツアーの内容と合う", lambda on: tour_openings.openings_unlike_tours()),
    ("受付中・これからのツアーに、開催の根拠がある", lambda on: tours.open_without_ground(on=on)),
    ("ツアーの参加者の日程が、そのツアーの日程", lambda on: tours.on_dates_of_other_tours()),
    ("ツアーの参加・補欠が、選考の結果と合う", lambda on: tours.parties_unlike_places()),
    ("ツアーの受付ごとに、同じ人数と人泊の経過がある", lambda on: tours.attendances_unlike_engagements()),
    ("町の登録の公開の写しが、登録簿の内容と合う", lambda on: register_checks.openings_unlike_registers()),
    ("担い手活動の公開の写しが、活動の内容と合う", lambda on: furusato_activities.openings_unlike_activities()),
    ("確認した担い手活動に、経過が一つある", lambda on: activity_checks.uncounted()),
    ("登録中でない人の登録者証が、使えない", lambda on: card_checks.cards_without_registration(on=on)),
    ("特典の利用の負担が、勘定と合う", lambda on: card_checks.paid_unlike_uses()),
    ("付けたポイント・使ったポイントが、勘定と合う", lambda on: point_checks.points_unlike_ledger()),
    ("施行した要件が、施行したときの内容のまま", lambda on: rulesets.adopted_unlike_fingerprint()),
    ("勘定の残高が、増減の合計と合う", lambda on: ledger.balances_unlike_transfers()),
    ("勘定の仮押さえが、その合計と合う", lambda on: ledger.held_unlike_holds()),
    ("期限のある受入れの残りが、勘定の残高と合う", lambda on: ledger.lots_unlike_balances()),
    ("勘定の残高の合計がゼロになる", lambda on: ledger.unbalanced()),
    ("予約と利用できない期間が、どれも重ならない", lambda on: reservations.overlapping()),
    ("予約の人数が、施設の定員を超えない", lambda on: reservations.over_capacity()),
    ("期限の切れた仮押さえが残っていない", lambda on: reservations.overdue(on=on)),
    ("公開中の空いている期間が、予約と合う", lambda on: reservations.shown_unlike_free(on=on)),
    ("選考の名簿が、公表した指紋と合う", lambda on: selections.lists_unlike_fingerprint()),
    ("選考の結果が、名簿と出来事からたどれる", lambda on: selections.places_unlike_events()),
    ("受付を始めたアンケートの設問が、そのときの内容のまま", lambda on: questionnaires.versions_unlike_fingerprint()),
    ("提出された回答が、設問に合う", lambda on: questionnaires.sheets_unlike_questions()),
    ("無記名のアンケートの回答が、無記名のまま", lambda on: questionnaires.anonymous_traceable()),
    ("公表した集計が、回答と合う", lambda on: questionnaires.tables_unlike_sheets()),
    ("失効一覧が、登録者証の状態と合う", lambda on: credentials.lists_unlike_cards()),
    ("使う署名鍵のファイルが揃っている", lambda on: credentials.keys_without_file(on=on)),
    ("登録者証の期限が、署名鍵の期限より前にある", lambda on: credentials.cards_beyond_their_key()),
    ("予算の増減の合計が、勘定の残高と合う", lambda on: budgets.lines_unlike_ledger()),
    ("支出負担行為の額が、その増減の合計と合う", lambda on: budgets.commitments_unlike_entries()),
    ("支払データが、作ったときの内容のまま", lambda on: payments.batches_unlike_fingerprint()),
    ("支払いの状態が、支払データの状態と合う", lambda on: payments.payments_unlike_batches()),
    ("保存したファイルの中身が変わっていない", lambda on: without_sound_bytes()),
)


def verify(*, on: date) -> Iterator[Outcome]:
    """Run every check; of checks per organization the rows of all of them are added up."""
    for label, check in GLOBAL:
        yield Outcome(label, check())
    organizations = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
    for label, check_on in OF_ORGANIZATION:
        unsound = 0
        for pk in organizations:
            with scope.of_organization(pk):
                unsound += check_on(on)
        yield Outcome(label, unsound)
