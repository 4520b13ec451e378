"""What people are told when something about an application or a grant is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kayoi.engines.procedures.forms import REFUSALS as PROCEDURES
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS as MONEY

REFUSALS: dict[str, Any] = (
    PROCEDURES
    | MONEY
    | {
        "schemes.not_open": _("いまは受け付けていません。受付の期間を確かめてください。"),
        "schemes.begun_too_early": _("着手の日(%(day)s)が、着手してよい日(%(first)s)より前です。"),
        "schemes.amount_missing": "交付する金額がありません。",
        "schemes.consultation_missing": "事前相談の記録がありません。相談を受けて記録してください。",
        "schemes.house_missing": "対象の家がつながれていません。",
        "schemes.contract_missing": "対象の家の契約日がありません。",
        "schemes.granted_already": "すでに交付の決定があります: %(title)s(%(subject)s、受付番号 %(receipt)s)",
        "schemes.granted_meanwhile": "同じ人・世帯・家への交付が、いま決定されました。",
        "schemes.begun_already": "事前着手は、着手の前に承認します。きょう以後の日にしてください。",
        "schemes.nothing_to_report": _("いまは、実績報告を受ける段階ではありません。"),
        "schemes.rule_no_longer_met": "認めた内容では、決定のときの要件を満たしません。",
        "schemes.costs_missing": "額を計算するための費用が足りません。",
        "schemes.inspector_fixes": "検査した人は、額を確定できません。別の人が確定してください。",
        "schemes.month_twice": _("%(month)sは、すでに請求があります。"),
        "schemes.month_to_come": _("%(month)sは、まだ始まっていません。"),
        "schemes.month_too_late": _("%(month)sは、請求できる期間(%(most)sか月)を過ぎています。"),
        "schemes.claimed_meanwhile": _("同じ月の請求が、いま届きました。"),
        "schemes.nothing_by_rule": _("計算すると、補助の額が0円になります。"),
        "schemes.year_outside": _("交付の年度(%(first)s年度から%(last)s年度まで)ではありません。"),
        "schemes.year_twice": _("%(year)s年度は、すでに請求があります。"),
        "schemes.year_to_come": _("%(year)s年度は、まだ始まっていません。"),
        "schemes.year_before_unreported": _("%(year)s年度の活動報告の検査が済んでいません。"),
        "schemes.unreported": "%(year)s年度の報告の検査が済んでいません(受付番号 %(receipt)s)。",
        "schemes.report_paper_missing": "「%(paper)s」が届いていません。受け取るか、報告を差し戻してください。",
        "schemes.nothing_to_claim": _("いまは、請求を受ける段階ではありません。"),
        "schemes.above_decided": _("交付決定額を超えます。残りは%(left)s円です。"),
        "schemes.claims_open": "支払っていない請求があります。",
        "schemes.past_changing": "実績報告のあとなどは、変更・中止の申請を受けられません。",
        "schemes.change_open": "審査中の変更・中止の申請があります。",
        "schemes.no_amount_for_change": "変更した内容では、額を計算できません。",
        "schemes.paid_by_batch": "支払データで支払う請求です。「支払い」で、支払済み・組戻しを記録してください。",
        "schemes.stopped_by_hand": "支払い前の確認で止まりました: %(told)s",
        "schemes.asked_by_hand": "支払い前の確認で止まりました: %(told)s 支払うときは、理由を書いてください。",
        "schemes.paid_already": "支払ったあとは、返還を求める取消しにしてください。",
        "schemes.more_than_paid": "返還を求める額は、1円から支払った額(%(paid)s円)までです。",
        "schemes.more_than_owed": "返還された額は、1円から残り(%(owed)s円)までです。",
        "schemes.version_of_another": "その版は、この手続きの要件ではありません。手続きと版を確かめてください。",
        "schemes.version_unreadable": "この版は、書きかけのため試せません。版のページで直してください。",
        "schemes.nothing_decided": "この年度に決定した申請がありません。年度を広げてください。",
        "schemes.proof_too_early": "証明する日(%(proves)s)より前の時点(%(seen)s)では、その年を確かめられません。",
        "schemes.proof_to_come": "まだ来ていない日です。",
        "schemes.duty_over": _("この義務は、もう続いていません。"),
        "schemes.breach_without_day": "起きた日を書いてください。分からないときは「日に争いがある」を選んでください。",
        "schemes.breach_outside": "義務の期間(%(first)sから%(last)sまで)の日ではありません。",
        "schemes.breach_to_come": "まだ来ていない日です。",
        "schemes.day_is_contested": "起きた日に争いがあります。先に、日を決めてください。",
        "schemes.departure_to_come": "まだ来ていない異動日の人がいます。その日が過ぎてから認めてください。",
        "schemes.same_person_took_list": "死亡は、一覧を取り込んだ人とは別の職員が認めます。",
        "schemes.breach_of_another": "この義務に当たらない種類です。",
        "schemes.enquiry_answered": "未回答の人がいません。",
        "schemes.enquiry_not_due": "回答の期限(%(day)s)を過ぎてからにしてください。",
        "schemes.nobody_on_list": "照会できる申請がありません(支援措置の対象の人は、一覧に載せません)。",
    }
)
BUSY = _("いま、受け付けが込み合っています。10秒ほどおいて、もう一度送ってください。書いた内容は残っています。")
