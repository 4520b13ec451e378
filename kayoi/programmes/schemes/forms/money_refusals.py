"""What staff are told when money cannot be booked or paid."""

from typing import Any

from kayoi.engines.ledger.forms import REFUSALS as LEDGER

REFUSALS: dict[str, Any] = LEDGER | {
    "schemes.line_twice": "この年度に、同じ科目と細事業の予算がすでにあります。",
    "schemes.payer_twice": "財源内訳は、国・県・その他を一度ずつ書いてください。",
    "schemes.more_than_whole": "財源内訳の割合の合計が1を超えています。",
    "schemes.other_year": "%(year)s年度の予算で決定できるのは、%(first)sから%(last)sまでです(会計年度独立の原則)。",
    "schemes.books_closed": "%(year)s年度の予算は、年度の初めから%(last)s(出納整理期間の末日)までしか支出できません。",
    "schemes.year_over": "%(year)s年度の予算は、%(last)sを過ぎると補正できません。",
    "schemes.other_budget": "年度・会計・款の違う予算のあいだでは、流用できません。",
    "schemes.other_item": "項のあいだの流用は、予算で定めた場合に限ります。予算総則の定めを書いてください。",
    "schemes.not_next_year": "繰越先は、次の年度の同じ会計・款・項の予算にしてください。",
    "schemes.no_next_line": "次の年度に、同じ科目と細事業の予算がありません。先に登録してください。",
    "schemes.payment_on_the_way": "%(number)sは支払いの途中です。この年度の予算から支払うか、取りやめてください。",
    "schemes.nothing_open": "%(number)sには、支払いの済んでいない額がありません。",
    "schemes.more_than_open": "支払いの済んでいない額は%(open)s円です。それより多くはできません。",
    "schemes.more_than_paid": "支払い済みの額は%(paid)s円です。それより多くはできません。",
    "schemes.bank_code": "銀行コードは、4桁の数字で書いてください。",
    "schemes.branch_code": "支店コードは、3桁の数字で書いてください。",
    "schemes.account_number": "口座番号は、7桁の数字で書いてください。足りないときは、前に0を付けます。",
    "schemes.account_holder": "口座名義は、通帳のとおりカナで30字までで書いてください。",
    "schemes.other_holder": "口座名義が、本人のふりがなと違います。通帳を確かめるか、別の名義でよい理由を書きます。",
    "schemes.kana_unknown": "個票に本人のふりがながなく、名義と比べられません。先にふりがなを書いてください。",
    "schemes.same_person": "口座の確認は、登録した人とは別の職員がします。",
    "schemes.not_due": "支払いを選んでください。選んだ支払いは、もう支払待ちではないかもしれません。",
    "schemes.no_account": "確認済みの口座がありません: %(names)s",
    "schemes.several_years": "年度の違う支払いは、別の支払データにしてください。",
    "schemes.no_columns": "列がありません。少なくとも1列の見出しを書いてください。",
    "schemes.header_twice": "同じ見出しが二つあります: %(headers)s",
}
