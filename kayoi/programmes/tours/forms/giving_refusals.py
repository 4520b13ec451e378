"""What staff are told when something about giving places is refused; beside what the public is told."""

from typing import Any

from kayoi.programmes.tours.forms.office_refusals import OFFICE
from kayoi.programmes.tours.forms.refusals import REFUSALS as PUBLIC

REFUSALS: dict[str, Any] = (
    PUBLIC
    | OFFICE
    | {
        "tours.no_date_for_terms": "受付中の日程がありません。先に日程を開いてください。",
        "tours.no_criteria": "審査の基準と重みを決めてください。",
        "tours.bad_terms": "選び方を公表できません: %(problem)s",
        "tours.still_taken": "受付の終わり(%(until)s)まで、名簿は確定できません。",
        "tours.not_scored": "点がまだ入っていない申込みがあります(%(count)s件)。",
        "tours.date_not_coming": "中止か実施済みの日程です。定員は増やせません。",
        "tours.no_town_consent": "この町に渡すことに、本人が同意していません。",
        "tours.no_town_here": "この町は、まだKayoiを使っていません。紙などで渡してください。",
        "tours.protected": "支援措置の対象です。渡す前に、本人に確かめてください。",
        "tours.not_placed": "参加が決まっていません。",
    }
)
