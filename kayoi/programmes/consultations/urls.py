"""Addresses of the programme, below a town's slug."""

from django.urls import path

from kayoi.programmes.consultations.views import public, staff

app_name = "consultations"
urlpatterns = [
    path("ask/", public.ask, name="ask"),
    path("ask/draft/", public.save_draft, name="save_draft"),
    path("ask/<str:receipt>/", public.asked, name="asked"),
    path("staff/calls/new/", staff.take_call, name="take_call"),
    path("staff/desk/", staff.desk, name="desk"),
    path("staff/desk/withdraw/", staff.withdraw_desk, name="withdraw_desk"),
    path("staff/questions/<int:pk>/", staff.answer, name="answer"),
    path("staff/questions/<int:pk>/close/", staff.close, name="close"),
    path("staff/questions/<int:pk>/reopen/", staff.reopen, name="reopen"),
]
