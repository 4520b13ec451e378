"""What a counter is told about a card, and why something cannot be done with it now."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "credentials.unreadable": _("登録者証として読み取れません。明るいところで、もう一度読み取ってください。"),
    "credentials.unknown_version": _("新しい形式の登録者証です。この確認画面を更新してください。"),
    "credentials.wrong_town": _("ほかの自治体の登録者証です。"),
    "credentials.foreign_key": _(
        "この自治体の鍵で署名されたものではありません。鍵の一覧が古いこともあるので、更新してから読み取り直してください。"
    ),
    "credentials.key_not_current": _("署名した鍵は、いまは使われていません。登録者証の再発行を受けてください。"),
    "credentials.tampered": _("内容が書き換えられています。この登録者証は使えません。"),
    "credentials.not_yet_valid": _("この登録者証は、%(from)sから使えます。"),
    "credentials.expired": _("有効期限(%(until)sまで)が過ぎています。"),
    "credentials.revoked": _("この登録者証は失効しています。理由は、ご本人の画面か担当課でご確認いただけます。"),
    "credentials.no_list": _(
        "失効一覧がないため、失効していないか確かめられません。一度、通信のできる場所で開いてください。"
    ),
    "credentials.list_stale": _(
        "失効一覧(%(issued)sのもの)の期限が過ぎているか、この端末の時計がずれています。時計を確かめ、一覧を更新してください。"
    ),
    "credentials.list_older": _("失効一覧(%(issued)sのもの)が、この登録者証より古いものです。一覧を更新してください。"),
    "credentials.copied": _("印刷や写しの登録者証です。スマートフォンの画面を、その場で表示していただいてください。"),
    "credentials.foreign_phone": _("登録した端末で表示されたものではありません。"),
    "credentials.replayed": _("この画面は、すでに読み取り済みです。表示を更新していただいてください。"),
    "credentials.clock_ahead": _(
        "相手の端末の時計が%(seconds)s秒進んでいます(120秒まで使えます)。両方の端末の時計を確かめてください。"
    ),
    "credentials.too_old": _(
        "%(seconds)s秒前の画面です。画面の写真か、時計が180秒を超えて遅れている端末です。表示を更新していただいてください。"
    ),
    "credentials.scan_again": _(
        "%(seconds)s秒前の画面か、時計の遅れた端末です。10秒ほど待ち、新しい表示をもう一度読み取ってください。"
    ),
    "credentials.look_at_id": _("紙の登録者証です。本人確認書類の氏名と同じか、確かめてください。"),
    "credentials.other_person": _("本人確認書類の氏名と違います。借りたものか、写しです。"),
    "credentials.code_differs": _("照合符号と生年月日が合いません。読み違いがないか、確かめてください。"),
    "credentials.no_code_key": _("この端末には、照合符号を確かめる鍵がありません。"),
    "credentials.no_town_code": _("この団体には、全国地方公共団体コードがまだ登録されていません。"),
    "credentials.no_key": _("登録者証に署名する鍵がありません。先に鍵を作ってください。"),
    "credentials.key_ends": _("署名する鍵が%(until)sに終わります。有効期限を早めるか、鍵を更新してください。"),
    "credentials.over_already": _("有効期限が過ぎています。今日以後の日にしてください。"),
    "credentials.list_full": _("失効一覧がいっぱいです。運営者に連絡してください。"),
    "credentials.bad_phone_key": _("端末の鍵を受け取れませんでした。画面を開き直して、もう一度お試しください。"),
    "credentials.bad_name": _("氏名は、改行などを含めず60字以内で入れてください。"),
}
