"""What people and staff write about groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kayoi.programmes.furusato.forms.activities_public import OnceForm
from kayoi.programmes.furusato.models import Group, Register
from kayoi.programmes.furusato.services.group_posts import Said
from kayoi.programmes.furusato.states.groups import MOST_LETTERS

PHOTOS = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,.heic,.heif"


class JoinForm(forms.Form):
    """How one wants to be called in a group, and whether its news may come by mail."""

    name = forms.CharField(
        label=_("表示名"), max_length=20, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("グループの中だけの名前です(20文字まで)。本名は使えません。"),
        error_messages={"required": _("ほかの参加者に見せる名前を書いてください。")},
    )  # fmt: skip
    mails = forms.BooleanField(
        label=_("新しい投稿があったことを、週に1回までメールで知らせる"), required=False,
        help_text=_("メールは、いつでも止められます。"),
    )  # fmt: skip
    agree = forms.BooleanField(
        label=_("上の注意を読みました"), error_messages={"required": _("注意を読んで、印を付けてください。")}
    )


class PostForm(OnceForm):
    """A post or a reply: words, and a photo where one likes."""

    text = forms.CharField(label=_("内容"), max_length=MOST_LETTERS, required=False, widget=forms.Textarea({"rows": 4}))
    photo = forms.FileField(
        label=_("写真"), required=False, widget=forms.FileInput({"accept": PHOTOS}),
        help_text=_("1枚まで。撮った場所の記録は、受け取るときに消します。ほかの人の顔は、許しを得てから載せてください。"),
    )  # fmt: skip

    def said(self, answers: Any = None) -> Said:
        """Return what was written."""
        values = self.cleaned_data
        return Said(values["text"], values["photo"], answers, values["client_key"])


class ReportPostForm(forms.Form):
    """What is wrong with a post."""

    why = forms.CharField(
        label=_("気になったこと"), max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("何が気になったかを書いてください。")},
    )  # fmt: skip


class ObjectForm(forms.Form):
    """Why a post should not have been hidden."""

    words = forms.CharField(
        label=_("町に伝えること"), max_length=1000, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("どう思うかを書いてください。")},
    )  # fmt: skip


class LeaveForm(forms.Form):
    """Whether one's posts go too."""

    with_posts = forms.BooleanField(label=_("これまでの投稿と返信も削除する"), required=False)


class AskForm(forms.Form):
    """A page that only asks whether one means it."""


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """Staff: a group, what it is for, who may join."""

    registers: Any = forms.ModelMultipleChoiceField(
        label="参加できる登録", queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="一つも選ばないと、この町に登録している人はだれでも参加できます。",
    )  # fmt: skip

    class Meta:
        model = Group
        fields = ("name", "name_en", "about", "about_en", "checks_first")
        widgets = {"about": forms.Textarea({"rows": 4}), "about_en": forms.Textarea({"rows": 3})}
        help_texts = {
            "about": "だれのための、何をするグループかを書きます。参加する前の人も読みます。",
            "checks_first": "付けると、参加者の投稿は、職員が載せるまでほかの人に見えません。",
        }

    def __init__(self, data: Any, *, instance: Group | None = None) -> None:
        chosen = [link.register_id for link in instance.registers.all()] if instance else []
        super().__init__(data, instance=instance, initial={"registers": chosen})
        registers: Any = self.fields["registers"]
        registers.queryset = Register.objects.exclude(status="ended").order_by("step", "name")

    def clean_name(self) -> str:
        """Refuse the name of another group."""
        name: str = self.cleaned_data["name"]
        if Group.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("この名称のグループは、すでにあります。")
        return name

    def changes(self) -> dict[str, Any]:
        """Return what is to be written on the group itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "registers"}


class RenameForm(forms.Form):
    """Staff: how a member is called from now on."""

    name = forms.CharField(
        label="新しい表示名", max_length=20, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "新しい表示名を書いてください。"},
    )  # fmt: skip


class PutOutForm(forms.Form):
    """Why somebody's part in a group ends, as they read it."""

    why = forms.CharField(
        label="理由(本人が読みます)", max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "理由を書いてください。"},
    )  # fmt: skip


class HideForm(forms.Form):
    """Why a post is hidden, as its writer reads it."""

    why = forms.CharField(
        label="理由(投稿した人が読みます)", max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "理由を書いてください。"},
    )  # fmt: skip
