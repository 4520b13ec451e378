"""Lists: what is known of a thing, what happened."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kayoi.kit.html.links import Detail, Entry
from kayoi.kit.templatetags.kit.library import tags


@tags.simple_tag
def description_list(details: Sequence[Detail]) -> SafeString:
    """Write terms and their values (項目と内容), each with a link to change it where there is one."""
    return render_to_string("kit/description_list.html", {"details": details})


@tags.simple_tag
def timeline(entries: Sequence[Entry]) -> SafeString:
    """Write what happened in order (経過); what is still ahead is drawn in dots and said in words."""
    return render_to_string("kit/timeline.html", {"entries": entries})
