"""Keep a search and stop it; what registered people see before the others."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, person, public
from kayoi.programmes.homes.forms.search import SearchForm
from kayoi.programmes.homes.forms.searches import SaveSearchForm
from kayoi.programmes.homes.selectors import listing_words as words
from kayoi.programmes.homes.selectors import public as pages
from kayoi.programmes.homes.selectors.search import quarters
from kayoi.programmes.homes.selectors.searches import early_houses, search_of_key
from kayoi.programmes.homes.services.searches import Wanted, save_search, stop_search

BUSY = gettext_lazy("短い間に何度も送られています。1分ほど待ってから、もう一度お試しください。")


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: Request) -> HttpResponse:
    """Keep the search of the address; new houses that fit are mailed."""
    town, now = request.organization, timezone.now()
    wanted = SearchForm(request.GET, quarters=quarters([town.pk], at=now))
    conditions, said = (
        pages.kept_conditions(wanted.conditions(organizations=None)),
        wanted.in_words() or _("すべての空き家"),
    )
    known = {"email": request.user.email} if request.person and hasattr(request.user, "email") else {}
    form = SaveSearchForm(request.POST or None, initial=known)
    if request.method == "POST" and request.limited:
        form.add_error(None, BUSY)
    context = {"form": form, "words": said, "town": words.either(town.name, town.name_en), "organization": town}
    if not form.is_valid():
        return render(request, "homes/save_search.html", context, status=422 if form.is_bound else 200)
    stop = reverse("homes:stop_search", kwargs={"organization": town.slug, "key": "KEY"}).replace("KEY", "{token}")
    save_search(
        organization=town, email=form.cleaned_data["email"],
        wanted=Wanted(conditions, said, "en" if words.english() else "ja"), person=request.person,
        channel=Channel.PORTAL, link=settings.CANONICAL_URL + stop, by=request.actor, at=now,
    )  # fmt: skip
    return render(request, "homes/search_saved.html", context)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, key: str) -> HttpResponse:
    """Stop the mails of a saved search, by the link of the mail."""
    saved = search_of_key(key)
    if saved is None:
        raise Http404
    if request.method == "POST":
        stop_search(saved=saved, by=request.actor, at=timezone.now())
        saved.refresh_from_db()
    return render(request, "homes/stop_search.html", {"saved": saved, "organization": request.organization})


@person(opens="town")
@require_safe
def early(request: Request) -> HttpResponse:
    """Show people who are registered what the others do not see yet."""
    assert request.person is not None
    found = early_houses(request.person, at=timezone.now())
    context = {"cards": None if found is None else [pages.card_of(one) for one in found]}
    return render(request, "homes/early.html", context)
