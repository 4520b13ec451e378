"""Does an answer still fit, and what happens when its quota is full."""

from collections.abc import Mapping
from dataclasses import dataclass

from kayoi.engines.questionnaires.rules.questions import Answers, Form, kept
from kayoi.engines.questionnaires.states import AtQuota
from kayoi.kit.verdict import Reason, Verdict, verdict


@dataclass(frozen=True, slots=True)
class Counted:
    """In which quotas an answer counts, and of which full ones it stays outside (枠の外)."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]
    answer: Verdict


def counted(form: Form, answers: Answers, already: Mapping[str, int]) -> Counted:
    """Return where an answer counts when so many count already; refused where a full quota refuses.

    Source: docs/reference/questionnaires.md (Quotas)
    """
    found = kept(form, answers)
    inside, outside, against = [], [], []
    for quota in form.quotas:
        if not all(one.holds(found.get(one.question)) for one in quota.conditions):
            continue
        if already.get(quota.key, 0) < quota.most:
            inside.append(quota.key)
        elif quota.then is AtQuota.MARK:
            outside.append(quota.key)
        else:
            against.append(Reason("questionnaires.quota_full", {"label": quota.label, "most": quota.most}))
    return Counted(tuple(inside), tuple(outside), verdict(against))
