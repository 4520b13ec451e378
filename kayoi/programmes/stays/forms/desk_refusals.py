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
# What only staff meet.
STAFF_REFUSALS: dict[str, Any] = REFUSALS | {
    "desks.price_from_first": "会費は、月の初日から変わります。1日を選んでください。",
    "desks.price_without_article": "この施設の会費は使用料です。根拠の条(条例)を書いてください。",
    "desks.price_twice": "この月からの会費は、すでに登録されています。ほかの月を選んでください。",
    "desks.no_price": "会費がまだありません。先に会費を決めてください。",
    "desks.no_rooms": "使える席がまだありません。プランの内容で、席を選んでください。",
    "desks.fewer_places": "いま会員が%(members)s人います。定員は、それより少なくできません。",
    "tenancies.taken_back_before": "この入金の記録は、すでに取り消されています。",
    "stays.nothing_to_take_back": "取り消せる記録がありません。",
}
