"""Staff: what is written of activities and kinds, sign-ups by telephone, decisions with reasons."""

from typing import Any
from uuid import uuid4

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.forms.activity_refusals import REFUSALS
from kayoi.programmes.furusato.models import Activity, ActivityKind, Benefit, Group
from kayoi.programmes.furusato.rules.priority import Priority, may_set_priority
from kayoi.programmes.furusato.services.activities import ActivityFields, KindFields
from kayoi.programmes.furusato.states import BenefitKind

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
WAYS = (Channel.TELEPHONE, Channel.COUNTER, Channel.EMAIL, Channel.EVENT)
HINTS = {
    "key": "公開のページのアドレスになります。半角の英小文字・数字・ハイフンで書きます。例: tanada-2027-05",
    "summary": "何をするか、だれが困っているか、どのくらい体を使うかを書きます。",
    "insurance": "例: ボランティア保険(町が負担)。掛けないときは「なし(各自で加入)」と書きます。",
    "host_email": "当日の名簿と、終わったあとの参加の確認を送ります。",
    "capacity": "空けると、人数を限りません。",
    "members_only": "公開のページには載らず、グループの参加者だけが申し込めます。",
    "all_from": "空けると、募集を始めたときから、だれでも申し込めます。",
    "priority": "種類が「催しの優先申込み」の特典です。その特典の対象の登録がある人が、先に申し込めます。",
    "days_ahead": "だれでも申し込める最初の日の、何日前からかを書きます。0なら、先には始めません。",
    "kept_places": "その人数分は、下の日まで、優先の人だけが入れます。0なら、空けておきません。",
    "kept_until": "次の日からは、空き待ちの人も入れます。",
}


# Where what does not fit of a priority is put right.
FIELD_OF = {
    "furusato.priority_for_nobody": "priority", "furusato.priority_without_day": "all_from",
    "furusato.priority_too_late": "all_from", "furusato.priority_too_many": "kept_places",
    "furusato.priority_until": "kept_until",
}  # fmt: skip


# Left empty they are none.
NUMBERS = ("days_ahead", "kept_places")


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """Everything that is said of an activity."""

    kind: Any = forms.ModelChoiceField(label="種類", queryset=None, empty_label=None)
    group: Any = forms.ModelChoiceField(
        label="グループ", queryset=None, required=False, empty_label="グループの交流会ではない",
        help_text="選ぶと、グループのページに交流会として載ります。",
    )  # fmt: skip
    online_url = forms.URLField(
        label="オンラインのアドレス", max_length=200, required=False, assume_scheme="https",
        help_text="オンラインで開くときに書きます。申し込んだ人だけに見え、公開のページやメールには載りません。",
    )  # fmt: skip
    priority: Any = forms.ModelChoiceField(
        label="優先申込みの特典", queryset=None, required=False, empty_label="優先なし", help_text=HINTS["priority"]
    )

    class Meta:
        model = Activity
        fields = (
            "title", "title_en", "key", "kind", "summary", "summary_en", "place", "meeting", "starts_at", "ends_at",
            "capacity", "all_from", "priority", "days_ahead", "kept_places", "kept_until",
            "needs", "insurance", "host_name", "host_email", "host_phone", "group", "members_only", "online_url",
        )  # fmt: skip
        widgets = {"starts_at": MOMENT, "ends_at": MOMENT, "summary": forms.Textarea({"rows": 4}),
                   "summary_en": forms.Textarea({"rows": 3})}  # fmt: skip
        help_texts = HINTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        for name in NUMBERS:
            self.fields[name].required = False
        kinds.queryset = ActivityKind.objects.order_by("position", "name")
        groups: Any = self.fields["group"]
        groups.queryset = Group.objects.order_by("name")
        chosen: Any = self.fields["priority"]
        chosen.queryset = Benefit.objects.filter(kind=BenefitKind.EVENT).exclude(status="ended").order_by("name")

    def clean_key(self) -> str:
        """Refuse the address of another activity."""
        key: str = self.cleaned_data["key"]
        if Activity.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この記号の活動は、すでにあります。")
        return key

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        values = super().clean() or {}
        values |= {name: values.get(name) or 0 for name in NUMBERS}
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "終わりは、始まりより後にしてください。")
        if values.get("members_only") and not values.get("group"):
            self.add_error("group", "参加者だけに見せるときは、グループを選んでください。")
        self._look_at_priority(values)
        return values

    def _look_at_priority(self, values: dict[str, Any]) -> None:
        names = ("starts_at", "all_from", "days_ahead", "kept_places", "kept_until", "capacity")
        if self.errors.keys() & set(names):
            return
        priority = Priority(
            values.get("all_from"), values["days_ahead"], values["kept_places"], values.get("kept_until")
        )
        answer = may_set_priority(
            priority, has_benefit=values.get("priority") is not None, capacity=values.get("capacity"),
            starts_on=local_date(values["starts_at"]),
        )  # fmt: skip
        for reason in answer.reasons:
            self.add_error(FIELD_OF[reason.code], str(REFUSALS[reason.code]))

    def written(self) -> ActivityFields:
        """Return what is to be written."""
        fields: ActivityFields = self.cleaned_data  # type: ignore[assignment]
        return fields


