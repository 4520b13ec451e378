"""Terms of a scheme, the house of an application, an early start; questions to other offices and what comes back."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.forms.staff import CHANNELS, lines_of
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import ProcedureKind
from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.states import RulesetKind
from kayoi.kit.sheets import RowKind, Unreadable, as_text, find_header, read_sheets, records
from kayoi.programmes.schemes.models import GrantTerms
from kayoi.programmes.schemes.rules.enquiries import NUMBER, RECEIPT, REMARK, RESULT, Line, missing_columns
from kayoi.programmes.schemes.states.enquiries import EnquiryKind, Whom
from kayoi.programmes.schemes.states.grants import LaterYears, Once, Shape, Side
from kayoi.programmes.schemes.states.obligations import Duty

FIELDS = (
    "shape", "needs_report", "needs_consultation", "begins_after_decision", "once", "cost", "most_months", "gap_months",
    "years", "later_years", "awaits_report", "obliged_years", "duties", "work_years", "proved_yearly", "by_register",
    "refund_rules", "surcharge_percent", "surcharge_source",
)  # fmt: skip


class TermsForm(forms.Form):
    """On which terms something is granted."""

    shape = forms.ChoiceField(label="交付のしかた", choices=Shape.choices(), widget=forms.RadioSelect)
    needs_report = forms.BooleanField(
        label="実績報告と検査のあとで額を確定する", required=False,
        help_text="外すと、交付決定と同時に額が確定します(移住支援金など)。",
    )  # fmt: skip
    needs_consultation = forms.BooleanField(
        label="申請の前に相談する(事前相談)", required=False,
        help_text="公開のページで相談を勧め、相談の記録がないうちは決定できません。",
    )  # fmt: skip
    begins_after_decision = forms.BooleanField(
        label="着手は交付決定後", required=False, help_text="事前着手を承認した申請は、その日から着手できます。"
    )
    once = forms.MultipleChoiceField(
        label="一度限り", choices=Once.choices(), required=False, widget=forms.CheckboxSelectMultiple
    )
    cost = forms.CharField(
        label="対象の経費(併給の禁止)", max_length=40, required=False,
        help_text="例: 住宅取得費。同じ言葉の制度どうしは、同じ家(家がないときは同じ世帯)に重ねて交付しません。",
    )  # fmt: skip
    most_months = forms.IntegerField(label="請求できる月数", min_value=1, max_value=240, required=False)
    gap_months = forms.IntegerField(label="間があいたとき延びる月数(通算)", min_value=0, max_value=60, initial=0)
    years = forms.IntegerField(label="交付する年数", min_value=1, max_value=20, initial=1)
    later_years = forms.ChoiceField(
        label="次の年度からの分の根拠", choices=LaterYears.choices(), widget=forms.RadioSelect,
        initial=LaterYears.DECISION,
        help_text="月ごと・年度ごとの交付で使います。債務負担行為は、予算のページに議決の日と限度額を登録しておきます。",
    )  # fmt: skip
    awaits_report = forms.BooleanField(
        label="前の年度の報告を待つ", required=False,
        help_text="前の年度までの報告の検査が済むまで、次の年度の請求も、同じ人・団体への次の交付決定もできません。",
    )  # fmt: skip
    obliged_years = forms.IntegerField(label="申請日からの義務の年数", min_value=0, max_value=20, initial=0)
    duties = forms.MultipleChoiceField(
        label="義務の内容", choices=Duty.choices(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="支払いのあと、申請日から数えて続けてもらうことです。義務の年数が0なら、使いません。",
    )  # fmt: skip
    work_years = forms.IntegerField(
        label="就業・起業・営業の義務の年数", min_value=1, max_value=20, required=False,
        help_text="居住と違うときに書きます。例: 居住は5年、就業は1年",
    )  # fmt: skip
    proved_yearly = forms.BooleanField(
        label="義務を毎年確かめる", required=False, help_text="外すと、最後の日に一度だけ確かめます。"
    )
    by_register = forms.BooleanField(
        label="居住は住民記録で確かめる", required=False, help_text="選ぶと、本人に住民票の写しの提出を求めません。"
    )
    refund_rules: Any = forms.ModelChoiceField(
        label="返還の要件", queryset=None, required=False, empty_label="定めない(人が決める)",
        help_text="「要件」に入れた返還の要件のうち、この制度で使うものです。申請日に施行されていた版で計算します。",
    )  # fmt: skip
    surcharge_percent = forms.DecimalField(
        label="返還の加算金の割合(年%)", min_value=0, max_value=20, decimal_places=2, required=False, initial=0,
        help_text="町の規則が求めるときだけ書きます。国の補助金では、受領の日から納付の日まで年10.95%です"
        "(補助金等に係る予算の執行の適正化に関する法律第19条第1項)。0なら求めません。",
    )  # fmt: skip
    surcharge_source = forms.CharField(label="加算金の根拠の条文", max_length=120, required=False)
    report_papers = forms.CharField(
        label="実績報告の書類", required=False, max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text="一つずつ改行して書きます。例: 領収書の写し",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, terms: GrantTerms) -> None:
        initial = {name: getattr(terms, name) for name in FIELDS} | {"report_papers": "\n".join(terms.report_papers)}
        super().__init__(data, initial=initial)
        rules = Ruleset.objects.filter(kind=RulesetKind.REFUND).order_by("key")
        self.fields["refund_rules"].queryset = rules  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask what the duty is where there are years of it."""
        values = super().clean() or {}
        if values.get("obliged_years") and not values.get("duties"):
            self.add_error("duties", "義務の年数があるときは、義務の内容を選んでください。")
        values["surcharge_percent"] = values.get("surcharge_percent") or Decimal(0)
        if values["surcharge_percent"] and not values.get("surcharge_source"):
            self.add_error("surcharge_source", "加算金を求めるには、根拠の条文が要ります。")
        return values

    def clean_report_papers(self) -> list[str]:
        """Return the lines that say something."""
        return lines_of(self.cleaned_data["report_papers"])


