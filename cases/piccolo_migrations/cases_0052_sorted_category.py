from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigSerial
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod


ID = "2026-11-26T23:00:00:000052"
VERSION = "1.38.0"
DESCRIPTION = "What the program took texts for is counted apart, and each fate beside the others."


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)
    common = {
        "primary_key": False,
        "unique": False,
        "index": False,
        "index_method": IndexMethod.btree,
        "choices": None,
        "db_column_name": None,
        "secret": False,
        "null": False,
    }
    columns = {
        "id": ("BigSerial", BigSerial, {"primary_key": True}),
        "day": ("Date", Date, {"default": None}),
        "category": ("Varchar", Varchar, {"length": 40, "default": ""}),
        "n": ("Integer", Integer, {"default": 0}),
        "level": ("Integer", Integer, {"default": 0}),
    }

    manager.add_table(class_name="SortedCategory", tablename="sorted_category", schema=None, columns=None)

    for name, (class_name, column, params) in columns.items():
        manager.add_column(
            table_class_name="SortedCategory",
            tablename="sorted_category",
            column_name=name,
            db_column_name=name,
            column_class_name=class_name,
            column_class=column,
            params=common | params,
            schema=None,
        )

    for name in ("routed", "chosen", "held", "unsure", "nothing"):
        manager.add_column(
            table_class_name="SortedCount",
            tablename="sorted_count",
            column_name=name,
            db_column_name=name,
            column_class_name="Integer",
            column_class=Integer,
            params=common | {"default": 0},
            schema=None,
        )

    return manager
