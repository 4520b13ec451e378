"""Addresses of rounds, below a town's slug."""

from django.urls import path

from kayoi.programmes.rounds.views import public, staff

app_name = "rounds"
urlpatterns = [
    path("rounds/<str:token>/", public.answer, name="answer"),
    path("rounds/<str:token>/thanks/", public.thanks, name="thanks"),
    path("rounds/<str:token>/unsubscribe/", public.unsubscribe, name="unsubscribe"),
    path("staff/rounds/", staff.rounds, name="rounds"),
    path("staff/rounds/new/", staff.new_round, name="new_round"),
    path("staff/rounds/<int:pk>/", staff.round_page, name="round"),
    path("staff/rounds/<int:pk>/edit/", staff.edit_round, name="edit_round"),
    path("staff/rounds/<int:pk>/start/", staff.start, name="start_round"),
    path("staff/rounds/<int:pk>/stop/", staff.stop, name="stop_round"),
    path("staff/rounds/<int:pk>/people/", staff.people, name="people"),
    path("staff/rounds/replies/<int:pk>/", staff.reply, name="reply"),
]
