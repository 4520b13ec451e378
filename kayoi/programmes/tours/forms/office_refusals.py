"""Why the office cannot open, change or hold something, and what an applicant meets, in words that say what to do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kayoi.kit.dates import JST
from kayoi.programmes.tours.rules.seen import Seen

LEGAL: dict[str, Any] = {
    "tours.no_travel_basis": "旅行業法の根拠が選ばれていません。宿泊も運送も手配しないときは、そう選んでください。",
    "tours.arranges_all_the_same": "「運送も宿泊も手配しない」と選びましたが、宿泊か運送を手配することになっています。",
    "tours.no_agency_name": "旅行業者の名称がありません。",
    "tours.no_agency_number": "旅行業の登録番号がありません(例: 長野県知事登録旅行業第2-000号)。",
    "tours.not_run_by_town": "旅行業に当たらないのは、市町村が企画・運営に実質的に関わるときだけです。",
    "tours.not_below_cost": "旅行業に当たらないのは、参加費では費用をまかなえないときだけです。",
    "tours.not_occasional": "旅行業に当たらないのは、日常的に反復して行わないときだけです。",
    "tours.called_openly": "旅行業に当たらないのは、広く募集しないときだけです。範囲を限るか、旅行業者に任せます。",
    "tours.not_consulted": "都道府県の旅行業担当課に相談した日と相手がありません。",
    "tours.no_work_basis": "賃金の出る仕事がありますが、職業安定法の根拠が選ばれていません。",
    "tours.work_not_notified": "職業安定法29条の通知をした日がありません。",
    "tours.no_information_number": "募集情報等提供の届出番号(届出が要らないときは、その理由)がありません。",
    "tours.no_employer": "自ら募集する雇い主の名称がありません。",
}
OFFICE: dict[str, Any] = {
    "tours.no_summary": "内容の文がありません。",
    "tours.no_hard_facts": "「知っておいてほしいこと」が、一つもありません。",
    "tours.no_organizer": "主催がありません。",
    "tours.no_contact": "当日の連絡先がありません。",
    "tours.no_fee_words": "参加費に何が含まれるかがありません。",
    "tours.no_dates": "日程がありません。",
    "tours.not_published": "ツアーのページが、まだ公開されていません。",
    "tours.rule_not_in_force": "参加の条件が、まだ施行されていません。",
    "tours.no_apply_time": "受付の始まりと終わりがありません。",
    "tours.apply_time_over": "受付の終わりが過ぎています。",
    "tours.apply_after_start": "受付の終わりは、初日より前にしてください。",
    "tours.date_is_past": "初日が過ぎています。",
    "tours.no_public_number": "抽選に使う公開の数字と、それが分かる日時がありません。",
    "tours.number_too_early": "公開の数字が分かるのは、受付の終わりより後にしてください。",
    "tours.selection_is_open": "選考の条件を公表しているので、日程は加えられません。",
    "tours.no_meeting_point": "集合の場所と時刻(オンラインなら、つなぎ方)がありません。",
    "tours.no_insurance": "保険がありません。",
    "tours.no_itinerary": "行程がありません。",
    "tours.terms_are_published": "選考の条件を公表しているので、選び方・公開の数字・受付の終わりは変えられません。",
    "tours.dates_are_coming": "受付中か、これから行う日程があります。先に、実施済みか中止にしてください。",
    "tours.people_have_applied": "すでに申し込んだ人がいます。日を変えるときは、中止して、別の日程を作ってください。",
    "tours.capacity_is_published": "選考の条件を公表しているので、定員は変えられません。「定員の追加」で増やします。",
    "tours.below_placed": "参加予定の%(placed)s人より、定員を少なくできません。",
    "tours.not_yet": "初日(%(day)s)より前です。",
    "tours.nobody_to_hand_over": "旅行業者に渡してよい参加予定の人がいません。",
    "tours.no_agency": "旅行業者が実施するツアーではありません。",
}
REFUSALS: dict[str, Any] = LEGAL | OFFICE
SEEN: dict[str, str] = {
    "tours.seen_nothing": "ページは、まだ誰にも見えません。",
    "tours.seen_page": "ページが見えます。",
    "tours.seen_by_address_only": "一覧や検索には出ません。アドレスを知る人だけが見ます。",
    "tours.seen_in_lists": "町の一覧に出ています。ほかの市町村で外れた人への案内にも出ます。",
    "tours.seen_in_no_list": "広く募集しますが、受付中の日程か選び方がなく、ほかの市町村からの案内に出ません。",
    "tours.seen_no_open_date": "申込みのボタンは出ません。受付中の日程がありません。",
    "tours.seen_no_terms": "申込みのボタンは出ません。「参加者の決め方」で、選び方を公表してください。",
    "tours.seen_no_time": "申込みのボタンは出ません。受付の期間が決まっていません。",
    "tours.seen_not_yet": "申込みのボタンは、まだ出ません。受付は%(from)sからです。",
    "tours.seen_over": "申込みのボタンは出ません。受付は%(until)sに終わりました。",
    "tours.seen_applying": "いま申し込めます(%(until)sまで)。",
    "tours.seen_date_draft": "%(date)s: 準備中なので、出ません。",
    "tours.seen_date_open": "%(date)s: 選べます。定員%(capacity)s人、参加予定%(placed)s人、希望%(asked)s人。",
    "tours.seen_date_closed": "%(date)s: 「受付終了」と出ます。",
    "tours.seen_date_settled": "%(date)s: 「参加者決定」と出ます。参加予定%(placed)s人。",
    "tours.seen_date_held": "%(date)s: 「実施済み」と出ます。",
    "tours.seen_date_cancelled": "%(date)s: 「中止」と出ます。",
    "tours.seen_without_free_time": "%(date)s: 行程に自由時間がありません。自分で歩く時間を入れてください。",
    "tours.seen_without_english": "英語の名称か内容がありません。英語で見る人には、日本語が出ます。",
}


def seen_in_words(lines: Iterable[Seen]) -> list[tuple[str, bool]]:
    """Return what an applicant meets, line by line, and whether all is well with it."""
    return [(SEEN[one.code] % {name: _said(value) for name, value in one.params.items()}, one.is_well) for one in lines]


def _said(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    moment = value.astimezone(JST)
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%-H:%M}"
