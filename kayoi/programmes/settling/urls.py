"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.settling.views import correcting, figures, lists, moves

app_name = "settling"
urlpatterns = [
    path("staff/moves/", moves.moves, name="moves"),
    path("staff/moves/new/", moves.new_move, name="new_move"),
    path("staff/moves/paper/", moves.paper, name="paper"),
    path("staff/moves/kiosk/", moves.kiosk, name="kiosk"),
    path("staff/moves/kiosk/done/", moves.kiosk_done, name="kiosk_done"),
    path("staff/moves/links/", moves.links, name="links"),
    path("staff/moves/<int:pk>/link/", moves.link, name="link"),
    path("staff/moves/<int:pk>/out/", moves.move_out, name="move_out"),
    path("staff/moves/<int:pk>/correct/", correcting.correct, name="correct"),
    path("staff/moves/<int:pk>/retract/", correcting.retract, name="retract"),
    path("staff/check-ins/<int:pk>/", moves.check_in, name="check_in"),
    path("staff/check-ins/<int:pk>/retell/", moves.retell, name="retell"),
    path("staff/moves/lists/", lists.lists, name="lists"),
    path("staff/moves/lists/<int:pk>/", lists.match, name="match"),
    path("staff/moves/lists/<int:pk>/discard/", lists.discard, name="discard"),
    path("staff/moves/figures/", figures.figures, name="figures"),
    path("staff/moves/figures/<str:key>/", figures.rows, name="rows"),
    path("staff/moves/definitions/new/", figures.define, name="define"),
    path("staff/moves/definitions/<str:key>/", figures.define, name="redefine"),
    path("staff/moves/staying/", figures.staying, name="staying"),
]
