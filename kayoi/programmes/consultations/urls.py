"""Addresses of the programme, below a town's slug."""

from django.urls import path

from kayoi.programmes.consultations.views import calls, mails, public, staff

app_name = "consultations"
urlpatterns = [
    path("ask/", public.ask, name="ask"),
    path("ask/draft/", public.save_draft, name="save_draft"),
    path("ask/<str:receipt>/", public.asked, name="asked"),
    path("staff/calls/new/", calls.take_call, name="take_call"),
    path("staff/calls/<int:pk>/", calls.identify, name="identify"),
    path("staff/desk/", staff.desk, name="desk"),
    path("staff/desk/withdraw/", staff.withdraw_desk, name="withdraw_desk"),
    path("staff/mails/", mails.mails, name="mails"),
    path("staff/mails/drop/", mails.drop, name="drop_mails"),
    path("staff/mails/<int:pk>/", mails.mail, name="mail"),
    path("staff/mails/<int:pk>/file/", mails.file_mail, name="file_mail"),
    path("staff/mails/<int:pk>/open-file/", mails.open_file, name="open_file"),
    path("staff/mails/<int:pk>/set-aside/", mails.set_aside, name="set_aside_mail"),
    path("staff/mails/<int:pk>/put-back/", mails.put_back, name="put_back_mail"),
    path("staff/mails/<int:pk>/count/", mails.count, name="count_mail"),
    path("staff/mails/<int:pk>/read/", mails.mark_read, name="read_mail"),
    path("staff/mails/<int:pk>/source/", mails.source, name="mail_source"),
    path("staff/mail-enclosures/<int:pk>/", mails.enclosure, name="mail_enclosure"),
    path("staff/questions/<int:pk>/", staff.answer, name="answer"),
    path("staff/questions/<int:pk>/close/", staff.close, name="close"),
    path("staff/questions/<int:pk>/reopen/", staff.reopen, name="reopen"),
]
