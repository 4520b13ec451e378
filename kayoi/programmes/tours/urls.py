"""Addresses of the room, below a town's slug."""

from django.urls import URLPattern, path, re_path

from kayoi.programmes.tours.views import dates, papers, tours

app_name = "tours"
urlpatterns: list[URLPattern] = [
    # The public
    # The office: tours and dates
    path("staff/tours/", tours.tours, name="staff_tours"),
    path("staff/tours/new/", tours.new_tour, name="new_tour"),
    path("staff/tours/<int:pk>/", tours.tour, name="staff_tour"),
    path("staff/tours/<int:pk>/part/<slug:part>/", tours.part, name="tour_part"),
    path("staff/tours/<int:pk>/step/<slug:step>/", tours.step, name="tour_step"),
    path("staff/tours/<int:pk>/copy/", tours.copy, name="copy_tour"),
    path("staff/tours/<int:pk>/dates/new/", dates.new_date, name="new_date"),
    path("staff/tours/dates/<int:pk>/", dates.date, name="staff_date"),
    path("staff/tours/dates/<int:pk>/change/", dates.change_date, name="change_date"),
    path("staff/tours/dates/<int:pk>/step/<slug:step>/", dates.step, name="date_step"),
    path("staff/tours/dates/<int:pk>/hold/", dates.hold, name="hold_date"),
    path("staff/tours/dates/<int:pk>/cancel/", dates.cancel, name="cancel_date"),
    path("staff/tours/dates/<int:pk>/items/new/", dates.new_item, name="new_item"),
    path("staff/tours/items/<int:pk>/", dates.item, name="item"),
    path("staff/tours/items/<int:pk>/remove/", dates.remove_item, name="remove_item"),
    path("staff/tours/dates/<int:pk>/itinerary/", papers.itinerary, name="itinerary"),
    path("staff/tours/dates/<int:pk>/participants/", papers.participants, name="participants"),
    re_path(r"^staff/tours/dates/(?P<pk>\d+)/agency/(?P<ending>csv|xlsx)/$", papers.agency, name="agency_file"),
    # The office: parties and selection
    # On the day
    # Questionnaires
    # Report and casebook
]
