"""Why something cannot be written or put into force, in words that say what to do."""

from typing import Any

REFUSALS: dict[str, Any] = {
    "rulesets.key_taken": "「%(key)s」という名前は使われています。ほかの名前にしてください。",
    "rulesets.no_draft": "確認に出した版や施行した版は、書き換えられません。写して新しい版を作ってください。",
    "rulesets.unlike": "「%(ruleset)s」の「%(name)s」が、いまあるものと違います。どちらかの記号を変えてください。",
    "rulesets.in_force": "「%(name)s」は施行中の版が使っています。変えずに、別の記号で加えてください。",
    "rulesets.no_cases": "確認の事例がありません。満たす例と満たさない例を加えてください。",
    "rulesets.case_fails": "事例「%(name)s」の答えが、書いたとおりになりません。要件か事例を直してください。",
    "rulesets.own_proposal": "確認に出した人は施行できません。ほかの職員に頼んでください。",
    "rulesets.overlap": "「%(version)s」の版と期間が重なります。その版の適用の終わりを先に決めてください。",
    "rulesets.not_in_force": "施行した版ではありません。",
    "rulesets.ends_too_early": "適用の終わりは、始まりより後にしてください。",
    # What the check of a rule finds (rules/soundness.py).
    "rulesets.never_met": "%(conditions)sが満たされることはありません。数や期間を確かめてください。",
    "rulesets.contradiction": "%(conditions)sは、同時には満たせません。どちらかを直してください。",
    "rulesets.never_reached": "%(conditions)sは、ほかの条件と両立しないので、満たされることがありません。",
    "rulesets.covered": "%(conditions)sに当たる人は、みな%(by)sにも当たります。片方があれば足ります。",
    "rulesets.never_chosen": "「%(version)s」の版は、後の版が同じ期間をすべて含むので、使われません。",
    "rulesets.no_question": "「%(fact)s」に、本人に聞く質問の文がありません。",
}
