from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tawasul.core.db import dialect, fetch

ID = "2026-11-26T18:00:00:000048"
VERSION = "1.38.0"
DESCRIPTION = "What a forecast is made from has sums of its own."

ENDED = "COALESCE(WHOSE.met_at, WHOSE.closed_at, WHOSE.voided_at)"
# The beginning of a day in Bahrain, which is three hours before Greenwich all year round.
DAY = {
    "postgres": "date_trunc('day', INSTANT AT TIME ZONE 'Asia/Bahrain') AT TIME ZONE 'Asia/Bahrain'",
    "sqlite": "date(INSTANT, '+3 hours', '-1 day') || ' 21:00:00+00:00'",
}
# An open case is with its agency; one that has ended, with whoever had it then.
COLUMNS = """
    UPDATE "counted" SET
        "began_on" = (SELECT BEGAN FROM "clock" k WHERE k.id = "counted"."clock"),
        "answered_on" = (SELECT ANSWERED FROM "clock" k WHERE k.id = "counted"."clock"),
        "at_agency" = COALESCE(
            CASE WHEN "state" = 'open' THEN (SELECT c.agency FROM "case_" c WHERE c.id = "counted"."case")
            ELSE (
                SELECT CASE WHEN S_ENDED < K_ENDED THEN '' ELSE s.agency END
                FROM "clock" k JOIN "clock" s
                    ON s.case_id = k.case_id AND s.kind = 'agency' AND s.cycle <= k.cycle AND s.started_at <= K_ENDED
                WHERE k.id = "counted"."clock" ORDER BY s.cycle DESC, s.segment DESC LIMIT 1
            ) END, '')
"""
SUMS = """
    INSERT INTO "due_count" ("due_at", "agency", "dimension", "value", "open", "met", "late", "void", "gross_met",
        "had_pause", "answered", "reopened", "corrected", "drafted", "level")
    SELECT INSTANT, "at_agency", 'DIMENSION', '', OPEN, 0, 0, 0, 0, 0, ANSWERED, 0, 0, 0, 0
    FROM "counted" WHERE WHICH GROUP BY INSTANT, "at_agency"
"""
DIMENSIONS = {
    "line": ('"due_at"', "COUNT(*)", "0", "\"state\" = 'open'"),
    "since": ('"began_on"', "COUNT(*)", "0", "\"state\" = 'open'"),
    "sent": ('"answered_on"', "0", "COUNT(*)", "\"state\" <> 'void' AND \"answered_on\" IS NOT NULL"),
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="cases", description=DESCRIPTION)
    places = ("INSTANT", "DIMENSION", "OPEN", "ANSWERED", "WHICH")

    async def fill():
        columns = COLUMNS.replace("BEGAN", DAY[dialect()].replace("INSTANT", "k.started_at"))
        columns = columns.replace("ANSWERED", DAY[dialect()].replace("INSTANT", "k.met_at"))
        for whose in ("s", "k"):
            columns = columns.replace(f"{whose.upper()}_ENDED", ENDED.replace("WHOSE", whose))
        await fetch(columns)
        for name, (instant, still_open, answered, which) in DIMENSIONS.items():
            statement = SUMS
            for place, text in zip(places, (instant, name, still_open, answered, which), strict=True):
                statement = statement.replace(place, text)
            await fetch(statement)

    async def empty():
        await fetch("DELETE FROM \"due_count\" WHERE \"dimension\" IN ('line', 'since', 'sent')")

    manager.add_raw(fill)
    manager.add_raw_backwards(empty)
    return manager
