"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.homes.views import around, files, houses, survey

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    path("homes/pictures/<int:pk>/", files.public_picture, name="public_picture"),
    # Staff: finding houses
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    path("staff/homes/<int:pk>/file/", files.file, name="file"),
    path("staff/homes/<int:pk>/pictures/", files.pictures, name="pictures"),
    path("staff/homes/<int:pk>/pictures/add/", files.add_pictures, name="add_pictures"),
    path("staff/homes/<int:pk>/place/", around.place, name="place"),
    path("staff/homes/<int:pk>/survey/", survey.survey, name="survey"),
    path("staff/homes/<int:pk>/survey/paper/", survey.survey_paper, name="survey_paper"),
    path("staff/homes/<int:pk>/survey/send/", survey.send_survey, name="send_survey"),
    path("staff/homes/<int:pk>/survey/worker/", survey.survey_worker, name="survey_worker"),
    path("staff/homes/facilities/", around.facilities, name="facilities"),
    path("staff/homes/facilities/take/", around.take_facilities, name="take_facilities"),
    path("staff/homes/facilities/<int:pk>/remove/", around.remove_facility, name="remove_facility"),
    path("staff/homes/pictures/<int:pk>/", files.picture, name="picture"),
    # Staff: owners, consents, blockers
    # Staff: process, brokers
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
]
