"""All addresses. A town's pages live below /<slug>/, so every fixed first segment is reserved (tenancy/states.py)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("kayoi.foundation.identity.urls")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("kayoi.doors.demo.urls")))
urlpatterns += [
    path("<slug:organization>/staff/figures/", include("kayoi.strategy.indicators.urls")),
    path("<slug:organization>/staff/", include("kayoi.doors.workspace.urls")),
    path("<slug:organization>/", include("kayoi.programmes.consultations.urls")),
    path("<slug:organization>/", include("kayoi.programmes.appointments.urls")),
    path("<slug:organization>/", include("kayoi.programmes.fairs.urls")),
    path("<slug:organization>/", include("kayoi.programmes.settling.urls")),
    path("<slug:organization>/", include("kayoi.programmes.family_plans.urls")),
    path("<slug:organization>/", include("kayoi.programmes.village_sheets.urls")),
    path("<slug:organization>/", include("kayoi.programmes.rounds.urls")),
    path("<slug:organization>/", include("kayoi.programmes.homes.urls")),
    path("<slug:organization>/", include("kayoi.programmes.schemes.urls")),
    path("<slug:organization>/", include("kayoi.programmes.stays.urls")),
    path("<slug:organization>/", include("kayoi.programmes.furusato.urls")),
    path("<slug:organization>/", include("kayoi.programmes.tours.urls")),
    path("<slug:organization>/", include("kayoi.programmes.surveys.urls")),
    path("<slug:organization>/", include("kayoi.engines.imports.urls")),
    path("<slug:organization>/", include("kayoi.engines.rulesets.urls")),
    path("", include("kayoi.doors.portal.urls")),  # last: `<slug>/` takes every address of one segment
]
handler400 = "kayoi.doors.portal.views.errors.bad_request"
handler403 = "kayoi.doors.portal.views.errors.permission_denied"
handler404 = "kayoi.doors.portal.views.errors.not_found"
handler500 = "kayoi.doors.portal.views.errors.server_error"
handler429 = "kayoi.doors.portal.views.errors.too_many_requests"  # asked for by allauth's rate limits
