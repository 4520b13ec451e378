"""Shape of blockers, referrals and the directory of experts; the reasons in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from kayoi.engines.casefiles.forms import PhoneField
from kayoi.foundation.identity.forms import MemberField
from kayoi.programmes.homes.forms.people import DAY, PastDayField, set_today
from kayoi.programmes.homes.forms.words import StaffWords
from kayoi.programmes.homes.models import Solver
from kayoi.programmes.homes.services import SolverFields
from kayoi.programmes.homes.states import BlockerKind, SolverKind

REFUSALS: dict[str, Any] = {
    "homes.blocked_by_heirs": "亡くなった名義人の相続人が分からないか、同意しない・所在の分からない権利者がいます。",
    "homes.blocked_by_registry": "相続登記が済んでいません。名義が変わるまで、売買の登記ができません。",
    "homes.blocked_by_mortgage": "抵当権があります。消すか、金融機関の承諾が要ります。",
    "homes.blocked_by_belongings": "家財が残っています。",
    "homes.blocked_by_leaks": "雨漏りなどの傷みがあります。",
    "homes.blocked_by_farmland": "農地が付いています。売買・貸借には農業委員会の許可が要ります。",
    "homes.blocked_by_use_zone": "用途地域や接道の決まりで、建替えや別の使い方ができないおそれがあります。",
    "homes.blocked_by_boundary": "隣地との境界がはっきりしていません。",
    "homes.blocked_by_water": "水道・排水の引込みがありません。",
    "homes.refer_without_consent": "所有者の、この相手への情報提供の同意がありません。先に同意をもらってください。",
    "homes.refer_to_nobody": "いまは使っていない相談先です。ほかの相談先を選んでください。",
}


class BlockerForm(forms.Form):
    """What blocks a house."""

    about_self = False

    kind = forms.ChoiceField(label="種類", choices=BlockerKind.choices())
    remark = StaffWords(label="内容", required=False, max_length=400, rows=3)
    found_on = PastDayField(label="分かった日")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today, starts=("found_on",))
        if not is_new:
            del self.fields["kind"]


class SolveForm(forms.Form):
    """That it is solved, when and for how much."""

    about_self = False

    solved_on = PastDayField(label="解決した日")
    cost_yen = forms.IntegerField(
        label="かかった費用(円)", required=False, min_value=0, max_value=1_000_000_000,
        help_text="だれが払っても、全部で。分からないときは空けておきます。",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today, starts=("solved_on",))


class ReferForm(forms.Form):
    """To whom and when a house was referred."""

    about_self = False

    solver = forms.ChoiceField(label="相談先", error_messages={"required": "相談先を選んでください。"})
    referred_on = PastDayField(label="紹介した日")

    def __init__(self, *args: Any, solvers: Iterable[Solver], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today, starts=("referred_on",))
        self.solvers = {str(solver.pk): solver for solver in solvers}
        choices = [(key, f"{row.get_kind_display()}: {row.name}") for key, row in self.solvers.items()]
        solver = self.fields["solver"]
        assert isinstance(solver, forms.ChoiceField)
        solver.choices = [("", "―"), *choices]


class NextForm(forms.Form):
    """What is next for a blocker."""

    about_self = False

    title = forms.CharField(label="次にすること", max_length=200)
    due_on = forms.DateField(label="いつまでに", widget=DAY)
    owner = MemberField(label="担当", empty_label="決めない")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]  # a MemberField


class SolverForm(forms.Form):
    """An expert of the directory."""

    about_self = False

    kind = forms.ChoiceField(label="種類", choices=SolverKind.choices())
    name = forms.CharField(label="名前", max_length=100)
    phone = PhoneField(label="電話番号", required=False, max_length=60)
    email = forms.EmailField(label="メールアドレス", required=False)
    about = forms.CharField(label="得意なこと・費用のめやす", required=False, max_length=300)
    ends_before = forms.DateField(
        label="使わなくなった日", required=False, widget=DAY, help_text="書くと、新しい紹介先に出なくなります。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def solver_fields(self) -> SolverFields:
        """Return what stands in the directory."""
        values = self.cleaned_data
        return {
            "kind": values["kind"],
            "name": values["name"],
            "phone": values["phone"],
            "email": values["email"],
            "about": values["about"],
            "ends_before": values["ends_before"],
        }
