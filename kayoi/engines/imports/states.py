"""Words, permissions and transitions of imports."""

from kayoi.kit.states import PermissionSet


class Permission(PermissionSet):
    IMPORT_RUN = "import.run", "Excelを取り込む・取り消す"
