"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.engines.imports.views import staff

app_name = "imports"
urlpatterns = [
    path("staff/imports/", staff.runs, name="runs"),
    path("staff/imports/sample/", staff.sample, name="sample"),
    path("staff/imports/<int:pk>/", staff.run, name="run"),
    path("staff/imports/<int:pk>/columns/", staff.columns, name="columns"),
    path("staff/imports/<int:pk>/header/", staff.header, name="header"),
    path("staff/imports/<int:pk>/rows/", staff.rows, name="rows"),
    path("staff/imports/<int:pk>/returned/", staff.returned, name="returned"),
    path("staff/imports/<int:pk>/start/", staff.start, name="start"),
    path("staff/imports/<int:pk>/discard/", staff.discard, name="discard"),
    path("staff/imports/<int:pk>/undo/", staff.undo, name="undo"),
]
