"""Staff: applications from paper and the telephone; giving them back, withdrawing, refusing; their papers."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.programmes.homes.forms.applying import STEPS, ConsentsForm, StepForm
from kayoi.programmes.homes.forms.words import StaffWords
from kayoi.programmes.homes.states.applying import Who

CHANNELS = (Channel.LETTER, Channel.COUNTER, Channel.TELEPHONE, Channel.EMAIL)


class HowForm(forms.Form):
    """By which way an application came."""

    channel = forms.ChoiceField(
        label="申込みの方法", choices=[(one.value, one.label) for one in CHANNELS], widget=forms.RadioSelect
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """What is to be put right, by when."""

    reasons = forms.CharField(
        label="直していただきたいこと", max_length=350, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一つずつ改行して書きます。申込みをした人に、このまま伝わります。",
    )  # fmt: skip
    due_on = forms.DateField(label="お願いする期限")
    by_letter = forms.BooleanField(label="手紙(補正のお願い)を出す", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_reasons(self) -> list[str]:
        """Return the lines that say something."""
        return [line.strip() for line in self.cleaned_data["reasons"].splitlines() if line.strip()]

    def clean_due_on(self) -> date:
        """Ask for a day to come."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on <= self.today:
            raise forms.ValidationError("明日より後の日にしてください。")
        return due_on


class WhyForm(forms.Form):
    """A reason, as it is kept with what was done."""

    why = StaffWords(label="理由", max_length=300)


class EndProxyForm(WhyForm):
    """The last day of a mandate, and why it ends."""

    ends_on = forms.DateField(label="代理の最後の日")

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    def clean_ends_on(self) -> date:
        """Ask for a day on which the mandate had begun."""
        ends_on: date = self.cleaned_data["ends_on"]
        if ends_on < self.starts_on:
            raise forms.ValidationError(f"代理の始まり({self.starts_on.isoformat()})より後の日にしてください。")
        return ends_on


class ReceiveForm(forms.Form):
    """A paper that came by post or over the counter, perhaps scanned."""

    received_on = forms.DateField(label="受け取った日")
    uploads = FilesField(
        label="スキャンした写真・PDF(ページの順に)", required=False, allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip


class AcceptForm(forms.Form):
    """Until when a paper holds."""

    valid_until = forms.DateField(
        label="有効期限", required=False, help_text="委任状では、委任の終わりの日です。期限がなければ空けておきます。"
    )


class ReturnPaperForm(forms.Form):
    """What is wrong with a paper."""

    why = StaffWords(label="直していただきたいこと", max_length=200)


def staff_forms(answers: Mapping[str, Any] | None, initial: Mapping[str, Any] | None = None) -> dict[str, StepForm]:
    """Return all steps for one page on which staff write what somebody else says; no browser fills in the officer."""
    steps = {name: form(answers, initial=dict(initial or {})) for name, form in STEPS.items()}
    for step in steps.values():
        step.about_self = False  # type: ignore[attr-defined]  # asked by kit.html.fields
    if answers is not None and answers.get("who") != Who.KIN:
        steps["owner"] = STEPS["owner"](initial=dict(answers))
    assert isinstance(steps["consents"], ConsentsForm)
    steps["consents"].fields["agree"].label = "個人情報の取り扱いを伝え(紙では示し)、同意をもらいました"
    return steps


def new_key() -> dict[str, Any]:
    """Return what a form begins with, so that sending it twice is one application."""
    return {"client_key": uuid4(), "channel": Channel.LETTER}


def known_of(file: CaseFile) -> dict[str, Any]:
    """Return the answers that a case file gives already."""
    return {name: getattr(file, name) for name in ("name", "kana", "phone", "email", "postal_code", "address")}
