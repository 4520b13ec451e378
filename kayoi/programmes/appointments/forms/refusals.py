"""Why something cannot be booked, moved or confirmed, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "appointments.not_offered": _("この時間は受け付けていません。ほかの時間を選んでください。"),
    "appointments.not_this_way": _("この時間は、その方法では受け付けていません。方法か時間を選び直してください。"),
    "appointments.over": _("この時間は過ぎました。ほかの時間を選んでください。"),
    "appointments.too_late": _("予約は%(hours)s時間前までです。ほかの時間を選ぶか、お急ぎのときはお電話ください。"),
    "appointments.too_early": _("予約できるのは%(days)s日先までです。近い日を選んでください。"),
    "appointments.taken": _("この時間は、ほかの予約が入りました。ほかの時間を選んでください。"),
    "appointments.day_full": _("この日は予約がいっぱいです。ほかの日を選んでください。"),
    "appointments.begun": _("始まった予約は、ここでは変えられません。お電話ください。"),
    "appointments.not_yet": _("まだ始まっていない相談の結果は記録できません。終わってから記録してください。"),
    "appointments.stop_backward": _("終わりの時刻は、始まりより後にしてください。"),
    "appointments.stop_other_day": _("案内の日の時刻にしてください。"),
    "appointments.stop_overlaps": _("%(from)sからの「%(name)s」と重なっています。時刻をずらしてください。"),
    "appointments.host_without_address": _("相手のメールアドレスがありません。電話で頼み、返事を記録してください。"),
    "appointments.protected_needs_reason": _(
        "支援措置の対象の方です。相手に伝える理由を先に書いてください。書くまで、だれにも何も伝えません。"
    ),
    "appointments.day_without_stops": _("立ち寄り先がありません。一つ以上入れてください。"),
    "appointments.stop_declined": _("「%(name)s」が辞退したままです。ほかの時間・相手に変えるか、外してください。"),
    "appointments.stop_unanswered": _("「%(name)s」の返事がまだです。メールか電話で確かめてください。"),
    "appointments.day_ahead": _("まだ来ていない日です。終わってから記録してください。"),
}
