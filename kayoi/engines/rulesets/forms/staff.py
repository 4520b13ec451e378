"""Shape of what staff say: files, names, versions, ordinances, own facts, sets of places, cases."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kayoi.engines.rulesets.forms.pieces import DAY, chosen
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.services import Ordinance, RulesetFields, VersionFields
from kayoi.engines.rulesets.states import Adding, Certainty, RulesetKind, VersionStatus
from kayoi.kit.dates import CountingMethod
from kayoi.kit.verdict import Outcome

MOST_BYTES = 5_000_000


class LoadForm(forms.Form):
    """A file with one ruleset, or a pack."""

    file = forms.FileField(
        label="制度のファイル(JSON)", help_text="ほかの町や県が書き出したファイルも読み込めます。5MBまで。",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "中身のないファイルです。選び直してください。",
        },
    )  # fmt: skip
    sample = forms.BooleanField(
        label="見本として読み込む", required=False, initial=True,
        help_text="見本は、書き換えるか施行するまで「見本」と表示されます。",
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Read the file as JSON."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError("大きすぎるファイルです。5MBまでにしてください。")
        try:
            data = json.loads(upload.read().decode("utf-8-sig"))
            # Nothing that no table keeps: half a character, or the character zero.
            if rb"\u0000" in json.dumps(data, ensure_ascii=False).encode():
                raise ValueError(r"\u0000")
        except (ValueError, RecursionError) as bad:
            raise ValidationError(f"JSONとして読めません: {bad}") from None
        return data


class FilterForm(forms.Form):
    """Which rulesets are shown."""

    kind = forms.ChoiceField(label="種類", choices=[("", "すべて"), *RulesetKind.choices()], required=False)
    state = forms.ChoiceField(
        label="状態", required=False,
        choices=[("", "すべて"), ("sample", "見本"), *VersionStatus.choices()],
    )  # fmt: skip


class RulesetForm(forms.Form):
    """What a ruleset is called."""

    kind = forms.ChoiceField(label="種類", choices=RulesetKind.choices())
    title = forms.CharField(label="名称", max_length=100)
    title_en = forms.CharField(label="英語の名称", max_length=150, required=False)
    summary = forms.CharField(label="概要", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    summary_en = forms.CharField(
        label="英語の概要", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    publisher = forms.CharField(label="定めた団体", max_length=100, required=False)

    def ruleset_fields(self) -> RulesetFields:
        """Return the words as the service takes them."""
        values = self.cleaned_data
        return RulesetFields(
            RulesetKind.of(values["kind"]), _words(values["title"], values["title_en"]),
            _words(values["summary"], values["summary_en"]), values["publisher"],
        )  # fmt: skip


class ChangeRulesetForm(RulesetForm):
    """The same for one that stands."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ruleset: Ruleset) -> None:
        title, summary = ruleset.title, ruleset.summary
        initial = {
            "kind": ruleset.kind, "title": title.get("ja"), "title_en": title.get("en"), "summary": summary.get("ja"),
            "summary_en": summary.get("en"), "publisher": ruleset.publisher, "seen": ruleset.version,
        }  # fmt: skip
        super().__init__(data, initial=initial)


def _words(ja: str, en: str) -> dict[str, str]:
    return {language: text for language, text in (("ja", ja), ("en", en)) if text}


class PeriodForm(forms.Form):
    """What a version is called, and from when to when it applies."""

    key = forms.CharField(label="版の名前", max_length=40, help_text="例: 2026、令和8年度")
    starts_on = forms.DateField(label="適用の始まり", required=False, widget=DAY, help_text="この日から適用します。")
    last_on = forms.DateField(
        label="適用の終わり", required=False, widget=DAY,
        help_text="この日まで適用します。決まっていなければ空けておきます。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, last_on = values.get("starts_on"), values.get("last_on")
        if starts_on and last_on and last_on < starts_on:
            self.add_error("last_on", "適用の終わりは、始まりより後にしてください。")
        return values

    def version_fields(self) -> VersionFields:
        """Return name and days as the service takes them."""
        values = self.cleaned_data
        return VersionFields(values["key"], values["starts_on"], values["last_on"])


class NewRulesetForm(RulesetForm, PeriodForm):
    """A new ruleset and its first version."""

    name = forms.SlugField(
        label="記号", max_length=60, help_text="半角の英数字とハイフン。ファイルの中での名前です。例: new-house"
    )
    field_order = ["kind", "title", "name", "title_en", "summary", "summary_en", "publisher", "key"]


class TermsForm(forms.Form):
    """What of a version stands beside its condition: the deciding day, how time is counted, the source."""

    anchor = forms.ChoiceField(label="基準日(どの日でこの版が決まるか)")
    counting = chosen("期間の数え方", [(one.value, one.label) for one in CountingMethod], required=False)
    adding = chosen("期間の通算のしかた", Adding.choices(), required=False)
    source = forms.CharField(label="出典", max_length=200, required=False)
    certainty = forms.ChoiceField(label="出典の確かさ", choices=Certainty.choices())
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, version: Version, days: list[tuple[str, str]]) -> None:
        body = version.body
        initial = {"certainty": Certainty.CHECKED.value, "seen": version.version} | {
            name: body[name] for name in ("anchor", "counting", "adding", "source", "certainty") if name in body
        }
        super().__init__(data, initial=initial)
        anchor = self.fields["anchor"]
        assert isinstance(anchor, forms.ChoiceField)
        anchor.choices = days

    def words(self) -> dict[str, str]:
        """Return what the body says of them; what is empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen" and value}


class ReasonForm(forms.Form):
    """Why something is given back or given up."""

    why = forms.CharField(
        label="理由", max_length=200, error_messages={"required": "理由を書いてください。記録に残ります。"}
    )


class OrdinanceForm(forms.Form):
    """By what the town puts a version into force."""

    ordinance = forms.CharField(label="要綱などの名称", max_length=120)
    ordinance_number = forms.CharField(label="番号", max_length=60, help_text="例: 令和8年告示第30号")
    adopted_on = forms.DateField(label="要綱などの日付", widget=DAY)

    def answer(self) -> Ordinance:
        """Return it as the service takes it."""
        return Ordinance(**self.cleaned_data)


class EndForm(forms.Form):
    """Up to which day a version in force applies."""

    last_on = forms.DateField(label="適用の終わり", widget=DAY)


class CaseForm(forms.Form):
    """What a case is called and what the version must answer."""

    name = forms.CharField(label="事例の名前", max_length=100, help_text="例: 39歳・費用200万円")
    on = forms.DateField(label="申請日", widget=DAY)
    verdict = chosen("正しい答え", Outcome.choices())
    amount_yen = forms.IntegerField(label="正しい額(円)", required=False, min_value=0)
    why = forms.CharField(label="なぜそう答えるか", max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def case(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Return the case as a file writes it."""
        values = self.cleaned_data
        said = {name: values[name] for name in ("name", "verdict", "amount_yen", "why")}
        case = {"on": values["on"].isoformat(), **said, "facts": facts}
        return {name: value for name, value in case.items() if value not in ("", None)}


class TryForm(forms.Form):
    """The day asked about."""

    on = forms.DateField(label="申請日", widget=DAY)
