from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "kayoi.foundation.files"
    label = "files"
    verbose_name = "ファイル"
