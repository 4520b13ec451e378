"""Addresses of the room, below a town's slug."""

from django.urls import path

from kayoi.programmes.family_plans.views import public, staff, table

app_name = "family_plans"
urlpatterns = [
    path("plan/", public.try_plan, name="try"),
    path("plan/<str:key>/", public.family, name="family"),
    path("plan/<str:key>/paper/", public.paper, name="paper"),
    path("plan/<str:key>/change/", public.change, name="change"),
    path("plan/<str:key>/steps/<slug:step>/", public.tick, name="tick"),
    path("staff/plans/", staff.plans, name="plans"),
    path("staff/plans/of/<int:pk>/", staff.of_file, name="of_file"),
    path("staff/plans/tasks/", table.tasks, name="tasks"),
    path("staff/plans/tasks/new/", table.new_task, name="new_task"),
    path("staff/plans/tasks/<slug:key>/", table.task, name="task"),
    path("staff/plans/tasks/<slug:key>/leave-out/", table.leave_out, name="leave_out"),
    path("staff/plans/<int:pk>/", staff.plan, name="plan"),
    path("staff/plans/<int:pk>/edit/", staff.edit, name="edit"),
    path("staff/plans/<int:pk>/share/", staff.share, name="share"),
    path("staff/plans/<int:pk>/mail/", staff.mail, name="mail"),
    path("staff/plans/<int:pk>/stop/", staff.stop_sharing, name="stop_sharing"),
    path("staff/plans/<int:pk>/follow/", staff.follow, name="follow"),
    path("staff/plans/<int:pk>/steps/<slug:step>/", staff.tick, name="tick_for"),
    path("staff/plans/<int:pk>/paper/", staff.paper, name="paper_for"),
]
