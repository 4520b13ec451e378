"""What members, and staff for them, are told when something about a membership or a desk is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.programmes.stays.forms.refusals import REFUSALS as STAYS

REFUSALS: dict[str, Any] = STAYS | {
    "desks.not_open": _("このプランは、いま募集していません。"),
    "desks.no_price_then": _("この月の会費が、まだ決まっていません。"),
    "desks.full": _("このプランは満員です。空きが出たら、また募集します。"),
    "desks.past": _("日が過ぎています。きょう以後の日を選んでください。"),
    "desks.member_already": _("このプランには、すでに申し込んでいるか、入会しています。"),
    "desks.not_member": _("いまは会員ではありません。"),
    "desks.not_member_then": _("その日は、会員の期間ではありません。"),
    "desks.paused_then": _("その日は、休会の期間です。"),
    "desks.outside_plan": _("このプランで使える曜日・時間の外です。"),
    "desks.too_far": _("予約できるのは、%(days)s日先までです。"),
    "desks.not_forward": _("終わりは、始まりより後にしてください。"),
    "desks.no_more": _("月会費に含まれる量を超えます。このプランでは、それより多くは使えません。"),
    "desks.other_room": _("この席は、このプランでは使えません。"),
    "desks.no_place_beside": _("この席には、一緒に予約できる子どもの場所がありません。"),
    "desks.use_over": _("この予約は、すでに終わったか、取り消されています。"),
    "desks.another_day": _("来たことを知らせられるのは、予約の日だけです。"),
    "desks.pause_not_forward": _("最後の月は、最初の月かそれより後にしてください。"),
    "desks.pause_from_next_month": _("休会は、まだ始まっていない月からです。"),
    "desks.pause_after_end": _("退会の後の月は、休会にできません。"),
    "desks.pause_twice": _("その月は、すでに休会になっています。"),
    "desks.pause_too_long": _("続けて休めるのは、%(most)sか月までです。"),
    "desks.notice_ahead": _("申出の日は、きょうか、それより前にしてください。"),
    "desks.end_outside": _("最後の日は、利用の初日(%(from)s)からきょうまでの間にしてください。"),
}
