"""Ways through pages: breadcrumb, tabs, steps, pages of a list, sorting, search, filters."""

from collections.abc import Sequence

from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kayoi.kit.html.attributes import attributes
from kayoi.kit.html.icons import icon
from kayoi.kit.html.links import Link
from kayoi.kit.templatetags.kit.library import tags


def _query(context: Context) -> QueryDict:
    """Return a copy of the query of the page that is shown; an empty one where there is no request."""
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def _address(query: QueryDict) -> str:
    return f"?{query.urlencode()}"


@tags.simple_tag
def breadcrumb(links: Sequence[Link]) -> SafeString:
    """Write where the page stands (パンくずリスト); the last entry is the page itself."""
    return render_to_string("kit/breadcrumb.html", {"links": links}) if links else SafeString("")


@tags.simple_tag
def tabs(links: Sequence[Link], label: str) -> SafeString:
    """Write tabs that are links to pages (タブ); the one with `current` is shown."""
    return render_to_string("kit/tabs.html", {"links": links, "label": label})


@tags.simple_tag
def steps(labels: Sequence[str], current: int) -> SafeString:
    """Write the steps of a long form (ステップ), counted from 1; those before the current one are done."""
    return render_to_string("kit/steps.html", {"labels": labels, "current": current})


@tags.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[object], *, name: str = "page") -> SafeString:
    """Write the pages of a list (ページ送り); the other parts of the address, such as filters, are kept."""
    query = _query(context)

    def address(number: int) -> str:
        query[name] = str(number)
        return _address(query)

    shown = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return render_to_string(
        "kit/pagination.html",
        {
            "page": page,
            "entries": [(number, address(number) if isinstance(number, int) else "") for number in shown],
            "before": address(page.number - 1) if page.has_previous() else "",
            "after": address(page.number + 1) if page.has_next() else "",
        },
    )


@tags.simple_tag(takes_context=True)
def sort_header(context: Context, label: str, key: str, *, number: bool = False, name: str = "sort") -> SafeString:
    """Write a <th> whose link sorts the list: ?sort=key, once more ?sort=-key; the page number falls away."""
    query = _query(context)
    now = query.get(name, "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now)
    query[name] = f"-{key}" if now == key else key
    query.pop("page", None)
    sign = {"ascending": "sort-up", "descending": "sort-down"}.get(direction or "", "sort")
    return format_html(
        '<th scope="col"{}><a href="{}">{}{}</a></th>',
        attributes(aria_sort=direction, class_="number" if number else None),
        _address(query),
        label,
        icon(sign),
    )


@tags.simple_tag(takes_context=True)
def search_box(
    context: Context, label: str, *, action: str = "", name: str = "q", hint: str = "", compact: bool = False
) -> SafeString:
    """Write a search form (検索); what was searched stays in the box. `compact` hides the label from view."""
    return render_to_string(
        "kit/search_box.html",
        {
            "label": label,
            "action": action,
            "name": name,
            "hint": hint,
            "compact": compact,
            "value": _query(context).get(name, ""),
        },
    )


@tags.simple_tag(takes_context=True)
def filter_bar(context: Context, form: BaseForm, *, action: str = "", keep: Sequence[str] = ("sort",)) -> SafeString:
    """Write a form of filters (絞り込み) that live in the address, with a chip for each chosen one.

    `keep` names parts of the address that stay when filters change.
    """
    query = _query(context)
    return render_to_string(
        "kit/filter_bar.html",
        {
            "form": form,
            "action": action,
            "kept": [(name, query[name]) for name in keep if name in query],
            "chosen": _chosen(form, query),
        },
    )


def _chosen(form: BaseForm, query: QueryDict) -> list[tuple[str, str]]:
    """Return each chosen filter in words, with the address without it."""
    chosen = []
    for bound in form:
        for value in query.getlist(bound.html_name):
            if not value:
                continue
            rest = query.copy()
            rest.setlist(bound.html_name, [other for other in query.getlist(bound.html_name) if other != value])
            rest.pop("page", None)
            words = dict((str(key), text) for key, text in _flat_choices(bound.field)).get(value, value)
            chosen.append((f"{bound.label}:{words}", _address(rest)))
    return chosen


def _flat_choices(field: object) -> list[tuple[object, str]]:
    """Return the choices of a field without their groups; a field of free text has none."""
    flat: list[tuple[object, str]] = []
    for key, text in getattr(field, "choices", ()):
        flat += [(inner, str(word)) for inner, word in text] if isinstance(text, list | tuple) else [(key, str(text))]
    return flat
