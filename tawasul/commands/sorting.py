"""`classify` and `classifier`: the sorter at work, and how a model is made, measured and taken into use."""

import io
import json
import sys
from pathlib import Path

import click

from classifier import commands
from classifier import promote as promoting
from classifier.model_store import BUNDLED

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--model", type=_FOLDER, help="the bundled model if not given")
def classify(model: Path | None) -> None:
    """Answer JSON lines {"id","text","governorate"?} from standard input, one each, on standard output."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever the locale: UTF-8, and bytes that are none make a bad line instead of an end.
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    commands.classify(sys.stdin, sys.stdout, model)


@click.group()
def classifier() -> None:
    """Models of the sorter."""


@classifier.command()
@click.option("--data", type=_FILE, help='JSON lines {"text","label","lang"?}; the texts of the package if not given')
@click.option("--out", type=_FOLDER, help="where the model goes; the place of the bundled one if not given")
@click.option("--encoder", help="a sentence-transformers model by name or folder, in the place of our own")
def train(data: Path | None, out: Path | None, encoder: str | None) -> None:
    """Train a model. The same texts give the same model again."""
    click.echo(json.dumps(commands.train(data, out, encoder), ensure_ascii=False, indent=1))


@classifier.command()
@click.option("--model", type=_FOLDER, help="the bundled model if not given")
@click.option("--data", type=_FILE, required=True)
@click.option("--json", "as_json", is_flag=True, help="one line for programs")
def evaluate(model: Path | None, data: Path, *, as_json: bool) -> None:
    """Measure a model on labelled texts. All figures are shares from 0 to 1."""
    report = commands.evaluate(model, data)
    click.echo(json.dumps(report, ensure_ascii=False, indent=None if as_json else 1))


@classifier.command()
@click.option("--candidate", type=_FOLDER, required=True, help="a model that `train` made")
@click.option("--running", type=_FOLDER, default=BUNDLED, help="the model in use")
@click.option("--data", type=_FILE, required=True, help="the frozen texts on which both are measured")
def promote(candidate: Path, running: Path, data: Path) -> None:
    """Take a candidate into use, unless it is worse overall or in any language by more than a point."""
    verdict = promoting.promote(candidate, running, data)
    click.echo(json.dumps({"candidate": verdict.candidate, "running": verdict.running}, ensure_ascii=False, indent=1))
    if verdict.refusals:
        raise click.ClickException("the candidate is worse in " + ", ".join(verdict.refusals))


@classifier.command("roll-back")
@click.option("--running", type=_FOLDER, default=BUNDLED, help="the model in use")
def roll_back(running: Path) -> None:
    """Take the model before the last promotion into use again."""
    promoting.roll_back(running)
    click.echo("the model before the last promotion is in use")
