"""Why something in a group is refused, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.foundation.files.forms import REFUSALS as OF_FILES
from kayoi.programmes.furusato.forms.activity_refusals import REFUSALS as OF_ACTIVITIES

REFUSALS: dict[str, Any] = (
    OF_FILES
    | OF_ACTIVITIES
    | {
        "furusato.holders_first": _("いまは、優先申込みの期間です。だれでも申し込めるのは、%(day)sからです。"),
        "furusato.group_not_for_you": _("いまの登録では、このグループに参加できません。"),
        "furusato.group_put_out": _("町があなたの参加を終えたため、参加できません。くわしくは、お電話ください。"),
        "furusato.group_closed": _("このグループは終了しました。書き込みはできません。"),
        "furusato.group_name_empty": _("表示名には、文字か数字を入れてください。"),
        "furusato.group_name_real": _("本名は使えません。ほかの参加者に見せてよい名前にしてください。"),
        "furusato.group_name_town": _("町や職員と間違えられる名前は使えません。"),
        "furusato.group_name_taken": _("この表示名は、このグループで使われています。別の名前にしてください。"),
        "furusato.group_post_empty": _("内容を書くか、写真を選んでください。"),
        "furusato.group_posts_many": _("1日に書き込めるのは%(most)s件までです。あしたまたお願いします。"),
        "furusato.group_no_photo": _("PDFは載せられません。写真を選んでください。"),
        "furusato.group_report_not": _("この投稿は通報できません。ページを開き直してください。"),
        "furusato.group_reports_many": _("1日に通報できるのは%(most)s件までです。急ぐときは、お電話ください。"),
        "furusato.group_object_not": _("異議はすでに受け取っているか、投稿の状態が変わりました。"),
    }
)
