"""`export` and `import`: cases as files of comma-separated values, or as workbooks."""

import sys
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click

from cases import everything, importing
from cases.importing import RowFault, Told
from tawasul.commands.common import once, prepared
from tawasul.core import i18n
from tawasul.core.actor import system
from tawasul.core.csv_text import MARK, csv_lines
from tawasul.core.errors import Invalid
from tawasul.core.i18n import LANGUAGES, ZONE, Language
from tawasul.core.sheet_reading import Row, opened
from tawasul.core.sheet_writing import SheetFile, sheet_file
from web.messages import sentence

_WORKBOOK = ".xlsx"


@click.command("export")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    help="file; .xlsx at its end makes a workbook; default: output, as CSV",
)
@click.option("--agency", help="only the cases of this agency")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="only cases received from this day on, in Bahrain")
@click.option("--texts", is_flag=True, help="with what the citizens wrote")
@click.option("--language", type=click.Choice(LANGUAGES), default="ar", help="who reads a workbook: ar from the right")
def export_cases(out: Path, agency: str | None, since: datetime | None, language: Language, *, texts: bool) -> None:
    """Write every case as a line, in codes. Contacts are never in it."""
    prepared()
    begins = since.replace(tzinfo=ZONE) if since else everything.BEGINNING
    wish = everything.Wish(agency, begins, texts=texts)
    with _target(out) as to:
        if out.suffix.lower() == _WORKBOOK:
            file = sheet_file("xlsx", everything.header(wish), right_to_left=language == "ar")
            written = once(_filled(file, wish))
            file.save(to)
        else:
            written = once(_streamed(to, wish))
    click.echo(f"{written} cases", err=True)


@contextmanager
def _target(out: Path) -> Iterator[BinaryIO]:
    """Where it is written to. It is opened before anything is read, so that a bad place is told at once."""
    if str(out) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = out.open("wb")
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
    with file:
        yield file


async def _streamed(to: BinaryIO, wish: everything.Wish) -> int:
    count = 0
    to.write((MARK + csv_lines([everything.header(wish)])).encode())
    async for lines in everything.portions(wish):
        to.write(csv_lines(lines).encode())
        count += len(lines)
    return count


async def _filled(file: SheetFile, wish: everything.Wish) -> int:
    count = 0
    async for lines in everything.portions(wish):
        file.add(lines)
        count += len(lines)
    return count


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="tell every fault and store nothing")
@click.option("--faults", type=click.File("w", encoding="utf-8"), help="write the faults here as CSV")
def import_cases(file: Path, faults: TextIO | None, *, only_check: bool) -> None:
    """Take in the cases of another system. Rows with a fault are left out; the same file again adds nothing.

    FILE is CSV in UTF-8, or an XLSX workbook, whose first sheet is read. Columns: external_id, text, received_at; and,
    where known, kind, language, category, governorate, area, block, road, landmark, channel, name, email, mobile,
    visible_to.
    """
    prepared()
    told = Told()
    try:
        _carry(file, told, only_check=only_check)
    except Invalid as error:
        raise _refusal(file, error) from error
    _tell(told, faults, only_check=only_check)


def _carry(path: Path, told: Told, *, only_check: bool) -> None:
    with path.open("rb") as file, opened(file, most=None) as table:
        if missing := importing.missing_columns(table.header):
            raise click.ClickException(f"{path} has no column {', '.join(missing)}")
        if only_check:
            once(_plainly(path, importing.check_rows(table.rows, told)))
        else:
            work = importing.import_rows(_shown(table.rows, told), by=system("import"), told=told)
            once(_plainly(path, work))


async def _plainly(path: Path, work: Coroutine[Any, Any, Told]) -> None:
    """Go through the rows. What the file is found to be on the way is said in words."""
    try:
        await work
    except Invalid as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: Invalid) -> click.ClickException:
    return click.ClickException(f"{path}: {_in_english(error.faults[0].code, error.faults[0].params)}")


def _shown(rows: Iterator[Row], told: Told) -> Iterator[Row]:
    """The rows, and how far they came every thousand."""
    for number, row in enumerate(rows, 1):
        if number % 1_000 == 0:
            click.echo(f"{number} rows, {told.taken} cases taken in", err=True)
        yield row


def _tell(told: Told, faults: TextIO | None, *, only_check: bool) -> None:
    lines: list[tuple[int | str, ...]] = [("row", "column", "what", "sentence"), *map(_line, told.faults)]
    if faults is not None:
        faults.write(MARK + csv_lines(lines))
    else:
        for line in lines[1:]:
            click.echo(f"row {line[0]}, {line[1]}: {line[3]}", err=True)
    done = "could be taken in" if only_check else "taken in"
    bad = told.bad_rows()
    click.echo(f"{told.rows} rows: {told.taken} {done}, {told.there_already} there already, {bad} with faults")


def _line(each: RowFault) -> tuple[int, str, str, str]:
    return each.row, each.column, each.fault.code, _in_english(each.fault.code, each.fault.params)


def _in_english(code: str, params: Mapping[str, Any]) -> str:
    with i18n.use("en"):
        return sentence(code, params)
