"""Forms: the form itself, its fields, the error summary, groups, buttons."""

from collections.abc import Sequence
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kayoi.kit.html.attributes import attributes
from kayoi.kit.html.fields import AnyForm, kind_of, parts_of, problems_of
from kayoi.kit.html.icons import icon
from kayoi.kit.templatetags.kit.library import tags

BUTTON_KINDS = {"primary", "secondary", "danger", "link"}


def _forms_in(form: AnyForm | None) -> list[BaseForm]:
    if form is None:
        return []
    return [form] if isinstance(form, BaseForm) else list(form.forms)


@tags.simple_block_tag(takes_context=True, name="form")
def form_tag(
    context: Context,
    content: str,
    form: AnyForm | None = None,
    *,
    method: str = "post",
    autosave_url: str = "",
    guard: bool = True,
    css: str = "",
    **given: Any,
) -> SafeString:
    """Write a <form> with CSRF token, hidden fields, upload encoding, leave and double-submit guard, autosave.

    `novalidate`: the server answers with all errors at once, which the browser's bubbles do not.
    """
    post = method == "post"
    bound = bool(form is not None and form.is_bound)
    return render_to_string(
        "kit/form.html",
        {
            "content": content,
            "hidden": [hidden for each in _forms_in(form) for hidden in each.hidden_fields()],
            "management": getattr(form, "management_form", None),
            "token": context.get("csrf_token") if post else "",
            "autosave_url": autosave_url,
            "attributes": attributes(
                method=method,
                class_=css,
                enctype="multipart/form-data" if form is not None and form.is_multipart() else None,
                novalidate=post,
                data_guard=("changed" if bound else "yes") if post and guard else None,
                data_autosave_url=autosave_url,
                **given,
            ),
        },
    )


@tags.simple_tag
def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    unit: str = "",
    width: str = "",
    autocomplete: str = "",
    inline: bool = False,
    mark: bool = True,
) -> SafeString:
    """Write one question: label with 必須 or 任意, hint, input, errors, all tied together for screen readers."""
    if not isinstance(bound, BoundField):
        raise TypeError(f"{{% field %}} takes a field of a form, as in form.name; not {bound!r}.")
    parts = parts_of(bound, label=label, hint=hint, unit=unit, width=width, autocomplete=autocomplete)
    if parts.kind == "hidden":
        return parts.control
    return render_to_string("kit/field.html", {"parts": parts, "unit": unit, "inline": inline, "mark": mark})


@tags.simple_tag
def fields(form: BaseForm, *, mark: bool = True) -> SafeString:
    """Write all fields of a form that are seen, in order; {% form %} writes the hidden ones."""
    return SafeString("".join(field(bound, mark=mark) for bound in form if kind_of(bound) != "hidden"))


@tags.simple_tag
def errors(*forms: AnyForm | Sequence[BaseForm] | None, focus: bool = True) -> SafeString:
    """Write the error summary (エラーの一覧) of forms, lists and sets of forms: all errors, each leading to its field.

    The page opens with the summary in focus, unless `focus=False`: only one on a page may have it.
    """
    problems = problems_of(forms)
    if not problems:
        return SafeString("")
    return render_to_string("kit/error_summary.html", {"problems": problems, "focus": focus})


@tags.simple_block_tag
def group(content: str, legend: str, *, hint: str = "", boxed: bool = False, key: str = "") -> SafeString:
    """Write a <fieldset> around questions that belong together."""
    return render_to_string(
        "kit/group.html", {"content": content, "legend": legend, "hint": hint, "boxed": boxed, "key": key}
    )


@tags.simple_tag
def button(
    label: str,
    *,
    kind: str = "primary",
    href: str = "",
    type: str = "submit",  # the name of the attribute
    small: bool = False,
    icon_name: str = "",
    confirm: str = "",
    dialog: str = "",
    disabled: bool = False,
    **given: Any,
) -> SafeString:
    """Write a button, or with `href` a link that looks like one. Labels are verbs: 申請する.

    `confirm` is asked before the form goes; `dialog` is the id of a {% dialog %} that opens instead of `href`.
    Raises ValueError for an unknown kind.
    """
    if kind not in BUTTON_KINDS:
        raise ValueError(f"{kind!r} is no kind of button: {', '.join(sorted(BUTTON_KINDS))}")
    css = "button" + ("" if kind == "primary" else f" button-{kind}") + (" button-small" if small else "")
    inside = format_html("{}{}", icon(icon_name) if icon_name else "", label)
    if dialog:
        given |= {"data_dialog": dialog, "aria_haspopup": "dialog"}
    if confirm:
        given |= {"data_confirm": confirm, "data_cancel": _("やめる")}
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', css, href, attributes(**given), inside)
    # aria-disabled and not disabled: it stays in the tab order, so that its reason can be read
    given |= {"aria_disabled": "true"} if disabled else {}
    return format_html(
        '<button class="{}" type="{}"{}>{}</button>',
        css,
        "button" if disabled or (dialog and not href) else type,
        attributes(**given),
        inside,
    )
