"""Shape of one row of the table of deadlines, as staff write it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from kayoi.programmes.family_plans.selectors import TableRow
from kayoi.programmes.family_plans.states import CALENDAR, Anchor, Fact, TaskRule, Unit

REFUSALS = {
    "family_plans.version_before": "今の版は %(day)s から始まります。それ以後の日を選んでください。",
    "family_plans.circle": "「%(title)s」と、先に済ませることが待ち合っています。順序を見直してください。",
}
KEY = re.compile(r"[a-z][a-z0-9_]*")
UNITS = [(unit.value, unit.label) for unit in Unit]


class TaskForm(forms.Form):
    """One row: what, why, when, for whom, and on what authority the town has decided it."""

    title = forms.CharField(label="何をするか", max_length=80)
    how = forms.CharField(label="どうするか", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    breaks = forms.CharField(label="遅れるとどうなるか", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    title_en = forms.CharField(label="何をするか(英語)", max_length=120, required=False)
    how_en = forms.CharField(label="どうするか(英語)", max_length=300, required=False)
    breaks_en = forms.CharField(label="遅れるとどうなるか(英語)", max_length=300, required=False)
    anchor = forms.ChoiceField(label="基準の日", choices=Anchor.choices())
    month = forms.IntegerField(label="決まった月", min_value=1, max_value=12, required=False)
    day = forms.IntegerField(label="決まった日", min_value=1, max_value=31, required=False)
    earliest_count = forms.IntegerField(
        label="いつから",
        min_value=-1000,
        max_value=1000,
        required=False,
        help_text="基準の日より前は、-14 のように書きます。",
    )
    earliest_unit = forms.ChoiceField(label="「いつから」の単位", choices=UNITS)
    latest_count = forms.IntegerField(
        label="いつまで",
        min_value=-1000,
        max_value=1000,
        required=False,
        help_text="14 は、基準の日の翌日から数えて14日目です。",
    )
    latest_unit = forms.ChoiceField(label="「いつまで」の単位", choices=UNITS)
    carry_over = forms.BooleanField(label="最後の日が閉庁日なら、次の開庁日までとする", required=False)
    takes_days = forms.IntegerField(label="済んでから次に進めるまでの日数", min_value=0, max_value=400, initial=0)
    needs = forms.MultipleChoiceField(
        label="あてはまる人", choices=Fact.choices(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="選んだことがすべてあてはまる世帯に出します。選ばなければ、全員に出します。",
    )  # fmt: skip
    lacks = forms.MultipleChoiceField(
        label="あてはまらない人", choices=Fact.choices(), required=False, widget=forms.CheckboxSelectMultiple
    )
    after = forms.MultipleChoiceField(label="先に済ませること", required=False, widget=forms.CheckboxSelectMultiple)
    happens = forms.ChoiceField(
        label="このこと自体の日", choices=[("", "(なし)"), *Anchor.choices()], required=False,
        help_text="契約や交付決定のように、家族が日を決めて計画に書くもの。",
    )  # fmt: skip
    important = forms.BooleanField(label="大事な期限(職員の次の対応にできる)", required=False)
    source = forms.CharField(label="根拠(法令・要綱・ページ)", max_length=200)
    source_on = forms.DateField(label="根拠を確かめた日")
    basis = forms.CharField(label="要綱・通知の番号", max_length=100)
    adopted_on = forms.DateField(label="決めた日")
    starts_on = forms.DateField(label="この日以後の引越しから使う")

    def __init__(self, *args: Any, others: Sequence[TableRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.key, row.rule.title) for row in others]
        self.fields["after"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for the calendar day where the anchor is one, and refuse days that no year has."""
        values = super().clean() or {}
        if values.get("anchor") not in {anchor.value for anchor in CALENDAR}:
            values["month"] = values["day"] = None
        elif not values.get("month") or not values.get("day"):
            self.add_error("month", "決まった月日を基準にするときは、月と日を書いてください。")
        else:
            try:
                date(2024, values["month"], values["day"])
            except ValueError:
                self.add_error("day", "この月に、この日はありません。")
        return values


class NewTaskForm(TaskForm):
    """A row that is the town's own."""

    key = forms.CharField(
        label="記号", max_length=40, help_text="英小文字と _ で、この期限だけの名前を付けます。例: wood_stove"
    )
    field_order = ("key",)

    def __init__(self, *args: Any, others: Sequence[TableRow], **kwargs: Any) -> None:
        super().__init__(*args, others=others, **kwargs)
        self.taken = {row.key for row in others}

    def clean_key(self) -> str:
        """Refuse a key that is taken or cannot stand in an address."""
        key: str = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            raise forms.ValidationError("英小文字・数字・_ だけで、英字から始めてください。")
        if key in self.taken or key == "new":
            raise forms.ValidationError("この記号はもう使われています。")
        return key


class LeaveOutForm(forms.Form):
    """From when on, and on what authority, a row is left out."""

    starts_on = forms.DateField(label="この日以後の引越しから使わない")
    basis = forms.CharField(label="理由(要綱・通知の番号など)", max_length=100)


def initial_of(rule: TaskRule, *, on: date) -> dict[str, Any]:
    """Return a row as the form shows it; the new version begins today unless staff choose another day."""
    return {
        "title": rule.title, "title_en": rule.title_en, "how": rule.how, "how_en": rule.how_en, "breaks": rule.breaks,
        "breaks_en": rule.breaks_en, "anchor": rule.anchor, "month": rule.month, "day": rule.day,
        "latest_count": rule.latest.count if rule.latest else None,
        "latest_unit": rule.latest.unit if rule.latest else Unit.DAY,
        "earliest_count": rule.earliest.count if rule.earliest else None,
        "earliest_unit": rule.earliest.unit if rule.earliest else Unit.DAY,
        "needs": sorted(rule.needs), "lacks": sorted(rule.lacks), "after": list(rule.after),
        "takes_days": rule.takes_days, "carry_over": rule.carry_over, "happens": rule.happens or "",
        "important": rule.important, "source": rule.source, "source_on": rule.source_on, "basis": rule.basis,
        "adopted_on": rule.adopted_on, "starts_on": max(on, rule.starts_on),
    }  # fmt: skip
