"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.fairs.views import brochures, events, public, referrals, requests, stand, visits

app_name = "fairs"
urlpatterns = [
    path("brochures/", public.ask_for_brochures, name="ask_for_brochures"),
    path("brochures/<str:receipt>/", public.asked_for, name="asked_for"),
    path("staff/fairs/", events.fairs, name="fairs"),
    path("staff/fairs/new/", events.make, name="make"),
    path("staff/fairs/visits/", events.visits, name="visits"),
    path("staff/fairs/visits/<int:pk>/", visits.visit, name="visit"),
    path("staff/fairs/visits/<int:pk>/withdraw/", visits.withdraw, name="withdraw_visit"),
    path("staff/fairs/<int:pk>/", events.event, name="event"),
    path("staff/fairs/<int:pk>/edit/", events.change, name="change"),
    path("staff/fairs/<int:pk>/tally/", events.tally, name="tally"),
    path("staff/fairs/<int:pk>/take-back/", events.take_back, name="take_back"),
    path("staff/fairs/<int:pk>/doubles/", events.doubles, name="doubles"),
    path("staff/fairs/<int:pk>/stand/", stand.stand, name="stand"),
    path("staff/fairs/<int:pk>/stand/send/", stand.send, name="send"),
    path("staff/fairs/<int:pk>/stand/worker/", stand.worker, name="worker"),
    path("staff/fairs/<int:pk>/cards/", stand.cards, name="cards"),
    path("staff/fairs/<int:pk>/cards/row/", stand.card, name="card"),
    path("staff/brochures/", brochures.shelf, name="shelf"),
    path("staff/brochures/new/", brochures.make, name="make_brochure"),
    path("staff/brochures/<int:pk>/", brochures.change, name="brochure"),
    path("staff/brochures/<int:pk>/stock/", brochures.stock, name="stock"),
    path("staff/brochure-requests/", requests.waiting, name="requests"),
    path("staff/brochure-requests/new/", requests.take, name="take_request"),
    path("staff/brochure-requests/labels/", requests.labels, name="labels"),
    path("staff/brochure-requests/addresses/", requests.addresses, name="addresses"),
    path("staff/brochure-requests/send/", requests.send, name="send_requests"),
    path("staff/brochure-requests/<int:pk>/", requests.request_page, name="request"),
    path("staff/brochure-requests/<int:pk>/cancel/", requests.cancel, name="cancel_request"),
    path("staff/national-counter/", referrals.sheet, name="referrals"),
    path("staff/national-counter/take/", referrals.take, name="take_referrals"),
]