class KindForm(forms.ModelForm):  # type: ignore[type-arg]
    """A kind of activity, designated or not."""

    class Meta:
        model = ActivityKind
        fields = ("name", "name_en", "key", "designated", "position")
        help_texts = {
            "key": "半角の英小文字・数字・ハイフンで書きます。例: satoyama",
            "designated": "国のプレミアム登録に要る活動として数えます。すでに確認した活動の数は変わりません。",
        }

    def clean_key(self) -> str:
        """Refuse the key of another kind."""
        key: str = self.cleaned_data["key"]
        if ActivityKind.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この記号の種類は、すでにあります。")
        return key

    def written(self) -> KindFields:
        """Return what is to be written."""
        fields: KindFields = self.cleaned_data  # type: ignore[assignment]
        return fields


class WhyForm(forms.Form):
    """A reason that the person is told."""

    why = forms.CharField(label="理由", max_length=200, error_messages={"required": "理由を書いてください。"})


class TakeForm(forms.Form):
    """A sign-up for a caller or a visitor: who, how they asked."""

    about_self = False

    name = forms.CharField(label="お名前", max_length=100, required=False)
    kana = forms.CharField(label="ふりがな", max_length=100, required=False)
    phone = PhoneField(label="電話番号", required=False, max_length=60)
    email = forms.EmailField(label="メールアドレス", required=False)
    number = forms.CharField(
        label="登録の受付番号(優先申込みのとき)", max_length=20, required=False,
        help_text="個票から入れるときは、書かなくても登録を確かめます。",
    )  # fmt: skip
    note = forms.CharField(label="受入れ先に伝えること", max_length=300, required=False)
    channel = forms.ChoiceField(
        label="申し出の方法", initial=Channel.TELEPHONE.value, widget=forms.RadioSelect,
        choices=[(item.value, item.label) for item in WAYS],
    )  # fmt: skip
    agree = forms.BooleanField(
        label="取り扱いを読み上げ、同意をもらいました",
        error_messages={"required": "取り扱いを伝えて同意をもらってから、申込みを入れてください。"},
    )
    file = forms.IntegerField(widget=forms.HiddenInput, required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: CaseFile | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if not self.is_bound:
            self.initial["client_key"], self.initial["file"] = uuid4(), known.pk if known else None

    def clean(self) -> dict[str, Any]:
        """Ask who it is where no file is known."""
        values = super().clean() or {}
        told = {"name", "kana", "phone", "email"}
        if self.known is None and not any(values.get(name) for name in told) and not told & self.errors.keys():
            self.add_error("name", "お名前・ふりがな・電話番号・メールアドレスのどれか一つは書いてください。")
        return values

    def file_fields(self) -> FileFields:
        """Return what to write on a new case file."""
        values = self.cleaned_data
        return FileFields(name=values["name"], kana=values["kana"], phone=values["phone"], email=values["email"])
