"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.stays.views import houses, own, pictures, public, rooms, tenancies, tenancies_houses

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
    # Homes for a longer time
    path("homes-to-live/", tenancies_houses.shown_homes, name="shown_homes"),
    path("staff/homes-to-live/", tenancies.homes, name="homes"),
    path("staff/homes-to-live/apply/", tenancies.apply_home, name="apply_home"),
    path("staff/homes-to-live/rent/", tenancies.rent_month, name="rent_month"),
    path("staff/homes-to-live/payments/<int:pk>/back/", tenancies.take_rent_back, name="take_rent_back"),
    path("staff/homes-to-live/head-leases/", tenancies_houses.head_leases, name="head_leases"),
    path("staff/homes-to-live/head-leases/<int:pk>/", tenancies_houses.head_lease, name="head_lease"),
    path("staff/homes-to-live/houses/<int:pk>/lease/", tenancies_houses.new_head_lease, name="new_head_lease"),
    path("staff/homes-to-live/houses/<int:pk>/waiting/", tenancies_houses.waiting_list, name="waiting_list"),
    path("staff/homes-to-live/houses/<int:pk>/wait/", tenancies_houses.wait, name="wait"),
    path("staff/homes-to-live/houses/<int:pk>/log/", tenancies_houses.manager_log, name="manager_log"),
    path("staff/homes-to-live/waiting/<int:pk>/", tenancies_houses.waiting_one, name="waiting_one"),
    path("staff/homes-to-live/waiting/<int:pk>/<slug:step>/", tenancies_houses.waiting_step, name="waiting_step"),
    path("staff/homes-to-live/<int:pk>/", tenancies.tenancy, name="tenancy"),
    path("staff/homes-to-live/<int:pk>/paid/", tenancies.pay_rent, name="pay_rent"),
    path("staff/homes-to-live/<int:pk>/remind/", tenancies.remind_rent, name="remind_rent"),
    path("staff/homes-to-live/<int:pk>/decision/<slug:step>/", tenancies.tenancy_decision, name="tenancy_decision"),
    path("staff/homes-to-live/<int:pk>/<slug:step>/", tenancies.tenancy_step, name="tenancy_step"),
]
