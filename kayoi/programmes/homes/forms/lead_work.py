"""Shape of what staff do with leads: look through them, note a call, name the owner, open a house file, offer."""

from datetime import date
from typing import Any

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.kit.dates import fiscal_year, fiscal_year_label
from kayoi.programmes.homes.models import Lead
from kayoi.programmes.homes.services import HomeFields
from kayoi.programmes.homes.states import HomeKind, LeadSource, LeadStatus, OwnersReason
from kayoi.programmes.homes.states.finding import NextOffer, Stage

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
YEARS_SHOWN = 5


class YearForm(forms.Form):
    """A fiscal year of leads, or all."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        last = fiscal_year(today)
        years = [(one, fiscal_year_label(one)) for one in range(last, last - YEARS_SHOWN, -1)]
        year.choices = [("", "すべて"), *years]


class LeadsForm(YearForm):
    """Which leads are shown."""

    status = forms.ChoiceField(
        label="状態", required=False, choices=[("", "対応中"), ("all", "すべて"), *LeadStatus.choices()]
    )
    source = forms.ChoiceField(label="経路", required=False, choices=[("", "すべて"), *LeadSource.choices()])
    stage = forms.ChoiceField(label="進み", required=False, choices=[("", "選ばない"), *Stage.choices()])


class MoveLeadForm(forms.Form):
    """What was done about a lead, and what comes next."""

    ACTIONS = (
        ("contact", "所有者・知らせた人に連絡した"),
        ("wait", "所有者が考えている"),
        ("drop", "見送る"),
    )

    action = forms.ChoiceField(label="したこと", choices=ACTIONS, widget=forms.RadioSelect)
    why = forms.CharField(
        label="話したこと・理由", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_on = forms.DateField(label="次に対応する日", required=False, widget=DAY)
    next_step = forms.CharField(label="次にすること", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask why a lead is dropped, and when to look again at one that is not."""
        values = super().clean() or {}
        if values.get("action") == "drop":
            if not values.get("why"):
                self.add_error("why", "見送るときは、理由を書いてください。")
        elif values.get("action") and not values.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", "次に対応する日を書いてください。")
        return values


class OwnerForm(forms.Form):
    """The owner of the house of a lead: a file that is there, or a new one."""

    about_self = False

    number = forms.CharField(
        label="個票の番号", max_length=20, required=False, help_text="個票がないときは、下に書いてください。"
    )
    name = forms.CharField(label="所有者の氏名", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", required=False, max_length=30)
    address = forms.CharField(label="住所", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a number or a name; find the file of a number."""
        values = super().clean() or {}
        number = (values.get("number") or "").strip()
        values["file"] = CaseFile.objects.without_search().roots().filter(number=number).first() if number else None
        if number and values["file"] is None:
            self.add_error("number", "この番号の個票はありません。")
        if not number and not values.get("name"):
            self.add_error("name", "個票の番号か、所有者の氏名を書いてください。")
        return values

    def file_fields(self) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return {
            "name": values["name"], "kana": values["kana"], "phone": values["phone"], "address": values["address"],
        }  # fmt: skip


class TakeOnForm(forms.Form):
    """The first items of a house file, as far as the lead tells them."""

    kind = forms.ChoiceField(label="用途", choices=HomeKind.choices())
    quarter = forms.CharField(label="町字", max_length=60)
    address = forms.CharField(label="番地など", max_length=120, required=False)
    lot_number = forms.CharField(label="地番", max_length=60, required=False, help_text="登記の地番。分かるときだけ。")
    owners_reason = forms.ChoiceField(
        label="活用していない理由", required=False, choices=[("", "分からない"), *OwnersReason.choices()]
    )

    @classmethod
    def of(cls, lead: Lead, data: Any) -> "TakeOnForm":
        """Return the form with what the lead tells."""
        known = {
            "kind": lead.kind, "quarter": lead.quarter, "address": lead.address[:120], "owners_reason": lead.reason,
        }  # fmt: skip
        return cls(data, initial=known)

    def home_fields(self, place_code: str) -> HomeFields:
        """Return the house file as the services take it."""
        values = self.cleaned_data
        return {
            "kind": values["kind"],
            "quarter": values["quarter"],
            "address": values["address"],
            "lot_number": values["lot_number"],
            "owners_reason": values["owners_reason"],
            "place_code": place_code,
        }


class PlanOfferForm(forms.Form):
    """Which offer is put to an owner, by when."""

    offer = forms.ChoiceField(choices=NextOffer.choices())
    due_on = forms.DateField(label="いつまでに", widget=DAY, required=False)


class OfferTextsForm(forms.Form):
    """The town's sentence for each offer; an empty one takes the usual sentence back."""

    def __init__(self, *args: Any, texts: dict[NextOffer, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in NextOffer:
            self.fields[code.value] = forms.CharField(
                label=code.label, max_length=300, required=False, initial=texts[code],
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def texts(self) -> dict[NextOffer, str]:
        """Return the sentences that were written."""
        return {code: self.cleaned_data[code.value].strip() for code in NextOffer}
