"""`classify` and `classifier`: the sorter at work, and how a model is made, measured and taken into use."""

import io
import json
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cases import lessons, models, sorter, teaching
from classifier import commands
from classifier import promote as promoting
from classifier.examples import BadExamples
from classifier.model_store import BUNDLED, NoModel
from classifier.train import TooFew
from tawasul.commands.common import once, prepared
from tawasul.core.actor import system

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_CLI = system("cli")
_REFUSALS = {
    "n": "no text was measured: nothing says how good the candidate is",
    "coverage": "the candidate sorts fewer cases alone{where}, by more than a point",
    "ece": "its probabilities of a category are off by more than 0.05",
    "agency_ece": "its probabilities of an agency are off by more than 0.05",
}


@contextmanager
def _plainly() -> Iterator[None]:
    """What is wrong with a folder or a file that was named, as one line."""
    try:
        yield
    except NoModel as error:
        raise click.ClickException(f"{error} holds no whole model: make one with `tawasul classifier train`") from error
    except BadExamples as error:
        raise click.ClickException(str(error)) from error
    except TooFew as error:
        raise click.ClickException("two labels with two texts each are the least to learn from") from error
    except OSError as error:  # a folder that cannot be written to, an encoder that nobody has
        raise click.ClickException(str(error).partition("\n")[0]) from error


@click.command()
@click.option("--model", type=_FOLDER, help="the bundled model if not given")
def classify(model: Path | None) -> None:
    """Answer JSON lines {"id","text","governorate"?} from standard input, one each, on standard output."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever the locale: UTF-8, and bytes that are none make a bad line instead of an end.
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    with _plainly():
        commands.classify(sys.stdin, sys.stdout, model)


@click.group()
def classifier() -> None:
    """Models of the sorter."""


@classifier.command()
@click.option("--data", type=_FILE, help='JSON lines {"text","label","lang"?}; the texts of the package if not given')
@click.option("--out", type=_FOLDER, help="where the model goes; the place of the bundled one if not given")
@click.option(
    "--encoder",
    envvar="TAWASUL_ENCODER",
    help="a sentence-transformers model by name or folder, in the place of our own",
)
@click.option("--with-corrections", is_flag=True, help="learn from officers' corrections too, and keep a candidate")
def train(data: Path | None, out: Path | None, encoder: str | None, *, with_corrections: bool) -> None:
    """Train a model. The same texts give the same model again."""
    with _plainly():
        report = _candidate(data, out, encoder) if with_corrections else commands.train(data, out, encoder)
    click.echo(_in_words(report))


def _candidate(data: Path | None, out: Path | None, encoder: str | None) -> dict[str, Any]:
    if out is not None:
        raise click.UsageError("a candidate lies in the data folder: leave --out away")
    found = prepared()
    try:
        return once(teaching.make_candidate(data, encoder or found.encoder, by=_CLI))
    except teaching.NothingToLearn as error:
        raise click.ClickException("nobody has corrected a case yet: there is nothing to learn") from error


@classifier.command()
def corrections() -> None:
    """Print what people taught, as JSON lines {"text","label",…}, without personal data."""
    prepared()
    for lesson in once(lessons.lessons()):
        row = {"text": lesson.text, "label": lesson.category, "lang": lesson.language, "kind": lesson.kind}
        click.echo(json.dumps(row, ensure_ascii=False))


@classifier.command()
@click.option("--model", type=_FOLDER, help="the bundled model if not given")
@click.option("--data", type=_FILE, required=True)
@click.option("--json", "as_json", is_flag=True, help="one line for programs")
def evaluate(model: Path | None, data: Path, *, as_json: bool) -> None:
    """Measure a model on labelled texts. All figures are shares from 0 to 1."""
    with _plainly():
        report = commands.evaluate(model, data)
    if not report["n"]:
        raise click.ClickException(f"{data.name}: no text to measure on")
    click.echo(json.dumps(report, ensure_ascii=False, indent=None if as_json else 1))


@classifier.command()
@click.argument("name", required=False)
@click.option("--candidate", type=_FOLDER, help="a model that `train` made, to take a folder's place")
@click.option("--running", type=_FOLDER, default=BUNDLED, help="the folder of the model in use")
@click.option("--data", type=_FILE, help="the frozen texts on which both folders are measured")
def promote(name: str | None, candidate: Path | None, running: Path, data: Path | None) -> None:
    """Take a candidate into use, unless it is worse overall or in any language by more than a point.

    By NAME (see `classifier models`): for every worker at once, by the figures of both on held-out texts.
    With --candidate and --data: one folder in the place of another, both measured on the file.
    """
    if name is not None:
        _told(models.promote(name, by=_CLI), f"{name} is in use")
        return
    if candidate is None or data is None:
        raise click.UsageError("give the NAME of a candidate, or --candidate and --data")
    with _plainly():
        verdict = promoting.promote(candidate, running, data)
    click.echo(_in_words({"candidate": verdict.candidate, "running": verdict.running}))
    if verdict.refusals:
        raise click.ClickException("\n".join(_refusal(name) for name in verdict.refusals))


@classifier.command("roll-back")
@click.option("--running", type=_FOLDER, help="the folder of the model in use, if it was promoted by folder")
def roll_back(running: Path | None) -> None:
    """Take the model before the last promotion into use again."""
    if running is not None:
        with _plainly():
            promoting.roll_back(running)
        click.echo("the model before the last promotion is in use")
        return
    _told(models.roll_back(by=_CLI), "the model before the last promotion is in use")


classifier.add_command(roll_back, "rollback")


@classifier.command("triage-only")
@click.argument("state", type=click.Choice(["on", "off"]))
def triage_only(state: str) -> None:
    """Send every new case before people, or let the sorter sort again. All workers follow at once."""
    said = "every new case goes before people" if state == "on" else "the sorter sorts new cases"
    _told(sorter.set_triage_only(on=state == "on", by=_CLI), said)


@classifier.command("models")
def list_models() -> None:
    """Print how the sorter is set, and every candidate with its figures and what would get worse, as JSON."""
    prepared()
    now, found = once(_all_models())
    running = models.report_of(now.running)
    rows = [
        {
            **asdict(model),
            "worse_in": model.worse_than(running) if running else None,
            "in_use": model.name == now.running,
        }
        for model in found
    ]
    click.echo(json.dumps({"sorter": asdict(now), "models": rows}, ensure_ascii=False, indent=1, default=str))


async def _all_models() -> tuple[sorter.SorterView, list[models.ModelView]]:
    return await sorter.setting(), await models.models()


def _refusal(name: str) -> str:
    """Why a candidate may not go into use, in a sentence."""
    language, _, figure = name.rpartition(".")
    where = f" in texts of the language `{language}`" if language else ""
    return _REFUSALS.get(figure, f"the candidate is worse in {figure}{{where}}").format(where=where)


def _told(work: Coroutine[Any, Any, Any], said: str) -> None:
    prepared()
    once(work)
    click.echo(said)


def _in_words(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1)
