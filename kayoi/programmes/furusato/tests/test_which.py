"""Every page that shows a registration, card, benefit or activity says which register it is about."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates" / "furusato"
SAYS = (
    "/which.html",
    "国の登録",
    "国のプレミアム登録",
    "国のふるさと住民登録",
    "町の登録",
    "furusato/office/head.html",
    "counter/counter.html",
)
# Lists, codes and questions of one step: they follow on pages that say it, or are for hosts and counters' people.
STEPS = {
    "activities/cancel.html", "activities/here.html", "activities/office/cancel.html", "activities/office/form.html",
    "activities/office/host_page.html", "activities/office/hosts.html", "activities/office/kind.html",
    "activities/office/poster.html", "activities/office/step.html", "activities/office/take.html",
    "benefits/people.html", "hosts/add.html", "hosts/all.html", "hosts/host.html", "hosts/over.html",
    "hosts/pass.html", "hosts/poster.html", "step.html",
    "groups/ask.html", "groups/group.html", "groups/join.html", "groups/leave.html", "groups/meet_up.html",
    "groups/office/edit.html", "groups/office/list.html", "groups/post.html", "groups/stop.html",
    "points/terms.html",
}  # fmt: skip


def test_every_page_says_which_register_it_is_about() -> None:
    pages = {file.relative_to(TEMPLATES).as_posix(): file.read_text() for file in TEMPLATES.rglob("*.html")}
    silent = {
        name for name, text in pages.items() if "{% extends" in text and not any(words in text for words in SAYS)
    }  # fmt: skip
    assert silent == STEPS