class HouseForm(forms.Form):
    """Which house an application is about."""

    number = forms.CharField(label="空き家の番号", max_length=20)
    side = forms.ChoiceField(label="家との関わり", choices=Side.choices(), widget=forms.RadioSelect)
    contract_on = forms.DateField(label="契約日", required=False, help_text="成約の報奨金では、書いてください。")


class ConsultationForm(forms.Form):
    """What somebody asked about a grant before applying, and what was answered."""

    procedure: Any = forms.ModelChoiceField(label="手続き", queryset=None, empty_label="選んでください")
    consulted_on = forms.DateField(label="相談の日")
    channel = forms.ChoiceField(
        label="相談の方法", choices=[(one.value, one.label) for one in CHANNELS], widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="聞いたこと・答えたこと", max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text="例: 着工は決定のあとと伝えた。見積書が要ること、受付は3月までと案内した。",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date, procedure: str = "") -> None:
        super().__init__(
            data, initial={"consulted_on": today, "channel": Channel.COUNTER, "procedure": procedure or None}
        )
        self.today = today
        rows = Procedure.objects.filter(kind=ProcedureKind.GRANT).exclude(status="ended").order_by("title")
        self.fields["procedure"].queryset = rows  # type: ignore[attr-defined]

    def clean_consulted_on(self) -> date:
        """Refuse days to come."""
        day: date = self.cleaned_data["consulted_on"]
        if day > self.today:
            raise forms.ValidationError("まだ来ていない日です。")
        return day


class EarlyStartForm(forms.Form):
    """From which day work may begin before the decision, and why."""

    allowed_from = forms.DateField(label="着手してよい日")
    why = forms.CharField(label="理由", max_length=300)


class EnquiryForm(forms.Form):
    """What is asked of whom about the applications in a procedure."""

    procedure: Any = forms.ModelChoiceField(label="手続き", queryset=None)
    kind = forms.ChoiceField(label="種類", choices=EnquiryKind.choices(), widget=forms.RadioSelect)
    whom = forms.ChoiceField(
        label="だれについて照会するか", choices=Whom.choices(), widget=forms.RadioSelect,
        help_text="毎年の確認は、住民記録の照会だけです。返ってきた「支障なし」で、まとめて確認済みにできます。",
    )  # fmt: skip
    addressee = forms.CharField(label="照会先", max_length=60, help_text="例: 市民課 住民記録係")
    ground = forms.CharField(label="根拠", max_length=200)
    purpose = forms.CharField(label="目的", max_length=200)
    due_on = forms.DateField(label="回答の期限")

    def __init__(self, data: Any = None, *, initial: dict[str, Any], today: date) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        rows = Procedure.objects.exclude(status="draft").order_by("title")
        self.fields["procedure"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask of no other office than the register for the yearly proof."""
        values = super().clean() or {}
        if values.get("whom") == Whom.OBLIGED and values.get("kind") != EnquiryKind.RESIDENCE:
            self.add_error("whom", "毎年の確認は、種類を「住民記録」にしてください。")
        return values

    def clean_due_on(self) -> date:
        """Ask for a day that has not gone by."""
        return _not_past(self.cleaned_data["due_on"], self.today)


class RemindForm(forms.Form):
    """By when an office is to answer that has not answered yet."""

    due_on = forms.DateField(label="新しい回答の期限")

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        """Ask for a day that has not gone by."""
        return _not_past(self.cleaned_data["due_on"], self.today)


class SilenceForm(forms.Form):
    """Why nothing came back."""

    why = forms.CharField(label="回答がない理由", max_length=200, help_text="例: 電話で確かめたが、担当課で探している")


class AnswersForm(forms.Form):
    """The list as it came back, from whom and when."""

    upload = forms.FileField(label="返ってきた一覧(Excel・CSV)", widget=forms.FileInput({"accept": ".csv,.xlsx,.xls"}))
    answered_on = forms.DateField(label="回答の日")
    answered_by = forms.CharField(label="回答した人(課・氏名)", max_length=60)

    def clean(self) -> dict[str, Any]:
        """Read the sheet; say which columns it lacks."""
        values = super().clean() or {}
        if upload := values.get("upload"):
            try:
                sheet = read_sheets(upload.read(), name=upload.name or "").sheets[0]
            except Unreadable as unreadable:
                self.add_error("upload", unreadable.message)
                return values
            header = find_header(sheet.rows, sheet=sheet.name)
            if missing := missing_columns(list(header.columns)):
                self.add_error("upload", f"「{'」「'.join(missing)}」の列が見つかりません。")
                return values
            values["lines"] = [
                Line(one.row, *(_text(one.get(name)) for name in (NUMBER, RECEIPT, RESULT, REMARK)))
                for one in records(sheet, header)
                if one.kind is RowKind.DATA
            ]
        return values


def _text(cell: Any) -> str:
    return (as_text(cell).value or "").strip()


def _not_past(day: date, today: date) -> date:
    if day < today:
        raise forms.ValidationError("きょう以後の日にしてください。")
    return day
