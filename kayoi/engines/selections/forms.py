"""What people are told: why they have a place or none, and why something cannot be done now."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "judging.bad_criteria": _("審査の項目、満点(1以上)、重み(1以上)を確かめてください。"),
    "judging.bad_ties": _("同点のときに比べる項目は、審査の項目から選んでください。"),
    "judging.bad_prizes": _("賞と、その数(1以上)を決めてください。"),
    "judging.no_score": _("「%(criterion)s」の点がありません。"),
    "judging.score_beyond": _("「%(criterion)s」の点は、0から%(most)sまでです。"),
    "judging.no_entries": _("審査する作品がありません。"),
    "judging.lacking": _("採点も辞退もしていない採点表が、%(count)s件あります。"),
    "judging.few_judges": _("作品%(number)sは、採点した審査員が%(least)s人に足りません。審査員を加えてください。"),
    "judging.taken_out": _("この作品またはあなたは、審査から外れました。町の窓口にお尋ねください。"),
    "judging.closed": _("審査は締め切られました。点は変えられません。"),
    "selections.turn_by_lot": _("抽選の順番は、%(among)s組のうち%(turn)s番目でした。"),
    "selections.turn_by_arrival": _("受付の順番は、%(among)s組のうち%(turn)s番目でした。"),
    "selections.turn_by_points": _("審査は%(points)s点で、順番は%(among)s組のうち%(turn)s番目でした(同点は抽選)。"),
    "selections.ahead_persons": _("「%(group)s」の方は、合わせて%(least)s人になるまで先に決まります。"),
    "selections.ahead_parties": _("「%(group)s」の方は、%(least)s組になるまで先に決まります。"),
    "selections.others_ahead_persons": _("「%(group)s」の方が、合わせて%(least)s人になるまで先に決まりました。"),
    "selections.others_ahead_parties": _("「%(group)s」の方が、%(least)s組になるまで先に決まりました。"),
    "selections.placed": _("第%(wish)s希望の「%(offer)s」に決まりました。"),
    "selections.moved_up": _("空きが出たため、補欠の順番により、第%(wish)s希望の「%(offer)s」に決まりました。"),
    "selections.no_room": _(
        "順番が来たとき、「%(offer)s」の定員の残りは%(left)s人分で、全員(%(size)s人)では入れませんでした。"
    ),
    "selections.group_full_persons": _("順番が来たとき、「%(group)s」の枠(%(most)s人まで)に全員では入れませんでした。"),
    "selections.group_full_parties": _("順番が来たとき、「%(group)s」の枠(%(most)s組まで)が埋まっていました。"),
    "selections.on_reserve": _("補欠として、順番をお待ちいただいています。"),
    "selections.declined": _("辞退を受け付けました。"),
    "selections.nobody": _("申込みがありません。"),
    "selections.number_known_already": _(
        "公開の数字が、もう発表されている時刻です。名簿を確定する前に、これから発表される別の数字を決めてください。"
    ),
    "selections.not_closed": _("名簿がまだ確定していません。"),
    "selections.closed": _("名簿は確定しています。"),
    "selections.number_not_out": _("公開の数字(%(number)s)は、まだ発表されていません。"),
    "selections.number_unreadable": _("公開の数字は、39123.45 のように入れてください。"),
    "selections.not_drawn": _("抽選がまだ済んでいません。"),
    "selections.drawn_before": _("抽選は済んでいます。やり直すことはできません。"),
    "selections.list_differs": _("名簿は、すでに別の内容で確定しています。"),
    "selections.no_such_offer": _("その日程・行き先はありません。"),
    "selections.nothing_added": _("増やす人数は1以上にしてください。"),
    "selections.no_such_number": _("その番号の申込みはありません。"),
}
