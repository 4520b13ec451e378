"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.stays.views import own, pictures, public

app_name = "stays"
urlpatterns = [
    # The public
    path("stays/", public.houses, name="houses"),
    path("stays/a/<str:token>/", own.state, name="state"),
    path("stays/a/<str:token>/apply/", public.apply, name="apply"),
    path("stays/a/<str:token>/cancel/", own.cancel, name="cancel"),
    path("stays/a/<str:token>/longer/", own.longer, name="longer"),
    path("stays/a/<str:token>/papers/<int:pk>/", own.upload, name="upload"),
    path("stays/a/<str:token>/stay.ics", own.ical, name="ical"),
    path("stays/pictures/<int:pk>/", pictures.picture, name="picture"),
    path("stays/<slug:key>/", public.house, name="house"),
]
