"""The forms of one application for a stay: who, who comes along, the questions that are left, the pledge."""

from typing import Any

from kayoi.engines.procedures.forms.applying import SendForm, YouForm
from kayoi.engines.procedures.forms.facts import Question, form_for
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.procedures import questions_of
from kayoi.programmes.stays.forms.public import PurposeForm, companion_forms
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.rules.asking import is_asked
from kayoi.programmes.stays.selectors.own import companions_of


class StayForms:
    """All forms of the page. A question that was left as it was is not written, and no fault.

    `data` is what was posted; the pledge is asked for only where it is sent.
    """

    def __init__(self, data: Any, *, stay: Stay, application: Application) -> None:
        assert application.form is not None
        answers = application.answers
        self.who = YouForm(data, initial=answers.get("you", {}), applicants=application.form.procedure.applicants)
        self.companions = companion_forms(data, count=stay.persons - 1, known=companions_of(stay))
        self.purpose = PurposeForm(data, initial={"purpose": stay.purpose})
        facts = {key: fact for key, fact in questions_of(application.form).items() if is_asked(key)}
        posted = {key: form_for(fact, data, answers) for key, fact in facts.items()} if data else {}
        self._answered = {key: form for key, form in posted.items() if form.has_changed()}
        self.questions: dict[str, Question] = {
            key: self._answered.get(key) or form_for(fact, None, answers) for key, fact in facts.items()
        }
        self.send = SendForm(data if data and "send" in data else None)

    @property
    def wrong(self) -> list[Any]:
        """The forms in which something is to be put right."""
        shown = (self.who, *self.companions, self.purpose, *self._answered.values(), self.send)
        return [form for form in shown if form.is_bound and not form.is_valid()]

    def written(self) -> dict[str, Any]:
        """Return what the service writes."""
        return {
            "you": self.who.answers(),
            "given": {key: form.answer() for key, form in self._answered.items()},
            "unknown": {key for key, form in self._answered.items() if form.is_unknown},
            "companions": [form.companion() for form in self.companions],
            "purpose": self.purpose.cleaned_data["purpose"],
        }
