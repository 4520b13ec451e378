"""Addresses of the room, below a town's slug."""

from django.urls import URLPattern, path, re_path

from kayoi.programmes.tours.views import dates, giving, own, papers, parties, public, results, tours

app_name = "tours"
urlpatterns: list[URLPattern] = [
    # The public
    path("tours/", public.tours, name="tours"),
    path("tours/verify/", results.script, name="script"),
    path("tours/a/<str:token>/", own.state, name="state"),
    path("tours/a/<str:token>/decline/", own.decline, name="decline"),
    path("tours/a/<str:token>/doors/<int:pk>/", own.step, name="step"),
    path("tours/a/<str:token>/receipt/", own.receipt, name="receipt"),
    path("tours/<slug:key>/", public.tour, name="tour"),
    path("tours/<slug:key>/apply/", public.apply, name="apply"),
    path("tours/<slug:key>/result/", results.result, name="result"),
    path("tours/<slug:key>/published/", results.selection_file, name="selection_file"),
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
    path("staff/tours/<int:pk>/selection/", giving.selection, name="selection"),
    path("staff/tours/<int:pk>/terms/", giving.terms, name="terms"),
    path("staff/tours/<int:pk>/terms/publish/", giving.publish_terms, name="publish_terms"),
    path("staff/tours/<int:pk>/list/close/", giving.close_list, name="close_list"),
    path("staff/tours/<int:pk>/list/", giving.audit_list, name="audit_list"),
    path("staff/tours/<int:pk>/draw/", giving.draw, name="draw"),
    path("staff/tours/dates/<int:pk>/places/", giving.add_places, name="add_places"),
    path("staff/tours/<int:pk>/parties/", parties.parties, name="parties"),
    path("staff/tours/<int:pk>/take/", parties.take, name="take"),
    path("staff/tours/parties/<int:pk>/", parties.party, name="party"),
    path("staff/tours/parties/<int:pk>/decline/", parties.staff_decline, name="staff_decline"),
    path("staff/tours/parties/<int:pk>/refuse/", parties.refuse, name="refuse"),
    path("staff/tours/parties/<int:pk>/scores/", parties.scores, name="scores"),
    path("staff/tours/parties/<int:pk>/towns/<str:code>/", parties.pass_on, name="pass_on"),
    path("staff/tours/doors/<int:pk>/", parties.staff_step, name="staff_step"),
    # On the day
    # Questionnaires
    # Report and casebook
]
