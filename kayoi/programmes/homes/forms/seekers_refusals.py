"""Why a seeker, an inquiry, a viewing or a contract is refused, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "homes.registered_already": _(
        "すでに利用登録があるか、申請を確認しています。控えのメールのリンクか、ログインして、ご自分のページを開いてください。"
    ),
    "homes.not_registered": _("利用登録が済んでいないか、期間が終わっています。先に利用登録をしてください。"),
    "homes.not_shown": _("この家は、いま公開していません。番号を確かめるか、ほかの家を選んでください。"),
    "homes.window_over": _("この家の申込みの受付は終わりました。ほかの家を選んでください。"),
    "homes.asked_already": _("この家には、すでに申し込まれています。ご自分のページで状態を確かめてください。"),
    "homes.not_first": _("先着順です。先に申し込んだ方から順に進めてください。"),
    "homes.window_open": _("申込みの受付期間中です。所有者が選べるのは%(month)s月%(day)s日からです。"),
    "homes.contract_stands": _("成約しています。契約が不成立になったときは、「成約」のページで記録してください。"),
    "homes.viewing_backward": _("終わりの時刻は、始まりより後にしてください。"),
    "homes.viewing_past": _("過ぎた日時です。これからの日時にしてください。"),
    "homes.viewing_taken": _("この時間には、ほかの方の見学があります。時刻をずらすか、別の日にしてください。"),
    "homes.viewing_ahead": _("まだ始まっていない見学です。終わってから記録してください。"),
    "homes.key_is_out": _("この家の鍵は貸出し中です。先に返却を記録してください。"),
    "homes.contract_ahead": _("先の日付の契約は記録できません。契約した日を確かめてください。"),
    "homes.contract_without_talk": _(
        "商談中の申込みがありません。申込みを商談に進めてから記録するか、「バンクを通さない契約」を選んでください。"
    ),
    "homes.not_offered_so": _("この家の物件区分(売買・賃貸)と、契約の種類が合いません。"),
}
