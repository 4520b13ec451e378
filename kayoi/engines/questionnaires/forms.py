"""What people are told about their sheet, and staff about a questionnaire."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "questionnaires.missing": _("「%(question)s」にお答えください。"),
    "questionnaires.missing_line": _("「%(question)s」の「%(line)s」にお答えください。"),
    "questionnaires.unknown_question": _("このアンケートにない設問への回答があります。ページを開き直してください。"),
    "questionnaires.no_such_option": _("「%(question)s」は、選択肢の中から選んでください。"),
    "questionnaires.no_such_line": _("「%(question)s」に、このアンケートにない項目への回答があります。"),
    "questionnaires.chosen_twice": _("「%(question)s」で、同じものが二度選ばれています。"),
    "questionnaires.alone": _("「%(question)s」で「%(option)s」を選ぶときは、ほかのものは選べません。"),
    "questionnaires.too_few": _("回答が5人に満たない集計は、個人が特定されるおそれがあるため、表示できません。"),
    "questionnaires.too_few_chosen": _("「%(question)s」は、%(least)sつ以上選んでください。"),
    "questionnaires.too_many": _("「%(question)s」は、%(most)sつまで選べます。"),
    "questionnaires.no_number": _("「%(question)s」は、数字で答えてください。"),
    "questionnaires.out_of_range": _("「%(question)s」は、%(least)sから%(most)sまでの数で答えてください。"),
    "questionnaires.no_date": _("「%(question)s」は、実在する日付で答えてください。"),
    "questionnaires.no_text": _("「%(question)s」は、文字で答えてください。"),
    "questionnaires.too_long": _("「%(question)s」は、%(most)s文字までで答えてください。"),
    "questionnaires.no_place": _("「%(question)s」は、市区町村を一覧から選んでください。"),
    "questionnaires.quota_full": _("「%(label)s」の回答は、予定の数(%(most)s件)に達したため、受付を終わりました。"),
    "questionnaires.difference": _(
        "すでに公表した表と比べると、5人に満たない人の回答が分かってしまうため、この表は公表できません。"
    ),
    "questionnaires.unreachable": _("どのように答えても表示されない設問があります: %(questions)s"),
    "questionnaires.not_open": _("このアンケートは、いま回答を受け付けていません。"),
    "questionnaires.not_draft": _("受付を始めた版は、書き換えられません。新しい版を作ってください。"),
    "questionnaires.another_open": _("ほかの版が受付中です。先に受付を終わらせてください。"),
    "questionnaires.not_closed": _("集計を公表できるのは、受付を終わった後です。"),
    "questionnaires.being_corrected": _("訂正中の回答が%(count)s件あります。訂正が終わってから公表してください。"),
    "questionnaires.texts_kept": _("自由記述は、保存期間が終わるまで消せません(%(until)s)。"),
    "questionnaires.submitted": _("この回答は、すでに提出されています。"),
    "questionnaires.not_submitted": _("この回答は、まだ提出されていません。"),
    "questionnaires.published": _("集計を公表した後は、回答を訂正できません。"),
    "questionnaires.anonymous": _("無記名のアンケートなので、提出された回答がどなたのものか分からず、訂正できません。"),
    "questionnaires.not_anonymous": _("無記名のアンケートの回答は、個票と結び付けられません。"),
    "questionnaires.needs_why": _("訂正の理由を入れてください。"),
}
