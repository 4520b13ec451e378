"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.homes.views import houses

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    # Staff: finding houses
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    # Staff: owners, consents, blockers
    # Staff: process, brokers
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
]
