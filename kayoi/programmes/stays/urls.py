"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.stays.views import deciding, duties, houses, money, office, own, pictures, public, rooms

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
    # The office: houses.
    path("staff/stays/houses/", houses.houses, name="staff_houses"),
    path("staff/stays/houses/new/", houses.new_house, name="new_house"),
    path("staff/stays/houses/<int:pk>/", houses.house, name="staff_house"),
    path("staff/stays/houses/<int:pk>/part/<slug:part>/", houses.part, name="house_part"),
    path("staff/stays/houses/<int:pk>/publish/", houses.publish, name="publish_house"),
    path("staff/stays/houses/<int:pk>/pause/", houses.pause, name="pause_house"),
    path("staff/stays/houses/<int:pk>/end/", houses.end, name="end_house"),
    path("staff/stays/houses/<int:pk>/rooms/new/", rooms.new_room, name="new_room"),
    path("staff/stays/houses/<int:pk>/photos/", rooms.photos, name="photos"),
    path("staff/stays/houses/<int:pk>/closed/", rooms.closed, name="closed"),
    path("staff/stays/houses/<int:pk>/closed/<int:closing>/open/", rooms.open_again, name="open_again"),
    path("staff/stays/rooms/<int:pk>/", rooms.room, name="room"),
    path("staff/stays/rooms/<int:pk>/key/", rooms.key_code, name="key_code"),
    path("staff/stays/rooms/<int:pk>/key/read/", rooms.read_key, name="read_key"),
    path("staff/stays/rooms/<int:pk>/hours/", rooms.hours, name="room_hours"),
    path("staff/stays/rooms/<int:pk>/retire/", rooms.retire, name="retire_room"),
    path("staff/stays/photos/<int:pk>/", rooms.photo, name="photo"),
    path("staff/stays/photos/<int:pk>/caption/", rooms.caption, name="caption"),
    path("staff/stays/photos/<int:pk>/remove/", rooms.remove_photo, name="remove_photo"),
    # The office: applications and stays.
    path("staff/stays/", office.stays, name="staff_stays"),
    path("staff/stays/register/", duties.register, name="register"),
    path("staff/stays/register/sheet/", duties.register_sheet, name="register_sheet"),
    path("staff/stays/guests/<int:pk>/strike/", duties.strike_guest, name="strike_guest"),
    path("staff/stays/charges/<int:pk>/", money.pay, name="pay"),
    path("staff/stays/papers/<int:pk>/", office.paper, name="staff_paper"),
    path("staff/stays/papers/<int:pk>/<int:position>/", office.paper_page, name="staff_paper_page"),
    path("staff/stays/applied/<int:pk>/", office.stay_applied, name="stay_applied"),
    path("staff/stays/<int:pk>/", office.stay, name="staff_stay"),
    path("staff/stays/<int:pk>/return/", deciding.return_stay, name="return_stay"),
    path("staff/stays/<int:pk>/judge/<int:number>/", deciding.judge_stay, name="judge_stay"),
    path("staff/stays/<int:pk>/propose/", deciding.propose_stay, name="propose_stay"),
    path("staff/stays/<int:pk>/send-back/", deciding.send_back_stay, name="send_back_stay"),
    path("staff/stays/<int:pk>/decide/", deciding.decide_stay, name="decide_stay"),
    path("staff/stays/<int:pk>/relieve/", money.relieve, name="relieve"),
    path("staff/stays/<int:pk>/companion/", money.companion, name="companion"),
    path("staff/stays/<int:pk>/longer/", money.longer, name="staff_longer"),
    path("staff/stays/<int:pk>/cancel/", money.staff_cancel, name="staff_cancel"),
    path("staff/stays/<int:pk>/guest/", duties.guest, name="guest"),
    path("staff/stays/<int:pk>/intent/", duties.intent, name="intent"),
    path("staff/stays/<int:pk>/lease/<slug:which>/", duties.lease_paper, name="lease_paper"),
    path("staff/stays/<int:pk>/lease/<slug:which>/day/", duties.lease_day, name="lease_day"),
]
