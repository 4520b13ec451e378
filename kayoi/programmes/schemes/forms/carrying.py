"""What passes into the next fiscal year, by what right; what a budget provides for beyond its year."""

from typing import Any

from django import forms

from kayoi.kit.dates import wareki
from kayoi.programmes.schemes.forms.budget import MOST_YEN, begun, offer_lines
from kayoi.programmes.schemes.models import BudgetLine, Commitment, Grant, Provision
from kayoi.programmes.schemes.selectors.budget.commitments import on_the_way, open_commitments
from kayoi.programmes.schemes.selectors.budget.provisions import Provided, to_carry_by
from kayoi.programmes.schemes.selectors.grants.money import grants_of
from kayoi.programmes.schemes.states.budget import CarryKind, ProvisionKind


class RightForm(forms.Form):
    """By what right money passes into the next year: a vote of the council, or an accident."""

    right = forms.ChoiceField(label="繰越の種類", widget=forms.RadioSelect)
    on = forms.DateField(label="決定の日")
    note = forms.CharField(
        label="理由・摘要", max_length=120, required=False, help_text="事故繰越では、避けがたい事故の内容を書きます。"
    )

    def __init__(self, data: Any = None, *, line: BudgetLine, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        votes = to_carry_by(line)
        self.provisions = {str(one.provision.pk): one.provision for one in votes}
        field: Any = self.fields["right"]
        field.choices = [(str(one.provision.pk), _in_words(one)) for one in votes]
        field.choices += [(CarryKind.ACCIDENT.value, f"{CarryKind.ACCIDENT.label}(支出負担行為をしたものだけ)")]
        if not votes:
            field.help_text = "繰越明許費・継続費は、先に予算のページで議決の日と限度額を登録すると、ここで選べます。"

    def clean(self) -> dict[str, Any]:
        """Turn what was chosen into the vote; without one it is an accident."""
        said = super().clean() or {}
        said["provision"] = self.provisions.get(said.pop("right", ""))
        return said


class CarryForm(RightForm):
    """How much passes into the next fiscal year, and which decisions go along."""

    taker: Any = forms.ModelChoiceField(label="受ける予算", queryset=None, empty_label="選んでください")
    amount_yen = forms.IntegerField(
        label="決定していない残りから(円)", min_value=1, max_value=MOST_YEN, required=False
    )  # fmt: skip
    commitments: Any = forms.ModelMultipleChoiceField(
        label="一緒に繰り越す決定", queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="支払いの途中のものは、この年度の予算から支払います。",
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("right", "taker", "amount_yen", "commitments", "on", "note", "key")

    def __init__(self, data: Any = None, *, giver: BudgetLine) -> None:
        super().__init__(data, line=giver, initial=begun())
        following = BudgetLine.objects.filter(fiscal_year=giver.fiscal_year + 1).order_by("number")
        offer_lines(self.fields["taker"], following)
        rows = open_commitments(giver.fiscal_year).filter(line=giver)
        rows = rows.exclude(pk__in=on_the_way(rows))
        grants, field = grants_of(rows), self.fields["commitments"]
        field.queryset = rows  # type: ignore[attr-defined]
        field.initial = [one.pk for one in rows]
        field.label_from_instance = lambda one: _words(one, grants.get(one.pk))  # type: ignore[attr-defined]
        if not rows:
            del self.fields["commitments"]

    def clean(self) -> dict[str, Any]:
        """Ask for something."""
        said = super().clean()
        said["amount_yen"] = said.get("amount_yen") or 0
        said["commitments"] = list(said.get("commitments") or [])
        if not self.errors and not said["amount_yen"] and not said["commitments"]:
            raise forms.ValidationError("繰り越す額を書くか、一緒に繰り越す決定を選んでください。")
        return said


class ProvisionForm(forms.Form):
    """What the council has voted beyond the year of a line."""

    kind = forms.ChoiceField(label="種類", choices=ProvisionKind.choices(), widget=forms.RadioSelect)
    matter = forms.CharField(label="事項", max_length=60, help_text="予算書にある事業名や事項。例: 移住支援事業")
    voted_on = forms.DateField(label="議決の日")
    limit_yen = forms.IntegerField(
        label="限度額(円)", min_value=1, max_value=MOST_YEN,
        help_text="継続費では総額を、債務負担行為では次の年度からの限度額を書きます。"
    )  # fmt: skip
    last_year = forms.IntegerField(
        label="最終年度(西暦)", min_value=2000, max_value=2100, required=False,
        help_text="何年度までの定めか。繰越明許費では空けておきます。",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, line: BudgetLine, row: Provision | None = None) -> None:
        names = ("matter", "voted_on", "limit_yen", "last_year")
        super().__init__(data, initial={name: getattr(row, name) for name in names} if row else None)
        self.year = line.fiscal_year
        if row is not None:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """Read no year as that of the line."""
        said = super().clean() or {}
        said["last_year"] = said.get("last_year") or self.year
        return said


def _in_words(one: Provided) -> str:
    kind, vote = CarryKind.of(one.provision.kind).label, one.provision
    return f"{kind} {vote.matter}({wareki(vote.voted_on)}議決、限度額の残り {one.left_yen:,}円)"


def _words(commitment: Commitment, grant: Grant | None) -> str:
    whose = f" {grant.application.receipt}" if grant else ""
    return f"{commitment.number}{whose} 残り {commitment.open_yen:,}円"
