"""Staff and judges: a contest, its terms in lines, an entry without names, points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.selections.forms import REFUSALS as SELECTIONS
from kayoi.engines.selections.rules.judging import Criterion, Prize, Terms
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.files.rules import format_of

REFUSALS: dict[str, Any] = (
    SELECTIONS
    | FILES
    | {
        "contests.not_of_call": "この募集に提出された応募ではありません。",
        "contests.not_judged": "審査がまだ終わっていません。先に審査を締め切ってください。",
        "contests.no_prize": "入賞した作品だけが、モデルハウスの下書きになります。",
    }
)


def _lines(text: str, parts: int) -> list[list[str]]:
    rows = [[part.strip() for part in line.replace(",", ",").split(",")] for line in text.splitlines() if line.strip()]
    if any(len(row) != parts for row in rows):
        raise forms.ValidationError(f"1行に{parts}つを、「,」で区切って書いてください。")
    return rows


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as wrong:
        raise forms.ValidationError(f"「{text}」は数ではありません。") from wrong


class ContestForm(forms.Form):
    """A contest and by what it is judged."""

    title = forms.CharField(label="名称", max_length=100)
    summary = forms.CharField(label="趣旨", max_length=1000, widget=forms.Textarea({"rows": 4}))
    procedure: Any = forms.ModelChoiceField(label="募集の手続き", queryset=None, empty_label=None)
    criteria = forms.CharField(
        label="審査の項目", widget=forms.Textarea({"rows": 4}),
        help_text="1行に一つ、「項目, 満点, 重み」。例: 地域になじむか, 5, 2。同点は、上の項目から比べます。",
    )  # fmt: skip
    prizes = forms.CharField(
        label="賞", widget=forms.Textarea({"rows": 3}), help_text="1行に一つ、「賞, 数」。例: 最優秀賞, 1"
    )
    least_judges = forms.IntegerField(
        label="一つの作品を採点する審査員の最少の人数", min_value=1, max_value=20, initial=2
    )  # fmt: skip

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        procedure: Any = self.fields["procedure"]
        procedure.queryset = Procedure.objects.exclude(status="ended").order_by("title", "pk")

    def clean_criteria(self) -> tuple[Criterion, ...]:
        """Read the criteria."""
        rows = _lines(self.cleaned_data["criteria"], 3)
        return tuple(
            Criterion(f"c{place}", label, _number(most), _number(weight))
            for place, (label, most, weight) in enumerate(rows, 1)
        )

    def clean_prizes(self) -> tuple[Prize, ...]:
        """Read the prizes."""
        return tuple(Prize(label, _number(places)) for label, places in _lines(self.cleaned_data["prizes"], 2))

    def terms(self) -> Terms:
        """Return by what is judged; ties go by the criteria in their order, then by who applied earlier."""
        values = self.cleaned_data
        keys = tuple(one.key for one in values["criteria"])
        return Terms(values["criteria"], keys, values["prizes"], values["least_judges"])


class EntryForm(forms.Form):
    """What the judges read of an application."""

    about_self = False
    application: Any = forms.ModelChoiceField(label="応募(受付番号)", queryset=None, empty_label=None)
    title = forms.CharField(label="作品名", max_length=100)
    words = forms.CharField(
        label="作品の説明", max_length=2000, widget=forms.Textarea({"rows": 6}),
        help_text="審査員が読みます。氏名・勤め先など、だれの作品かが分かることは書きません。",
    )  # fmt: skip
    picture = forms.FileField(label="絵・写真", required=False, help_text="氏名の写っていないものを選びます。")
    may_publish = forms.BooleanField(label="受賞したときの公表に、本人が同意している", required=False)
    shown_name = forms.CharField(label="公表する名前", max_length=100, required=False)

    def __init__(self, data: Any, files: Any, *, waiting: list[Application]) -> None:
        super().__init__(data, files)
        application: Any = self.fields["application"]
        application.queryset = Application.objects.filter(pk__in=[one.pk for one in waiting])
        application.label_from_instance = lambda one: one.receipt

    def clean_picture(self) -> Any:
        """Refuse what no page can show as a picture."""
        picture = self.cleaned_data["picture"]
        if picture is not None:
            kind = format_of(picture.read(16))
            picture.seek(0)
            if kind == "pdf":
                raise forms.ValidationError("PDFは見せられません。写真か絵(JPEG・PNGなど)を選んでください。")
        return picture

    def fields_of_entry(self) -> dict[str, Any]:
        """Return what is written of the entry."""
        return {name: self.cleaned_data[name] for name in ("title", "words", "may_publish", "shown_name")}


class JudgeForm(forms.Form):
    """Somebody who is asked to judge."""

    about_self = False
    name = forms.CharField(label="氏名", max_length=100)
    email = forms.EmailField(label="メールアドレス")


class PointsForm(forms.Form):
    """The points of one entry, or that the judge steps back from it."""

    remark = forms.CharField(
        label=_("講評"), max_length=600, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("応募した人への通知書に、あなたの名前なしで載ります。"),
    )  # fmt: skip
    stepped_back = forms.CharField(
        label=_("審査を辞退する理由"), max_length=200, required=False,
        help_text=_("応募した人と利害関係があるときだけ書きます。書くと、点は数えません。"),
    )  # fmt: skip

    def __init__(self, data: Any, *, criteria: tuple[Criterion, ...], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        scores = {
            one.key: forms.IntegerField(
                label=_("%(label)s(0から%(most)s、重み%(weight)s)")
                % {"label": one.label, "most": one.most, "weight": one.weight},
                min_value=0,
                max_value=one.most,
                required=False,
            )
            for one in criteria
        }
        self.keys = list(scores)
        self.fields = scores | self.fields

    def clean(self) -> dict[str, Any]:
        """Ask for each point unless the judge steps back."""
        values = super().clean() or {}
        if not values.get("stepped_back"):
            for key in self.keys:
                if values.get(key) is None and key not in self.errors:
                    self.add_error(key, _("点を入れてください。"))
        return values

    def scores(self) -> dict[str, int]:
        """Return the points."""
        return {key: self.cleaned_data[key] for key in self.keys}
