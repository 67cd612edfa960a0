from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import dialect, fetch

ID = "2026-11-25T15:00:00:000029"
VERSION = "1.38.0"
DESCRIPTION = "Words found by FTS5 on SQLite and by GIN on PostgreSQL, orders of a queue, a name once a person."

BOTH = (
    'CREATE UNIQUE INDEX "saved_view_once" ON "saved_view" ("staff", "folded")',
    'CREATE INDEX "case_changed" ON "case_" ("agency", "updated_at", "reference")',
    'CREATE INDEX "case_arrived" ON "case_" ("agency", "received_at", "reference")',
)
# The words are separated by single spaces already: neither database takes them apart in a way of its own.
POSTGRES = (
    'CREATE INDEX "search_words" ON "search_text" USING gin (array_to_tsvector(string_to_array("words", \' \')))',
)
SQLITE = (
    'CREATE VIRTUAL TABLE "search_words" USING fts5("words", content=\'search_text\', content_rowid=\'id\', '
    "tokenize='ascii', detail='none', columnsize=0)",
    'CREATE TRIGGER "search_text_added" AFTER INSERT ON "search_text" BEGIN '
    'INSERT INTO "search_words" ("rowid", "words") VALUES (new."id", new."words"); END',
    'CREATE TRIGGER "search_text_changed" AFTER UPDATE ON "search_text" BEGIN '
    'INSERT INTO "search_words" ("search_words", "rowid", "words") VALUES (\'delete\', old."id", old."words"); '
    'INSERT INTO "search_words" ("rowid", "words") VALUES (new."id", new."words"); END',
    'CREATE TRIGGER "search_text_gone" AFTER DELETE ON "search_text" BEGIN '
    'INSERT INTO "search_words" ("search_words", "rowid", "words") VALUES (\'delete\', old."id", old."words"); END',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)

    async def create():
        for statement in (*BOTH, *(POSTGRES if dialect() == "postgres" else SQLITE)):
            await fetch(statement)

    async def drop():
        for statement in BOTH:
            await fetch('DROP INDEX "' + statement.split('"')[1] + '"')
        if dialect() == "postgres":
            await fetch('DROP INDEX "search_words"')
            return
        for statement in SQLITE[1:]:
            await fetch('DROP TRIGGER "' + statement.split('"')[1] + '"')
        await fetch('DROP TABLE "search_words"')

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
