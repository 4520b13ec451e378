"""A plan on paper (PDF): what is next, the picture, every step with its last day and what a late one breaks."""

from datetime import date
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kayoi.kit.documents import pdf
from kayoi.programmes.family_plans.selectors.pages import PlanShown, day_words
from kayoi.programmes.family_plans.states import StepState

TEMPLATE = Path(__file__).parents[1] / "templates" / "family_plans" / "plan.typ"


def paper(page: PlanShown, *, town: str, phone: str, today: date) -> bytes:
    """Return a plan as a PDF (計画の紙). No name stands on it: it is put on a refrigerator."""
    data = {
        "lang": "en" if (get_language() or "ja").startswith("en") else "ja",
        "title": _("わが家の計画"),
        "town": town,
        "phone": phone,
        "moving": _("引越しの日: %(day)s") % {"day": day_words(page.moves_on)},
        "printed": _("%(day)sに作りました。期限は変わることがあります。") % {"day": day_words(today)},
        "facts": list(page.facts),
        "next_title": _("次にすること"),
        "trouble_title": _("このままでは間に合わないこと"),
        "all_title": _("すること"),
        "headers": [_("いつまで"), _("すること"), _("遅れると")],
        "picture": str(page.chart.svg),
        "next": [{"day": day_words(row.due_on) if row.due_on else "", "title": row.title} for row in page.next_steps],
        "troubles": [" ".join(filter(None, [one.text, one.breaks, one.heals])) for one in page.conflicts],
        "steps": [
            {
                "day": day_words(row.due_on) if row.due_on else _("時期は決まっていません"),
                "title": row.title,
                "how": row.how,
                "breaks": row.breaks,
                "done": row.step.state is StepState.DONE,
                "late": row.step.state is StepState.LATE,
                "source": row.step.task.basis or row.step.task.source,
                "sample": row.step.task.sample,
            }
            for row in page.steps
        ],
        "sample_words": _("見本"),
        "source_words": _("根拠: "),
    }
    return pdf(TEMPLATE.read_text(encoding="utf-8"), data)
