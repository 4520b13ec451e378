"""What staff are told when something about a plan or a membership is refused: besides what members are told."""

from typing import Any

from kayoi.programmes.stays.forms.desk_refusals import REFUSALS as MEMBERS

REFUSALS: dict[str, Any] = MEMBERS | {
    "desks.price_from_first": "会費は、月の初日から変わります。1日を選んでください。",
    "desks.price_without_article": "この施設の会費は使用料です。根拠の条(条例)を書いてください。",
    "desks.price_twice": "この月からの会費は、すでに登録されています。ほかの月を選んでください。",
    "desks.price_charged": "この月の会費は、すでに会員に請求しています。まだ請求していない月から選んでください。",
    "desks.no_price": "会費がまだありません。先に会費を決めてください。",
    "desks.no_rooms": "使える席がまだありません。プランの内容で、席を選んでください。",
    "desks.fewer_places": "いま会員が%(members)s人います。定員は、それより少なくできません。",
    "tenancies.taken_back_before": "この入金の記録は、すでに取り消されています。",
    "stays.nothing_to_take_back": "取り消せる記録がありません。",
}
