"""What is written down about a grant: reports, claims, changes, payments, refunds, visits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.rulesets.selectors.words import said
from kayoi.engines.rulesets.states import Fact
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.kit.dates import fiscal_year_label
from kayoi.programmes.schemes.states.enquiries import Living
from kayoi.programmes.schemes.states.grants import ChangeKind

MOST_YEN = 10**11
LENGTHS = [(one, str(one)) for one in (1, 3, 6)]


class CostsForm(forms.Form):
    """Sums of money as they come out; each begins with what was said before."""

    about_self = False

    def __init__(self, data: Any = None, *, costs: Sequence[Fact], known: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.costs = costs
        for fact in costs:
            self.fields[_name(fact)] = forms.IntegerField(
                label=_("%(cost)s(円)") % {"cost": said(fact.label)}, min_value=0, max_value=MOST_YEN, required=False,
                initial=known.get(fact.key),
            )  # fmt: skip

    def said(self) -> dict[str, int]:
        """Return the sums that were written, by their facts."""
        values = {fact.key: self.cleaned_data[_name(fact)] for fact in self.costs}
        return {key: value for key, value in values.items() if value is not None}


def _name(fact: Fact) -> str:
    return fact.key.replace(".", "-")


class ReportForm(CostsForm):
    """What was done, from when to when, and what it cost."""

    begun_on = forms.DateField(label=_("着手した日"), required=False)
    finished_on = forms.DateField(label=_("完了した日"))
    words = forms.CharField(
        label=_("行ったこと"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order: Sequence[str] = ("begun_on", "finished_on")

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse days to come, and an end before the beginning."""
        values = super().clean() or {}
        begun_on, finished_on = values.get("begun_on"), values.get("finished_on")
        if finished_on and finished_on > self.today:
            self.add_error("finished_on", _("まだ来ていない日です。"))
        if begun_on and finished_on and finished_on < begun_on:
            self.add_error("finished_on", _("完了した日が、着手した日より前です。"))
        return values


class YearReportForm(ReportForm):
    """What was done in a year of a grant over years."""

    fiscal_year = forms.IntegerField(label=_("年度(西暦)"), min_value=2000, max_value=2100)
    field_order = ("fiscal_year", "begun_on", "finished_on")


class PapersForm(forms.Form):
    """Receipts and pictures of what was done, paper by paper."""

    def __init__(self, data: Any = None, files: Any = None, *, labels: Sequence[str]) -> None:
        super().__init__(data, files)
        self.labels = list(labels)
        for number, label in enumerate(self.labels):
            self.fields[f"paper{number}"] = FilesField(
                label=_("%(paper)s(写真・PDF)") % {"paper": label}, required=False, allow_empty_file=True,
                widget=FilesInput(attrs={"accept": ACCEPT}),
                help_text=_("何枚かあるときは、ページの順に選んでください。"),
            )  # fmt: skip

    def papers(self) -> dict[str, list[Any]]:
        """Return the pages of each paper."""
        return {
            label: [(one, one.name, one.size) for one in self.cleaned_data.get(f"paper{number}") or []]
            for number, label in enumerate(self.labels)
        }


class InspectForm(CostsForm):
    """Which costs count, and what was found."""

    remark = forms.CharField(label="検査の所見", max_length=400, required=False, widget=forms.Textarea({"rows": 3}))


class MonthsForm(forms.Form):
    """A pass of one month or several, as the rule reads it."""

    about_self = False

    month = forms.DateField(label=_("使い始めた日"))
    months = forms.TypedChoiceField(label=_("何か月の定期券か(か月)"), coerce=int, choices=LENGTHS)
    fare_yen = forms.IntegerField(label=_("定期券の代金(円)"), min_value=0, max_value=10**7)
    allowance_yen = forms.IntegerField(label=_("会社の通勤手当(1か月、円)"), min_value=0, max_value=10**7)
    other_yen = forms.IntegerField(
        label=_("代金のうち在来線の分(円)"), min_value=0, max_value=10**7, required=False, initial=0
    )

    def row(self) -> dict[str, Any]:
        """Return the claim as a line of the rule's list."""
        values = self.cleaned_data
        return {**values, "month": values["month"].isoformat(), "other_yen": values["other_yen"] or 0}


class YearForm(forms.Form):
    """Which year is claimed."""

    fiscal_year = forms.IntegerField(label=_("年度(西暦)"), min_value=2000, max_value=2100)


class PlanForm(forms.Form):
    """What a grant is to come to in each fiscal year; one year more can be added."""

    def __init__(self, data: Any = None, *, years: Mapping[int, int]) -> None:
        super().__init__(data)
        self.known = years
        for year in [*years, max(years) + 1]:
            self.fields[f"year{year}"] = forms.IntegerField(
                label=f"{fiscal_year_label(year)}の予定額(円)", min_value=0, max_value=MOST_YEN,
                required=year in years, initial=years.get(year),
            )  # fmt: skip

    def years(self) -> dict[int, int]:
        """Return the amounts by year; a year that is not planned and stays empty is none."""
        said = {int(name.removeprefix("year")): yen for name, yen in self.cleaned_data.items()}
        return {year: yen for year, yen in said.items() if yen or year in self.known}


class ChannelForm(forms.Form):
    """By which way something came."""

    channel = forms.ChoiceField(
        label="届いた方法", initial=Channel.COUNTER, widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Channel.COUNTER, Channel.LETTER, Channel.TELEPHONE, Channel.EMAIL)],
    )  # fmt: skip


class FinishForm(forms.Form):
    """When the work was completed."""

    finished_on = forms.DateField(label="完了日")


class PaidForm(forms.Form):
    """When money left."""

    paid_on = forms.DateField(label="支払日")
    why = forms.CharField(
        label="支払い前の確認で止まったときに、支払ってよい理由", max_length=400, required=False
    )  # fmt: skip


class ChangeForm(CostsForm):
    """What is to be other than decided."""

    kind = forms.ChoiceField(label="種類", choices=ChangeKind.choices(), widget=forms.RadioSelect)
    why = forms.CharField(label="理由", max_length=400, widget=forms.Textarea({"rows": 3}))
    field_order = ("kind", "why")


class VisitForm(forms.Form):
    """What was seen on a visit."""

    visited_on = forms.DateField(label="確認した日")
    finding = forms.ChoiceField(label="居住の様子", choices=Living.choices(), widget=forms.RadioSelect)
    text = forms.CharField(
        label="見たこと・聞いたこと", max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text="開示請求の対象になります。見たことと、聞いたことを分けて書きます。",
    )  # fmt: skip


class EmptyForm(forms.Form):
    """Nothing to be written: the button is enough."""
