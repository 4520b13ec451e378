"""The public: the pictures of published houses."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, public
from kayoi.programmes.stays.models import HousePicture
from kayoi.programmes.stays.states import HouseStatus

PUBLIC_SECONDS = 300  # a house that is taken off is out of shared caches soon after


@public(opens="town")
@require_safe
def picture(request: Request, pk: int) -> HttpResponseBase:
    """Send a picture of a house that the public sees."""
    row = get_object_or_404(HousePicture.objects.select_related("file"), pk=pk, house__status=HouseStatus.PUBLISHED)
    response = response_for(row.file, name=f"house-{row.pk}")
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return response
