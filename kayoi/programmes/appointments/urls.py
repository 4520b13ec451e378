"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.appointments.views import days, desk, hosts, hours, own, public, stops

app_name = "appointments"
urlpatterns = [
    path("appointments/", public.free, name="free"),
    path("appointments/new/<int:counsellor>/<str:moment>/", public.book, name="book"),
    path("appointments/booked/<str:key>/", own.booking, name="booking"),
    path("appointments/booked/<str:key>/move/", own.move, name="move"),
    path("appointments/booked/<str:key>/cancel/", own.cancel, name="cancel"),
    path("appointments/booked/<str:key>/calendar/", own.calendar_entry, name="calendar_entry"),
    path("appointments/feeds/<str:token>/", public.feed, name="feed"),
    path("appointments/hosts/<str:token>/", hosts.host, name="host"),
    path("staff/appointments/", desk.week, name="week"),
    path("staff/appointments/new/", desk.book_for_caller, name="book_for_caller"),
    path("staff/appointments/<int:pk>/", desk.staff_booking, name="staff_booking"),
    path("staff/appointments/<int:pk>/move/", desk.staff_move, name="staff_move"),
    path("staff/appointments/<int:pk>/cancel/", desk.staff_cancel, name="staff_cancel"),
    path("staff/counsellors/", hours.counsellors, name="counsellors"),
    path("staff/counsellors/<int:pk>/", hours.counsellor, name="counsellor"),
    path("staff/counsellors/<int:pk>/hours/", hours.add_hours, name="add_hours"),
    path("staff/counsellors/<int:pk>/exceptions/", hours.add_exception, name="add_exception"),
    path("staff/counsellors/<int:pk>/feed/", hours.make_feed, name="make_feed"),
    path("staff/counsellors/<int:pk>/feed/revoke/", hours.revoke_feed, name="revoke_feed"),
    path("staff/hours/<int:pk>/remove/", hours.remove_hours, name="remove_hours"),
    path("staff/exceptions/<int:pk>/remove/", hours.remove_exception, name="remove_exception"),
    path("staff/guided-days/", days.days, name="days"),
    path("staff/guided-days/for/<int:pk>/", days.plan_day, name="plan_day"),
    path("staff/guided-days/<int:pk>/", days.day, name="day"),
    path("staff/guided-days/<int:pk>/change/", days.change_day, name="change_day"),
    path("staff/guided-days/<int:pk>/confirm/", days.confirm_day, name="confirm_day"),
    path("staff/guided-days/<int:pk>/send/", days.send_day, name="send_day"),
    path("staff/guided-days/<int:pk>/finish/", days.finish_day, name="finish_day"),
    path("staff/guided-days/<int:pk>/cancel/", days.cancel_day, name="cancel_day"),
    path("staff/guided-days/<int:pk>/sheet/", stops.family_sheet, name="family_sheet"),
    path("staff/guided-days/<int:pk>/stops/", stops.add_stop, name="add_stop"),
    path("staff/stops/<int:pk>/", stops.change_stop, name="change_stop"),
    path("staff/stops/<int:pk>/remove/", stops.remove_stop, name="remove_stop"),
    path("staff/stops/<int:pk>/ask/", stops.ask_host, name="ask_host"),
    path("staff/stops/<int:pk>/answer/", stops.answer_stop, name="answer_stop"),
    path("staff/stops/<int:pk>/disclose/", stops.disclose_stop, name="disclose_stop"),
    path("staff/stops/<int:pk>/sheet/", stops.host_sheet, name="host_sheet"),
]
