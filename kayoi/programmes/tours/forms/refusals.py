"""What people are told when something about a tour is refused, and why they have a place or none."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.engines.selections.forms import REFUSALS as SELECTIONS

BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)
REFUSALS: dict[str, Any] = SELECTIONS | {
    "tours.not_open": _("いまは、このツアーの申込みを受け付けていません。"),
    "tours.not_taken_yet": _("受付は、%(opens)sに始まります。"),
    "tours.over": _("受付は、%(closed)sに終わりました。"),
    "tours.list_final": _("申込みの名簿が確定したため、受け付けられません。"),
    "tours.no_open_date": _("いま申し込める日程がありません。"),
    "tours.no_terms": _("参加者の決め方が、まだ公表されていません。"),
    "tours.not_eligible": _("参加の条件に合いません: %(condition)s"),
    "tours.no_wish": _("希望する日程を、一つ以上選んでください。"),
    "tours.wish_closed": _("受付を終えた日程が選ばれています。選び直してください。"),
    "tours.wish_twice": _("同じ日程が二度選ばれています。"),
    "tours.too_many": _("選んだ日程は、いちばん多くて%(most)s人までです。全員では参加できません。"),
    "tours.more_than_party": _("1組の人数は、%(most)s人までです。"),
    "tours.companions_unlike": _("人数(%(size)s人)と、いっしょに来る人の数が合いません。"),
    "tours.nobody_to_reach": _("メールアドレスか電話番号を書いてください。"),
    "tours.no_guardian": _("18歳未満の方は、保護者のお名前を書いてください。"),
    "tours.no_agency_consent": _("旅行業者が実施するツアーです。お名前などを渡すことに同意が要ります。"),
}
