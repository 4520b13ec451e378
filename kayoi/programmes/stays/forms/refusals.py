"""What people are told when something about a stay is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.engines.procedures.forms import REFUSALS as PROCEDURES
from kayoi.engines.reservations.forms import REFUSALS as RESERVATIONS
from kayoi.programmes.stays.forms.legal import REFUSALS as LEGAL

BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)
REFUSALS: dict[str, Any] = (
    PROCEDURES
    | RESERVATIONS
    | LEGAL
    | {
        "stays.not_open": _("いまは、この施設の申込みを受け付けていません。"),
        "stays.no_room": _("いま使える部屋がありません。"),
        "stays.hold_over": _(
            "空きを押さえておく時間が過ぎ、その間にほかの方の予約が入りました。日を選び直してください。"
        ),
        "stays.past": _("初日が過ぎています。きょう以後の日を選んでください。"),
        "stays.not_changeable": _("いまの段階では、変更できません。お電話ください。"),
        "stays.shorter": _("いまの最終日(%(until)s)より後の日を選んでください。"),
        "stays.against_rules": _("決まりに合いません: %(condition)s"),
        "stays.not_on_these_days": _("到着を知らせられるのは、利用の期間(%(first)sから%(last)sまで)だけです。"),
        "stays.not_found_here": _("この受付番号では受け付けられません。町の窓口にお電話ください。"),
        "stays.wrong_code": _("合言葉が違います。部屋に掲示してある紙を見てください。"),
        "stays.not_allowed_yet": _("いまは到着を受け付けられません(%(status)s)。町の窓口にお電話ください。"),
        "stays.before_arrival": _("利用の初日(%(day)s)より前です。"),
        "stays.address_unasked": _(
            "この施設は、申請のあとで住所を移していない方が使えます。移していないときは、印をつけてください。"
            "移した方は、町の窓口にお電話ください。"
        ),
        "stays.register_short": _("宿泊者名簿がまだそろっていません。町の窓口にお電話ください。"),
        "stays.intent_unconfirmed": _("町がまだお話をうかがっていません。町の窓口にお電話ください。"),
        "stays.not_explained": _("契約の前の説明がまだ済んでいません。町の窓口にお電話ください。"),
        "stays.not_signed": _("契約がまだ済んでいません。町の窓口にお電話ください。"),
        "stays.unpaid": _("お支払いが済んでいません(%(yen)s円)。町の窓口にお電話ください。"),
        "stays.wrong_entry": _(
            "この家は、事業の受入れが決まった家庭だけが申し込めます。渡された符号を書いてください。"
        ),
        "stays.entry_over": _("この符号の受入れは終わっています。受入れを決めたところにお聞きください。"),
        "stays.entry_used": _("この符号では、すでに申し込んでいます。"),
        "stays.outside_programme": _("受入れの期間(%(from)sから%(until)sまで)の日を選んでください。"),
        "stays.past_cancelling": _("すでに始まっているか、終わっているため、取りやめられません。お電話ください。"),
    }
)
