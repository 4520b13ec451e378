"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.homes.views import exchange, exchange_imports, houses, public, searches

app_name = "homes"
urlpatterns = [
    # The public: search, a house, owners' and seekers' forms
    path("homes/", public.search, name="search"),
    path("homes/compare/", public.compare, name="compare"),
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
    # Staff: seekers, inquiries, viewings, contracts
    # Staff: exchange of lists with other sites
    path("staff/homes/exchange/", exchange.exchange, name="exchange"),
    path("staff/homes/exchange/national/", exchange.to_national_sites, name="to_national_sites"),
    path("staff/homes/exchange/national/taken-down/", exchange.take_down, name="take_down"),
    path("staff/homes/exchange/national/columns/", exchange.mapping, name="mapping"),
    path("staff/homes/exchange/national/<int:pk>/", exchange.sending, name="sending"),
    path("staff/homes/exchange/national/<int:pk>/<str:kind>/", exchange.sending_file, name="sending_file"),
    path("staff/homes/exchange/imports/", exchange_imports.register_imports, name="register_imports"),
    path("staff/homes/exchange/imports/<int:pk>/", exchange_imports.register_import, name="register_import"),
    path("staff/homes/exchange/imports/<int:pk>/columns/", exchange_imports.register_columns, name="register_columns"),
    path("staff/homes/exchange/imports/<int:pk>/header/", exchange_imports.register_header, name="register_header"),
    path("staff/homes/exchange/imports/<int:pk>/rows/", exchange_imports.register_rows, name="register_rows"),
    path(
        "staff/homes/exchange/imports/<int:pk>/returned/", exchange_imports.register_returned, name="register_returned"
    ),
    path("staff/homes/exchange/imports/<int:pk>/start/", exchange_imports.start_register, name="start_register"),
    path("staff/homes/exchange/imports/<int:pk>/discard/", exchange_imports.discard_register, name="discard_register"),
    path("staff/homes/exchange/imports/<int:pk>/undo/", exchange_imports.undo_register, name="undo_register"),
]
