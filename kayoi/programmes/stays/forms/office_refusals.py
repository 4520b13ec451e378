"""Why the office cannot publish a house, decide a stay or let a party in, in words that say what to do."""

from typing import Any

from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.programmes.stays.forms.refusals import REFUSALS as STAYS

OWN: dict[str, Any] = {
    "stays.no_basis_detail": "根拠の番号・条・指定の日がありません。",
    "stays.no_summary": "紹介の文がありません。",
    "stays.no_hard_facts": "「知っておいてほしいこと」が、一つもありません。",
    "stays.no_picture": "写真がありません。",
    "stays.no_rooms": "予約できる部屋・席・車がありません。",
    "stays.no_address": "住所がありません(許可した人に知らせます)。",
    "stays.no_guide": "利用の案内がありません。",
    "stays.no_contact": "滞在中の連絡先がありません。",
    "stays.no_procedure": "申請を受ける手続きがないか、公開されていません。",
    "stays.no_prices": "施行した料金の決まりがありません。",
    "stays.not_allowed_yet": "許可した滞在ではありません(いまは「%(status)s」)。",
    "stays.before_arrival": "利用の初日(%(day)s)より前です。",
    "stays.address_unasked": "申請のあとで住所を移していないか、確かめていません。",
    "stays.moved_since": "住所を移したので、決まりに合わなくなりました: %(condition)s。取りやめにしてください。",
    "stays.register_short": "宿泊者名簿が足りません(%(persons)s人のうち%(registered)s人)。",
    "stays.intent_unconfirmed": "買うか長く借りる意思を、まだ確かめていません。",
    "stays.not_explained": "事前説明書を渡した日がないか、その日より前です。契約の前に説明してください。",
    "stays.not_signed": "定期建物賃貸借契約を、まだ結んでいません。",
    "stays.price_open": "料金がまだ決まりません。足りない事実を聞くか、料金の決まりを確かめてください。",
    "stays.deposit_open": "預り金がまだ決まりません。足りない事実を聞くか、預り金の決まりを確かめてください。",
    "stays.price_changed": "決裁に回した後で、料金が変わりました。審査に戻して、もう一度回してください。",
    "stays.relief_too_much": "減免の後の額は、決まりどおりの料金(%(price)s円)より多くできません。",
    "stays.relief_without_ground": "額を決めるときは、減免の理由を選んでください。",
    "stays.paid_before": "すでに支払いが記録されています。",
    "stays.unpaid": "支払いが済んでいません(%(yen)s円)。このまま鍵を渡すときは、理由を書いてください。",
    "stays.nowhere_to_go": "予約 %(reference)s(%(from)sから%(until)sまで)を移せる部屋がありません。",
    "stays.not_left_yet": "まだ退去していません(いまは「%(status)s」)。",
    "stays.nothing_to_take_back": "取り消せる記録がありません。",
    "stays.full": "定員(%(most)s人)いっぱいです。",
}
REFUSALS: dict[str, Any] = STAYS | FILES | OWN
