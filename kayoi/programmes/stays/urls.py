"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.stays.views import houses, own, pictures, public, rooms

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
]
