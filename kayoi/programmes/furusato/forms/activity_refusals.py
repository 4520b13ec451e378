"""Why somebody cannot sign up, be confirmed or report, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.foundation.files.forms import REFUSALS as OF_FILES

BUSY = _("続けて操作されたため、しばらく受け付けられません。少し待つか、お電話ください。")
REFUSALS: dict[str, Any] = OF_FILES | {
    "furusato.activity_cancelled": _("この活動は中止になりました。ほかの活動を選んでください。"),
    "furusato.activity_over": _("この活動は始まっているか、終わりました。ほかの活動を選んでください。"),
    "furusato.activity_not_open": _("この活動は、いま申込みを受け付けていません。お電話でおたずねください。"),
    "furusato.members_only": _("この活動は、グループの参加者だけが申し込めます。"),
    "furusato.not_begun": _("まだ始まっていません。始まる1時間前から確かめられます。"),
    "furusato.wrong_code": _(
        "この会場の活動の番号ではありません。受付番号を確かめるか、受入れ先の人に伝えてください。"
    ),
    "furusato.code_late": _("QRコードで確かめられる時間が過ぎました。受入れ先の人に伝えるか、お電話ください。"),
    "furusato.report_ahead": _("まだ先の日です。活動が終わってから報告してください。"),
    "furusato.report_old": _("%(days)s日より前の活動は、受け付けられません。お電話でおたずねください。"),
    "furusato.report_empty": _("何をしたかを書くか、写真を選んでください。"),
    "furusato.no_host": _("受入れ先を書いてください。"),
    "furusato.no_place": _("場所を書いてください。"),
    "furusato.no_insurance": _("保険を書いてください。掛けないときは「なし(各自で加入)」と書きます。"),
    "furusato.holders_first": _(
        "いまは、優先申込みの期間です。だれでも申し込めるのは、%(day)sからです。対象の登録がある方は、登録の受付番号を書いてください。"
    ),
    "furusato.not_yet_open": _("申し込めるのは、%(day)sからです。"),
    "furusato.not_a_holder": _(
        "この番号とお名前では、優先の申込みができません。もう申し込んでいないか、登録と同じ番号とお名前かを確かめてください。番号を空けて申し込むか、ログインするか、お電話ください。"
    ),
    "furusato.priority_for_nobody": _("だれの優先かを、特典で選んでください。"),
    "furusato.priority_without_day": _("優先の日数を決めるときは、だれでも申し込める最初の日も書いてください。"),
    "furusato.priority_too_late": _("だれでも申し込める最初の日は、活動の日より前にしてください。"),
    "furusato.priority_too_many": _("空けておく人数は、定員までです。定員も書いてください。"),
    "furusato.priority_until": _("いつまで空けておくかを、活動の日より前の日で書いてください。"),
    "furusato.activity_past": _("始まりが過ぎています。日時を直してください。"),
}
