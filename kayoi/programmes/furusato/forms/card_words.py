"""What is said of cards and benefits: on the phone, at the counter, and where something is refused."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kayoi.engines.credentials.forms import REFUSALS as CREDENTIALS
from kayoi.engines.ledger.forms import REFUSALS as LEDGER

REFUSALS: Final[dict[str, Any]] = {
    **CREDENTIALS,
    **LEDGER,
    "furusato.card_not_registered": _("登録中の方にだけ発行します。"),
    "furusato.card_replaced": _("代わりの登録者証が、すでにあります。使えるのは、端末と紙で1枚ずつです。"),
    "furusato.card_not_issued": _("この登録では、登録者証を発行していません。"),
    "furusato.benefit_for_nobody": _("対象の登録を、一つは選んでください。"),
    "furusato.benefit_without_card": _("対象の登録が、どれも登録者証を発行していません。"),
    "furusato.donation_points": _("寄附に伴う特典では、ポイントを付けることも使うこともできません。"),
    "furusato.donation_unknown": _("寄附に伴う特典には、寄附額が要ります。"),
    "furusato.donation_cost": _("1回の町の負担%(cost)s円が、寄附額の3割(%(most)s円)を超えています。"),
    "furusato.donation_not_designated": _("指定の基準に合うことを確かめた日と、その記録(決裁の番号など)が要ります。"),
    "furusato.use_unknown_card": _("この番号の登録者証か、利用を記録する特典が、この団体にありません。"),
    "furusato.use_beyond_person": _("1人の上限(年度に%(most)s)を超えています。"),
    "furusato.use_beyond_stock": _("数量の上限(年度に%(most)s)を超えています。"),
    "furusato.use_beyond_budget": _("予算の残りを超えています。"),
    "furusato.use_card_revoked": _("記録が届いたとき、登録者証は失効か再発行の後でした。"),
    "furusato.points_no_counter": _(
        "窓口で渡す特典でないため、ポイントを使えません。種類を変えるか、0にしてください。"
    ),
    "furusato.points_short": _("ポイントが足りません(%(amount)s要ります)。残りは、本人のページで確かめられます。"),
    "furusato.use_not_covered": _("ポイントが足りませんでした。"),
    "furusato.points_given": _("この決まりで、すでにポイントを付けています。新しい決まりを作ってください。"),
    "furusato.points_past": _("適用する最初の日は、今日からにしてください。"),
    "furusato.use_not_for": _("この特典の対象の登録ではありません。"),
}

# Placeholders are filled in by the page: %(seconds)s and the like.
PHONE: Final[dict[str, Any]] = {
    "left": _("あと%(seconds)s秒で新しくなります"),
    "until": _("有効期限: %(until)sまで"),
    "counts": _("有効です(%(issued)sの失効一覧で確かめました)。"),
    "not_looked": _("通信がないため、失効していないかは確かめていません。窓口では使えます。"),
    "counts_not": _("この登録者証は使えません。登録の画面で受け取り直してください。"),
    "revoked": _("この登録者証は失効しています。理由と、納得できないときの申出は、登録の画面にあります。"),
    "expired": _("有効期限(%(until)sまで)が過ぎています。登録の画面で、更新と受け取り直しができます。"),
    "key_not_current": _("署名した鍵が替わりました。登録の画面で受け取り直してください。"),
    "foreign_key": _("署名した鍵が替わりました。登録の画面で受け取り直してください。"),
    "clock_fast": _(
        "この端末の時計が%(seconds)s秒進んでいます。120秒を超えると、窓口で読み取れません。時刻の自動設定を入れてください。"
    ),
    "clock_slow": _(
        "この端末の時計が%(seconds)s秒遅れています。60秒を超えると2回の読み取りが要り、180秒を超えると使えません。時刻の自動設定を入れてください。"
    ),
}

COUNTER: Final[dict[str, str]] = {
    "outcome_met": "この特典を使えます",
    "outcome_not_met": "この特典は使えません",
    "outcome_unknown": "まだ分かりません",
    "pack": "%(at)sに更新したデータで確かめます。",
    "no_pack": "確かめるためのデータがまだありません。通信のできる場所で、一度開いてください。",
    "no_benefits": "この窓口の特典がありません。町の担当課に連絡してください。",
    "offline": "いまは通信がありません。",
    "signed_out": "ログインの期限が切れたため、データを更新できません。ログインし直してください。",
    "clock_fast": "この端末の時計が%(seconds)s秒進んでいます。合わせてください。",
    "clock_slow": "この端末の時計が%(seconds)s秒遅れています。合わせてください。",
    "recorded": (
        "この特典は、利用を記録します。使えるときに「利用を記録する」を押すと、町に届きます"
        "(通信がなければ、後で1回だけ届きます)。"
    ),
    "not_recorded": "この特典は、利用を記録しません。だれがいつ来たかは、どこにも送られません。",
    "benefit_not_for": "この特典の対象ではありません。",
    "benefit_spent": "今年度の回数を使い切っています。",
    "benefit_gone": "今年度の数量がなくなっています。",
    "takes_points": (
        "1回に%(points)s%(unit)sを使います。足りるかどうかは、記録が町に届いたときに確かめます。その場で届けば、足りないときは"
        "断られます。通信がないときは後で確かめるため、足りないことがあります。"
    ),
    "benefit_points_short": "データを更新した時点で、%(unit)sが足りません(1回に%(points)s)。",
    "benefit_older": "データより新しい登録者証です。通信のできる場所で開き、更新してください。",
    "benefit_look_at_id": "この特典では、本人確認書類も見せていただいてください。",
    "no_camera": "カメラを使えません。写真を選ぶか、照合符号で確かめてください。",
    "bad_quantity": "数は、1から99の数字で書いてください。",
    "no_card": "先に、登録者証を確かめてください。",
}


def counter_words() -> dict[str, str]:
    """Return all that the counter's page may have to say, by short code."""
    of_cards = {code.removeprefix("credentials."): str(words) for code, words in CREDENTIALS.items()}
    return of_cards | COUNTER


def phone_words() -> dict[str, str]:
    """Return all that the phone's page may have to say, in the reader's language."""
    return {code: str(words) for code, words in PHONE.items()}
