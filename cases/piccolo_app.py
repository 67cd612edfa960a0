"""How Piccolo finds the tables and migrations of this package."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

from tawasul.core.db.registry import table_modules

APP_CONFIG = AppConfig(
    app_name="cases",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(table_modules("cases"), exclude_imported=True),
    migration_dependencies=["routing.piccolo_app", "tawasul.accounts.piccolo_app"],
)
