"""Log-in pages of our own (allauth's stand beside them below /account/)."""

from django.urls import path

from kayoi.foundation.identity import views

app_name = "identity"
urlpatterns = [
    path("second-factor/", views.second_factor_needed, name="second_factor_needed"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("proof/start/", views.start_proof, name="start_proof"),
    path("proof/callback/", views.finish_proof, name="finish_proof"),
]
