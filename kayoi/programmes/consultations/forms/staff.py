"""Shape of what staff answer, and of what the public is told about the desk."""

from typing import Any

from django import forms

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.openings.services import OpeningFields
from kayoi.foundation.identity.forms import MemberField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # staff type many dates: one box, by keyboard


class NextForm(forms.Form):
    """What is next (次の対応), or nothing agreed."""

    next_title = forms.CharField(label="次にすること", max_length=200, required=False)
    next_due_on = forms.DateField(label="いつまでに", required=False, widget=DAY)
    owner = MemberField(label="担当", empty_label="決めない")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, MemberField)
        owner.queryset = members

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of the next step, or none."""
        values = super().clean() or {}
        title, due = values.get("next_title"), values.get("next_due_on")
        if title and not due and "next_due_on" not in self.errors:
            self.add_error("next_due_on", "いつまでにするかを書いてください。")
        if due and not title:
            self.add_error("next_title", "次に何をするかを書いてください。")
        return values

    def next_step(self) -> dict[str, Any]:
        """Return what is next as the services take it."""
        values = self.cleaned_data
        return {"next_title": values["next_title"], "next_due_on": values["next_due_on"], "owner": values["owner"]}


class AnswerForm(NextForm):
    """An answer by mail, or the note that it was told by telephone or at the counter."""

    text = forms.CharField(
        label="回答",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "回答を書いてください。"},
    )
    channel = forms.ChoiceField(label="回答の方法", widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("text", "channel", "next_title", "next_due_on", "owner", "version")

    def __init__(self, *args: Any, has_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_hand = [Channel.TELEPHONE, Channel.COUNTER, Channel.ONLINE, Channel.LETTER]
        channels = ([Channel.EMAIL] if has_email else []) + by_hand
        words = {Channel.EMAIL: "メールで送る"}
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = [(item.value, words.get(item, f"{item.label}で伝えた(記録だけ)")) for item in channels]
        self.initial.setdefault("channel", channels[0].value)

    def answer(self) -> dict[str, Any]:
        """Return the answer as the service takes it."""
        values = self.cleaned_data
        answer = {"text": values["text"], "channel": Channel.of(values["channel"]), "version": values["version"]}
        return answer | self.next_step()


class DeskForm(forms.Form):
    """What the public is told about the desk."""

    title = forms.CharField(label="見出し", max_length=120)
    title_en = forms.CharField(label="見出し(英語)", max_length=120, required=False)
    summary = forms.CharField(
        label="説明(受付時間、答えられることなど)", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    summary_en = forms.CharField(
        label="説明(英語)", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def opening_fields(self) -> OpeningFields:
        """Return the words as openings take them."""
        values = self.cleaned_data
        return {
            "title": values["title"],
            "title_en": values["title_en"],
            "summary": values["summary"],
            "summary_en": values["summary_en"],
        }


class ReasonForm(forms.Form):
    """Why something is done (理由)."""

    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})
