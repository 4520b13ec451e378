from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "kayoi.doors.workspace"
    label = "workspace"
    verbose_name = "業務画面"
