"""What the {% field %} and {% errors %} tags need to know of a Django form field."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeAlias, Union

from django import forms
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from kayoi.kit.html.date_parts import DateParts

# What browsers may fill in for a person who writes about themselves (WCAG 2.2, 1.3.5). Forms in which staff write
# about others carry `about_self = False`: there the officer's own name would be offered.
AUTOCOMPLETE = {
    "name": "name",
    "full_name": "name",
    "family_name": "family-name",
    "given_name": "given-name",
    "email": "email",
    "phone": "tel",
    "postal_code": "postal-code",
    "address": "street-address",
    "prefecture": "address-level1",
    "municipality": "address-level2",
    "born_on": "bday",
    "username": "username",
}
PHONE_NAMES = {"phone", "tel", "mobile_phone"}
AnyForm: TypeAlias = Union[forms.BaseForm, "BaseFormSet[Any]"]  # at run time a form set takes no brackets


def kind_of(bound: BoundField) -> str:
    """Return how a field is laid out: hidden, check, choices, parts or single."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    if isinstance(widget, widgets.RadioSelect):  # and CheckboxSelectMultiple, its child
        return "choices"
    return "parts" if bound.use_fieldset else "single"


def id_of(bound: BoundField) -> str:
    """Return the id of a field's input, or of the group where it has several."""
    return str(bound.field.widget.attrs.get("id") or bound.auto_id or f"id_{bound.html_name}")


def target_of(bound: BoundField) -> str:
    """Return the id that a link to this field leads to: its input, or the first of several."""
    kind, own_id, widget = kind_of(bound), id_of(bound), bound.field.widget
    if kind == "choices":
        return f"{own_id}_0"
    if kind == "parts":
        return (
            widget.first_id(own_id) if isinstance(widget, DateParts) else widget.id_for_label(own_id) or f"{own_id}_0"
        )
    return own_id


def prepared(bound: BoundField) -> widgets.Widget:
    """Return a copy of the widget as browsers in Japan want it.

    Numbers are text boxes with a number pad (type=number refuses what an input method writes in full width and
    changes on scrolling); dates and times are the browser's own; telephone numbers get the telephone pad.
    """
    widget: widgets.Widget = copy(bound.field.widget)
    widget.attrs = dict(widget.attrs)
    if isinstance(widget, widgets.NumberInput):
        widget.input_type = "text"
        widget.attrs = {name: value for name, value in widget.attrs.items() if name not in {"min", "max", "step"}}
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(
            bound.field, forms.FloatField | forms.DecimalField
        )
        widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")
    elif isinstance(widget, widgets.DateTimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, widgets.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, widgets.TimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "time", "%H:%M"
    elif isinstance(widget, widgets.TextInput) and widget.input_type == "text" and bound.name in PHONE_NAMES:
        widget.input_type = "tel"
    elif isinstance(widget, widgets.ClearableFileInput):
        plain = widgets.FileInput({name: value for name, value in widget.attrs.items() if name != "multiple"})
        plain.allow_multiple_selected = widget.allow_multiple_selected
        plain.attrs |= {"multiple": True} if widget.allow_multiple_selected else {}
        return plain
    return widget


def autocomplete_of(bound: BoundField, given: str) -> str:
    """Return what autocomplete is to say: as given, as the widget says, or by the name of the field."""
    if given:
        return given
    own = bound.field.widget.attrs.get("autocomplete")
    if own:
        return str(own)
    known = AUTOCOMPLETE.get(bound.name, "email" if isinstance(bound.field, forms.EmailField) else "")
    return known if getattr(bound.form, "about_self", True) or not known else "off"


_CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxInput, ""),
    (widgets.Select, "select"),
    (widgets.Textarea, "textarea"),
    (widgets.FileInput, "file"),
    (widgets.Input, "input"),
)


def _width_of(widget: widgets.Widget) -> str:
    """Return the width that tells how much is expected: short for a number, middling for a day or a telephone."""
    kind = getattr(widget, "input_type", "")
    if kind in {"date", "datetime-local", "time", "tel"}:
        return "m"
    return "s" if isinstance(widget, widgets.NumberInput) else ""


def _class_of(widget: widgets.Widget, width: str) -> str:
    width = width or _width_of(widget)
    own = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")
    return " ".join(filter(None, (own, str(widget.attrs.get("class", "")), f"width-{width}" if width else "")))


@dataclass(frozen=True)
class Parts:
    """Everything a field's template says."""

    kind: str
    id: str
    label: str
    hint: str
    errors: list[str]
    required: bool
    described_by: str
    control: SafeString
    options: list[Any]
    most_signs: int | None
    autocomplete: str
    file_now: Any
    clear_name: str


def parts_of(bound: BoundField, *, label: str, hint: str, unit: str, width: str, autocomplete: str) -> Parts:
    """Gather what the template of a field says and render its input with all that assistive technology needs."""
    kind, own_id = kind_of(bound), id_of(bound)
    errors = [str(error) for error in bound.errors]
    hint = hint or str(bound.help_text)
    most = getattr(bound.field, "max_length", None) if isinstance(bound.field.widget, widgets.Textarea) else None
    ids = {"helptext": hint, "unit": unit, "count": most, "error": errors}
    described_by = " ".join(f"{own_id}_{name}" for name, there in ids.items() if there)
    completion = autocomplete_of(bound, autocomplete)
    widget = prepared(bound)
    if most:
        widget.attrs.pop("maxlength", None)  # browsers cut pasted text without a word; the counter says so instead
        widget.attrs |= {"data-counter": str(most)}
    extra = {"id": own_id, "class": _class_of(widget, width)}
    if kind in {"single", "check"}:
        extra |= {"aria-describedby": described_by, "autocomplete": completion}
    if kind == "parts":
        extra = {"id": own_id, "autocomplete": completion}
    clear = bound.field.widget
    clearable = isinstance(clear, widgets.ClearableFileInput) and bound.initial and not bound.field.required
    return Parts(
        kind=kind,
        id=own_id,
        label=label or str(bound.label),
        hint=hint,
        errors=errors,
        required=bound.field.required,
        described_by=described_by,
        control=SafeString("") if kind == "choices" else _rendered(bound, widget, extra),
        options=list(bound.subwidgets) if kind == "choices" else [],
        most_signs=most,
        autocomplete=completion,
        file_now=bound.initial if isinstance(clear, widgets.FileInput) else None,
        clear_name=clear.clear_checkbox_name(bound.html_name) if clearable else "",
    )


def _rendered(bound: BoundField, widget: widgets.Widget, attributes: dict[str, str]) -> SafeString:
    return bound.as_widget(widget=widget, attrs={name: value for name, value in attributes.items() if value})


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: where, what."""

    message: str
    label: str = ""
    target: str = ""


def problems_of(given: Iterable[AnyForm | Sequence[forms.BaseForm] | None]) -> list[Problem]:
    """Return all errors of these forms, lists of forms and form sets, in the order of the page."""
    found: list[Problem] = []
    for form in given:
        if isinstance(form, Sequence):
            found += problems_of(form)
        elif isinstance(form, BaseFormSet):
            found += [Problem(str(error)) for error in form.non_form_errors()]
            found += problems_of(form.forms)
        elif form is not None and form.is_bound:
            found += [Problem(str(error)) for error in form.non_field_errors()]
            for bound in form:
                target = "" if bound.is_hidden else target_of(bound)
                found += [Problem(str(error), str(bound.label), target) for error in bound.errors]
    return found
