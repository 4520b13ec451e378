"""Shape of what is said about a house on its way: reasons, checks, surveys; why a step is refused."""

from typing import Any

from django import forms

from kayoi.engines.procedures.forms import REFUSALS as PROCEDURES
from kayoi.programmes.homes.forms.words import StaffWords
from kayoi.programmes.homes.models import Broker
from kayoi.programmes.homes.selectors.houses import Sought
from kayoi.programmes.homes.states import CheckResult, HomeKind, HomeStatus, SurveyedBy

REFUSALS: dict[str, Any] = PROCEDURES | {
    "homes.check_failed": "審査で問題がありました: %(check)s。",
    "homes.check_open": "審査がまだです: %(check)s。",
    "homes.no_holder": "所有者・共有者・相続人が、まだ一人も書かれていません。",
    "homes.holder_silent": "%(role)sの一人の同意がまだです(%(reached)s)。権利者全員の同意が要ります。",
    "homes.holder_refused": "%(role)sの一人が同意していません。",
    "homes.rights_open": "抵当権・相続が済んでいないため、権利者全員の同意があるときだけ登録できます。",
    "homes.no_survey": "現地調査の記録がありません。",
    "homes.no_consent_site": "所有者が、このサイトへの掲載に同意していません。",
    "homes.no_consent_brokers": "所有者が、宅建業者への情報提供に同意していません。",
    "homes.not_described": "見出しと物件区分(売買・賃貸)が書かれていません。",
    "homes.hazardous": "特定空家等に当たると記録されています。登録の取消しを決めてください。",
    "homes.term_over": "登録期間がありません。更新してから公開してください。",
    "homes.too_early_to_extend": "延ばせるのは、期間の終わりの%(days)s日前からです。",
    "homes.lot_taken": "同じ地番の空き家が、すでに登録または受付されています。",
    "homes.tax_without_consent": "納付状況の確認に、所有者の同意がまだありません。同意を記録してから確かめてください。"
    "家族の申込みでは、委任状を確かめてから、同意が効力を持ちます。",
    "homes.licence_over": "免許の有効期限が過ぎています。",
    "homes.no_association": "宅建協会・全日などの団体に入っていることが要ります。",
    "homes.no_local_office": "区域内に事務所があることが要ります。",
    "homes.broker_owes_tax": "市町村税の滞納がないことを確かめてください。",
    "homes.broker_not_clean": "暴力団等と関わりがないことの誓約が要ります。",
    "homes.no_agreement": "町との協定に署名した日が要ります。",
    "homes.not_to_assign": "業者に依頼できるのは、現地調査の後か、登録中です。",
    "homes.has_broker": "この空き家には、すでに取扱業者がいます。先に割当てを終えてください。",
    "homes.nobody_in_turn": "順番で依頼できる業者がいません。業者を選んで依頼してください。",
    "homes.broker_not_active": "この業者は、いま登録されていません。",
}


class RegisterFilter(forms.Form):
    """Which houses the register shows."""

    q = forms.CharField(label="番号・町字・見出し", max_length=60, required=False)
    status = forms.ChoiceField(label="状態", choices=[("", "すべて"), *HomeStatus.choices()], required=False)
    quarter = forms.ChoiceField(label="町字", required=False)
    kind = forms.ChoiceField(label="用途", choices=[("", "すべて"), *HomeKind.choices()], required=False)
    broker = forms.TypedChoiceField(label="取扱業者", coerce=int, empty_value=None, required=False)
    late = forms.ChoiceField(label="対応", choices=[("", "すべて"), ("1", "期限切れがある")], required=False)

    def __init__(self, *args: Any, quarters: list[str], brokers: list[Broker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "quarter", [("", "すべて"), *((one, one) for one in quarters)])
        choose(self, "broker", [("", "すべて"), *((one.pk, one.name) for one in brokers)])

    def sought(self) -> Sought:
        """Return what is wanted; a filter that nobody knows counts as none."""
        self.is_valid()
        values = self.cleaned_data
        return Sought(
            status=values.get("status", ""),
            quarter=values.get("quarter", ""),
            kind=values.get("kind", ""),
            broker=values.get("broker"),
            late=bool(values.get("late")),
            words=values.get("q", ""),
        )


def choose(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    """Give a field what can be chosen now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class WhyForm(forms.Form):
    """Why a step is taken; asked for where it takes something from somebody."""

    why = StaffWords(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "理由を書いてください。記録に残り、知らせにも入ります。"},
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = needed
        if not needed:
            self.fields["why"].label = "補足"


class CheckForm(forms.Form):
    """What a check has found, and on what ground."""

    result = forms.ChoiceField(label="結果", choices=CheckResult.choices())
    ground = forms.CharField(
        label="根拠・照会先", max_length=200, required=False, help_text="「問題なし」「問題あり」のときは書きます。"
    )
    checked_on = forms.DateField(label="確認日", required=False)
    remark = StaffWords(label="補足", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for ground and day where something was found."""
        values = super().clean() or {}
        if values.get("result") in {CheckResult.PASSED, CheckResult.FAILED}:
            if not values.get("ground") and "ground" not in self.errors:
                self.add_error("ground", "何で確かめたかを書いてください(例: 税務課の回答、登記事項証明書)。")
            if not values.get("checked_on") and "checked_on" not in self.errors:
                self.add_error("checked_on", "確認した日を書いてください。")
        return values


class SurveyPlanForm(forms.Form):
    """When the house is looked at, and by whom."""

    about_self = False

    planned_at = forms.DateTimeField(label="調査の日時", error_messages={"required": "調査の日時を書いてください。"})
    by_whom = forms.ChoiceField(label="だれが調べるか", choices=SurveyedBy.choices(), widget=forms.RadioSelect)
    broker = forms.TypedChoiceField(label="業者(業者が調べるとき)", coerce=int, empty_value=None, required=False)
    surveyor = forms.CharField(label="調査する人の氏名", max_length=60, required=False)

    def __init__(self, *args: Any, brokers: list[Broker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brokers = {one.pk: one for one in brokers}
        choose(self, "broker", [("", "選ばない"), *((one.pk, one.name) for one in brokers)])

    def clean(self) -> dict[str, Any]:
        """Ask which broker where a broker goes."""
        values = super().clean() or {}
        if values.get("by_whom") == SurveyedBy.BROKER and not values.get("broker") and "broker" not in self.errors:
            self.add_error("broker", "調べる業者を選んでください。")
        return values

    def chosen_broker(self) -> Broker | None:
        """Return the broker who goes; none where staff go."""
        if self.cleaned_data["by_whom"] != SurveyedBy.BROKER:
            return None
        return self.brokers[self.cleaned_data["broker"]]
