"""What people are told when something about an application is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "procedures.proxy_unseen": _("委任状をまだ確かめていません。"),
    "procedures.proxy_not_yet": _("委任は%(from)sからです。"),
    "procedures.proxy_over": _("委任の期限が切れています(%(day)sより前まで)。"),
    "procedures.paper_open": _("「%(paper)s」の確認が済んでいません。"),
    "procedures.paper_expired": _("「%(paper)s」の有効期限が過ぎています。"),
    "procedures.document_expired": _(
        "発行から%(months)sか月を過ぎているため、使えません(%(until)sまででした)。新しいものを用意してください。"
    ),
    "procedures.document_of_tomorrow": _("発行の日が、まだ来ていない日(%(issued)s)になっています。"),
    "procedures.pages_missing": _(
        "ページが足りません(%(pages)s枚。%(least)s枚以上が要ります)。すべての面を送ってください。"
    ),
    "procedures.issue_unknown": _("発行の日を書いてください。"),
    "procedures.rules_not_adopted": _("要件の版が、まだ施行されていません。"),
    "procedures.question_unreadable": _("独自の質問に直すところがあります: %(why)s"),
    "procedures.unknown_place": _("使えない差し込み「%(names)s」があります。使える差し込み: %(allowed)s。"),
    "procedures.not_under_examination": _("審査中の申請ではありません。"),
    "procedures.rule_knows": _("この要件は、答えから決まっています。人が認定することはできません。"),
    "procedures.not_met": _("要件を満たしていないため、承認できません。"),
    "procedures.not_yet_known": _("まだ分からない要件があります: %(condition)s"),
    "procedures.amount_outside": _("金額が、算定の範囲(%(least)s円から)に入っていません。"),
    "procedures.without_reason": _("承認しない理由を書いてください。"),
    "procedures.four_eyes": _("審査した人は、決裁できません。別の人が決裁してください。"),
    "procedures.role_decides_nothing": _("この役割では、この手続きの決裁ができません。"),
    "procedures.above_limit": _("専決の限度(%(most)s円)を超えています(%(amount)s円)。上の決裁者に回してください。"),
    "procedures.nobody_decides": _(
        "この金額を決裁できる段階がありません。手続きの回議の順と、専決の限度を直してください。"
    ),
    "procedures.stamped_already": _("審査か別の段階の承認をした人は、承認も決裁もできません。別の人が行ってください。"),
    "procedures.step_of_another": _("いまは、別の役割の承認を待っています。"),
    "procedures.deputy_without_reason": _("代決の理由を書いてください。"),
    "procedures.not_on_route": _("この申請の回議に加わる人と、審査した人だけが、審査に戻せます。"),
    "procedures.changed_meanwhile": _("ほかの人が先に処理しました。"),
}
