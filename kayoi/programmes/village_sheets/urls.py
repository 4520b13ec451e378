"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.village_sheets.views import public, staff

app_name = "village_sheets"
urlpatterns = [
    path("villages/", public.villages, name="villages"),
    path("villages/compare/", public.compare, name="compare"),
    path("villages/<int:pk>/", public.village, name="village"),
    path("staff/villages/", staff.districts, name="districts"),
    path("staff/villages/new/", staff.new_district, name="new_district"),
    path("staff/villages/inquiry/", staff.inquiry, name="inquiry"),
    path("staff/villages/for/<int:pk>/", staff.for_file, name="for_file"),
    path("staff/villages/sheets/<int:pk>/", staff.sheet, name="sheet"),
    path("staff/villages/sheets/<int:pk>/edit/", staff.edit, name="edit"),
    path("staff/villages/sheets/<int:pk>/hand-in/", staff.hand_in, name="hand_in"),
    path("staff/villages/sheets/<int:pk>/begin/", staff.begin, name="begin"),
    path("staff/villages/sheets/<int:pk>/publish/", staff.publish, name="publish"),
    path("staff/villages/sheets/<int:pk>/send-back/", staff.send_back, name="send_back"),
    path("staff/villages/sheets/<int:pk>/withdraw/", staff.withdraw, name="withdraw"),
]
