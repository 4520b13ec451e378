"""What people are told when something about a registration is refused, or a rule of the national scheme says no."""

from typing import Any

from django.utils.translation import gettext_lazy as _

BUSY = _(
    "いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。続けて出るときは、"
    "1時間ほどおいてください。書いた内容は残っています。"
)
REFUSALS: dict[str, Any] = {
    "furusato.not_taking": _("いまは、この登録の申込みを受け付けていません。"),
    "furusato.registered_already": _(
        "すでに登録しているか、申込みを確かめているところです。控えのメールのリンクか、ログインして、ご自分のページを開いてください。"
    ),
    "furusato.not_registered": _("いまは登録されていません。"),
    "furusato.not_met": _("次の条件に足りないか、分かっていません: %(conditions)s"),
    "furusato.not_yet": _("まだ更新の時期ではありません。期限の%(days)s日前から更新できます。"),
    "furusato.too_late": _("有効期限が過ぎたため、更新できません。もう一度お申し込みください。"),
    "furusato.own_home": _("住所のある市区町村には、この登録ができません。"),
    "furusato.home_unknown": _("住所が分かりません。"),
    "furusato.age_unknown": _("生年月日が分かりません。"),
    "furusato.guardian_missing": _("%(age)s歳になっていない方は、保護者の同意が要ります。"),
    "furusato.identity_not_proved": _("本人確認が済んでいません。"),
    "furusato.identity_of_another": _("ほかの人の本人確認に使われたカードです。"),
    "furusato.identity_low": _("マイナンバーカードでの本人確認が要ります。"),
    "furusato.identity_lapsed": _("電子証明書の期限が切れています。もう一度本人確認をしてください。"),
    "furusato.activities_few": _("担い手活動が、あと%(more)s回足りません(%(needed)s回のうち%(done)s回)。"),
    "furusato.visits_few": _("訪問が、あと%(more)s回足りません(%(needed)s回のうち%(done)s回)。"),
    "furusato.visits_unknown": _("訪問の記録がありません。"),
    "furusato.too_many_bodies": _("プレミアム登録は%(most)s団体までです(ほかに%(taken)s団体)。"),
    "furusato.bodies_unseen": _(
        "ほかの団体の登録は、町からは見えません(プレミアム登録は%(most)s団体まで)。国の登録で決まります。"
    ),
}
