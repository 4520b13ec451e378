"""Addresses of the room, below a town's slug."""

from django.urls import path, re_path

from kayoi.programmes.homes.views import counter, houses, partners, public, searches

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    path("homes/", public.search, name="search"),
    path("homes/compare/", public.compare, name="compare"),
    re_path(r"^homes/feed\.(?P<form>csv|geojson)$", public.feed, name="feed"),
    path("homes/early/", searches.early, name="early"),
    path("homes/saved/", searches.save, name="save_search"),
    path("homes/saved/<str:key>/stop/", searches.stop, name="stop_search"),
    path("homes/<int:pk>/", public.listing, name="listing"),
    path("homes/<int:pk>/sheet/", public.sheet, name="sheet"),
    # Staff: finding houses
    # Staff: the house file
    path("staff/homes/", houses.register, name="register"),
    path("staff/homes/<int:pk>/", houses.home, name="home"),
    # Staff: owners, consents, blockers
    # Staff: process, brokers
    path("staff/brokers/<int:pk>/access/", partners.broker_access, name="broker_access"),
    path("staff/brokers/<int:pk>/access/close/", partners.close_counter, name="close_counter"),
    path("staff/brokers/<int:pk>/access/<int:member>/end/", partners.end_broker_member, name="end_broker_member"),
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
    # Partners: the counter of a broker
    path("partner/homes/", counter.counter, name="counter"),
]
