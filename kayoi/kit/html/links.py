"""Plain values that pages hand to components: links, steps, entries."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A link in a navigation, tab row or breadcrumb (リンク).

    `count` stands behind the words (未対応 3); `post` makes it a button of a POST form, as logging out needs.
    """

    label: str
    href: str = ""
    current: bool = False
    count: int | None = None
    post: bool = False


@dataclass(frozen=True)
class LinkGroup:
    """Links under a heading (メニューのまとまり); where groups fold, `open` says that this one does not."""

    label: str
    links: Sequence[Link]
    open: bool = False


@dataclass(frozen=True)
class Detail:
    """One line of a description list (項目と内容), with a link to change it where that is possible."""

    term: str
    value: object
    note: str = ""
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of a time line (経過): when, what, by whom. `when` is already written for the reader.

    `phase` is past, now or ahead.
    """

    when: str
    title: str
    by: str = ""
    text: str = ""
    href: str = ""
    iso: str = ""
    phase: str = "past"
