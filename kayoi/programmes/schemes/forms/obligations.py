"""Duties after a grant: lists, proofs, breaches, lists of who moved away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.forms.staff import CHANNELS
from kayoi.foundation.files.forms import FilesField, FilesInput
from kayoi.foundation.files.states import ACCEPT
from kayoi.kit.dates import fiscal_year_label
from kayoi.kit.sheets import Record, RowKind, Unreadable, as_date, as_text, find_header, read_sheets, records
from kayoi.programmes.schemes.models import Obligation
from kayoi.programmes.schemes.rules.departures import Listed, event_of
from kayoi.programmes.schemes.selectors.obligations.lists import Filter, View
from kayoi.programmes.schemes.states.enquiries import ENQUIRIES, EnquiryKind
from kayoi.programmes.schemes.states.obligations import BROKEN_BY, PAPERS, Duty, Event, FoundBy, Means

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "氏名": ("氏名", "名前", "漢字氏名", "住民氏名"),
    "かな": ("かな", "カナ", "フリガナ", "ふりがな", "カナ氏名", "氏名カナ", "氏名かな", "氏名フリガナ"),
    "生年月日": ("生年月日", "誕生日"),
    "異動日": ("異動日", "転出日", "死亡日", "異動年月日", "転出年月日"),
    "異動事由": ("異動事由", "事由", "異動の種類", "異動区分"),
    "受付番号": ("受付番号",),
}
NEEDED = ("氏名", "異動日")


class ObligationsForm(forms.Form):
    """Which duties the list shows."""

    procedure = forms.ChoiceField(label="手続き", required=False)
    year = forms.ChoiceField(label="交付決定の年度", required=False)

    def __init__(self, data: Any, *, procedures: list[tuple[str, str]], years: list[int]) -> None:
        super().__init__(data)
        everything = ("", "すべて")
        self.fields["procedure"].choices = [everything, *procedures]  # type: ignore[attr-defined]
        self.fields["year"].choices = [everything, *((str(one), fiscal_year_label(one)) for one in years)]  # type: ignore[attr-defined]

    def wanted(self, view: str) -> Filter:
        """Return what is asked for; what makes no sense is left out."""
        values = self.cleaned_data if self.is_valid() else {}
        found = View.of(view) if view in set(View) else View.SOON
        return Filter(found, values.get("procedure", ""), values.get("year", ""))


class RegisterForm(forms.Form):
    """As of which day the residents' register was looked at."""

    seen_on = forms.DateField(label="いつの時点の住民記録か")


class ReceiveProofForm(forms.Form):
    """By which way a proof came, and what it is."""

    channel = forms.ChoiceField(
        label="届いた方法", choices=[(one.value, one.label) for one in CHANNELS], widget=forms.RadioSelect
    )
    means = forms.ChoiceField(label="書類の種類", choices=Means.choices())
    uploads = FilesField(
        label="書類(写真・PDF)", required=False, allow_empty_file=True, widget=FilesInput(attrs={"accept": ACCEPT}),
        help_text="紙のまま保管するときは、選ばなくてかまいません。",
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, duty: Duty) -> None:
        super().__init__(data, files, initial={"channel": Channel.LETTER, "means": PAPERS[duty]}, prefix="receive")


class AcceptProofForm(forms.Form):
    """By what and as of which day a year was proved."""

    means = forms.ChoiceField(label="確かめ方", choices=Means.choices())
    seen_on = forms.DateField(
        label="いつの時点で確かめたか", help_text="証明書の日付、照会に回答のあった日、現地確認の日などです。"
    )
    remark = forms.CharField(label="補足", max_length=300, required=False)


class OwnProofForm(forms.Form):
    """What a grantee hands in."""

    uploads = FilesField(
        label=_("証明書類(写真・PDF)"), allow_empty_file=True, widget=FilesInput(attrs={"accept": ACCEPT}),
        help_text=_("何枚かあるときは、ページの順に選んでください。"),
    )  # fmt: skip


