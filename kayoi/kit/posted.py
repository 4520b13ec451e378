"""What a form that was sent says beside its fields."""

from django.http import HttpRequest


def version_of(request: HttpRequest) -> int:
    """Return which version of a row the page was made from (開いたときの版); 0, which none has, if it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else 0
