"""Addresses of figures, below a town's slug."""

from django.urls import path

from kayoi.strategy.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("file/<slug:kind>/", views.figures_file, name="figures_file"),
    path("rows/<slug:key>/", views.rows, name="rows"),
    path("roll-up/", views.roll_up, name="roll_up"),
    path("preview/", views.preview, name="preview"),
]