class BreachForm(forms.Form):
    """What happened, when, and how the town knows."""

    kind = forms.ChoiceField(label="種類", widget=forms.RadioSelect)
    happened_on = forms.DateField(label="起きた日", required=False, help_text="転出日、離職日、廃業日などです。")
    is_contested = forms.BooleanField(
        label="日に争いがある・日が分からない", required=False,
        help_text="返還の検討の前に、決定する権限のある人が、理由を付けて日を決めます。",
    )  # fmt: skip
    found_by = forms.ChoiceField(label="把握の方法", choices=FoundBy.choices(), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label="根拠・資料", max_length=400, widget=forms.Textarea({"rows": 3}),
        help_text="例: 電話で本人から聞いた、離職票の写し。開示請求の対象になります。",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, obligation: Obligation) -> None:
        super().__init__(data, initial={"found_by": FoundBy.GRANTEE})
        kinds = BROKEN_BY[Duty.of(obligation.kind)]
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """On which day it happened, and why that day."""

    happened_on = forms.DateField(label="起きた日とする日")
    why = forms.CharField(
        label="その日とする理由", max_length=400, widget=forms.Textarea({"rows": 3}),
        help_text="返還・免除を決めたときは、通知書の理由にも載ります。",
    )  # fmt: skip


class DeparturesForm(forms.Form):
    """A list of the residents' register about who moved away."""

    upload = forms.FileField(
        label="異動者の一覧(Excel・CSV)", widget=forms.FileInput({"accept": ".csv,.xlsx,.xls"}),
        help_text="氏名と異動日(転出日)の列が要ります。生年月日・異動事由・受付番号の列があると、確かに照合できます。",
    )  # fmt: skip
    source = forms.CharField(label="一覧を作った課・係", max_length=60)
    as_of = forms.DateField(label="この日までの異動が載っています")
    ground = forms.CharField(label="根拠", max_length=200, initial=ENQUIRIES[EnquiryKind.RESIDENCE].ground)

    def __init__(self, data: Any = None, files: Any = None, *, today: date) -> None:
        super().__init__(data, files, initial={"as_of": today})
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Read the sheet; rows that cannot be read are kept aside with the reason."""
        values = super().clean() or {}
        if upload := values.get("upload"):
            try:
                sheet = read_sheets(upload.read(), name=upload.name or "").sheets[0]
                header = find_header(sheet.rows, known=COLUMNS, sheet=sheet.name)
            except Unreadable as unreadable:
                self.add_error("upload", unreadable.message)
                return values
            if missing := [one for one in NEEDED if one not in header.columns]:
                self.add_error("upload", f"「{'」「'.join(missing)}」の列が見つかりません。")
                return values
            read = [_listed(one, on=self.today) for one in records(sheet, header) if one.kind is RowKind.DATA]
            values["rows"] = [one for one in read if isinstance(one, Listed)]
            values["wrong"] = [one for one in read if isinstance(one, tuple)]
        return values


def _listed(record: Record, *, on: date) -> Listed | tuple[int, str]:
    """Return a row of the list, or its number with what is wrong."""
    texts = {name: (as_text(record.get(name)).value or "").strip() for name in COLUMNS}
    moved, born = as_date(record.get("異動日")), as_date(record.get("生年月日"))
    event = event_of(texts["異動事由"]) if texts["異動事由"] else Event.MOVED_OUT
    if not texts["氏名"]:
        return record.row, "氏名がありません。"
    if moved.value is None:
        return record.row, "異動日が読めません。" if moved.failed else "異動日がありません。"
    if moved.value > on:
        return record.row, "異動日が、きょうより後です。その日が過ぎてから、もう一度取り込んでください。"
    if born.failed:
        return record.row, "生年月日が読めません。"
    if event is None:
        return record.row, f"異動事由「{texts['異動事由']}」は、転出・死亡・転居のどれにも当たりません。"
    return Listed(
        record.row, texts["氏名"][:100], texts["かな"][:100], born.value, event, moved.value, texts["受付番号"]
    )
