"""Components around content: notices, cards, dialogs, accordions, tables, map frames."""

from typing import Any

from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kayoi.kit.html.attributes import attributes
from kayoi.kit.html.icons import icon
from kayoi.kit.templatetags.kit.library import tags

KINDS = {"info", "success", "warning", "danger"}
LAYOUTS = {"stack", "scroll"}
# The levels of django.contrib.messages; "error" is our "danger".
LEVELS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "danger"}


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(sorted(KINDS))}")
    return kind


def _kind_word(kind: str) -> str:
    """Return the word that says the kind to those who see neither colour nor sign."""
    return {"info": _("お知らせ"), "success": _("完了"), "warning": _("注意"), "danger": _("重要")}[kind]


@tags.simple_block_tag
def notice(content: str, kind: str = "info", *, title: str = "") -> SafeString:
    """Write a notice that belongs to the page (注意書き)."""
    return render_to_string(
        "kit/notice.html", {"content": content, "kind": _kind(kind), "word": _kind_word(kind), "title": title}
    )


@tags.simple_block_tag
def banner(content: str, kind: str = "info", *, title: str) -> SafeString:
    """Write a notification banner at the top of a page (お知らせバナー); it is read out when the page opens."""
    return render_to_string(
        "kit/banner.html", {"content": content, "kind": _kind(kind), "word": _kind_word(kind), "title": title}
    )


@tags.simple_tag
def message_banners(messages: Any) -> SafeString:
    """Write django.contrib.messages as banners; the layouts do so by themselves."""
    return SafeString("".join(_message_banner(message) for message in messages or ()))


def _message_banner(message: Message) -> str:
    kind = LEVELS.get(message.level_tag, "info")
    return banner("", kind, title=str(message.message))


@tags.simple_block_tag
def card(
    content: str,
    title: str,
    *,
    href: str = "",
    level: int = 3,
    picture: str = "",
    picture_text: str = "",
    foot: str = "",
) -> SafeString:
    """Write a card (カード): picture, title that is the link, content, foot line."""
    return render_to_string(
        "kit/card.html",
        {
            "content": content,
            "title": title,
            "href": href,
            "level": level,
            "picture": picture,
            "picture_text": picture_text,
            "foot": foot,
        },
    )


@tags.simple_block_tag
def accordion(content: str, title: str, *, open: bool = False, small: bool = False, key: str = "") -> SafeString:
    """Write a part that opens and closes without JavaScript (アコーディオン)."""
    return render_to_string(
        "kit/accordion.html", {"content": content, "title": title, "open": open, "small": small, "key": key}
    )


@tags.simple_block_tag
def dialog(content: str, key: str, title: str) -> SafeString:
    """Write a dialog (ダイアログ), closed at first; a {% button dialog=key href=… %} opens it.

    Without JavaScript that button leads to `href`, a page that asks the same question.
    """
    return render_to_string("kit/dialog.html", {"content": content, "key": key, "title": title})


@tags.simple_block_tag
def table(content: str, caption: str, *, layout: str = "stack", hide_caption: bool = False) -> SafeString:
    """Write a table around <thead> and <tbody>; on a phone its rows become cards, or with "scroll" it is scrolled.

    For "stack" each <td> carries data-label, the words of its column. Raises ValueError for another layout.
    """
    if layout not in LAYOUTS:
        raise ValueError(f"{layout!r} is none of {', '.join(sorted(LAYOUTS))}")
    return render_to_string(
        "kit/table.html", {"content": content, "caption": caption, "layout": layout, "hide_caption": hide_caption}
    )


@tags.simple_block_tag
def map_frame(content: str, title: str, *, level: int = 2, note: str = "", list_href: str = "") -> SafeString:
    """Write the frame of a map (地図): title, the map, a note, and the way to the same places as a list."""
    return render_to_string(
        "kit/map_frame.html",
        {"content": content, "title": title, "level": level, "note": note, "list_href": list_href},
    )


@tags.simple_block_tag
def empty_state(content: str, title: str, *, level: int = 2, icon_name: str = "document") -> SafeString:
    """Write what an empty page says: what will be here (the content) and the first thing to do (its buttons)."""
    return render_to_string(
        "kit/empty_state.html", {"content": content, "title": title, "level": level, "icon_name": icon_name}
    )


@tags.simple_block_tag
def actions(content: str) -> SafeString:
    """Write a row of buttons."""
    return format_html('<div class="actions">{}</div>', content)


@tags.simple_tag
def external_link(label: str, href: str) -> SafeString:
    """Write a link to another site, said in words: it does not open a new window."""
    return format_html(
        '<a href="{}"{}>{}<span class="hidden-text">{}</span>{}</a>',
        href,
        attributes(rel="external noopener"),
        label,
        _("(外部サイト)"),
        icon("external"),
    )
