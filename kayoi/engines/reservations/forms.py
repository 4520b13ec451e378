"""What people are told when a unit cannot be had for a time."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "reservations.not_forward": _("終わりは、始まりより後にしてください。"),
    "reservations.not_whole_nights": _("%(unit)sは1泊単位で予約します。日付で選んでください。"),
    "reservations.not_whole_minutes": _("%(unit)sは1分単位で予約します。"),
    "reservations.too_many_persons": _("%(unit)sの定員は%(most)s人です。人数は1人から%(most)s人までにしてください。"),
    "reservations.retired": _("%(unit)sは%(from)sから使えなくなります。"),
    "reservations.outside_hours": _("%(unit)sの利用時間の外です。"),
    "reservations.taken": _("%(from)sから%(until)sまで、ほかの予約があります。"),
    "reservations.cleaning": _("%(from)sから%(until)sまでの予約との間に、清掃などの準備の時間が要ります。"),
    "reservations.blocked": _("%(from)sから%(until)sまでは利用できません。"),
    "reservations.none_free": _("%(pool)sは、この期間すべて予約されています。"),
    "reservations.just_taken": _("いま、ほかの人が予約しました。別の期間を選んでください。"),
    "reservations.lapsed": _("仮押さえの期限(%(at)s)が過ぎています。もう一度予約してください。"),
    "reservations.next_begins": _("次の予約が%(from)sに始まるため、延長できません。"),
    "reservations.not_later": _("いまの終わり(%(until)s)より後にしてください。"),
    "reservations.not_yet": _("予約は%(from)sからです。まだ始まっていません。"),
    "reservations.booking_in_the_way": _("予約 %(reference)s(%(from)sから%(until)sまで)があります。"),
    "reservations.blocked_before": _("%(from)sから%(until)sまでは、すでに利用できない期間です。"),
    "reservations.unlike_pool": _("「%(pool)s」に入れられるのは、種類と予約の単位が同じものだけです。"),
    "reservations.hours_for_minutes": _("利用時間は、時間単位で予約するものだけに決められます。"),
    "reservations.smaller_than_booked": _("定員より多い人数の予約 %(reference)s があります。"),
}
