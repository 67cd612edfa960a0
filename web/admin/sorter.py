"""The sorter: what runs and how good it is, candidates, the switch to people, and who decided what."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from cases import models, sorter, training
from cases.models import ModelView
from classifier.comparison import short
from tawasul import audit
from tawasul.accounts import views
from tawasul.core.actor import Actor
from tawasul.core.errors import Conflict, FieldError, NotFound
from tawasul.core.settings import settings
from web.admin.frame import framed
from web.admin.sorter_words import (
    act_words,
    change_words,
    figure_rows,
    model_words,
    state_words,
    training_words,
    worse_words,
)
from web.forms import fields
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import in_words, page, see

AnyRequest = Request[Any, Any, Any]
PATH = "/admin/sorter"
SHOWN = 30  # lines of history


@get(PATH, opt=dict(needs("sorter")), include_in_schema=False)
async def show(request: AnyRequest) -> Response[Any]:
    return await _show(request)


async def _show(request: AnyRequest, faults: list[FieldError] | None = None, status: int = 200) -> Response[Any]:
    now = await sorter.setting()
    running = models.report_of(now.running)
    history = list(reversed(await audit.history(sorter.STREAM)))[:SHOWN]
    found = [model for model in await models.models() if model.name != now.running]
    context = {
        **await framed(staff_of(request), "sorter"),
        "now": now,
        "running": model_words(now.running),
        "figures": figure_rows(running) if running else [],
        "before": None if now.before is None else model_words(now.before),
        "candidates": [_candidate(model, running) for model in found if model.state == models.CANDIDATE],
        "untaught": await training.waiting(),
        "enough": settings().train_after,
        "training": training_words(await training.last()),
        "trains_now": _goes_on(await training.last()),
        "history": [{"words": act_words(line.act, line.data), "at": line.at, "by": line.actor} for line in history],
        "people": await _people([line.actor for line in history]),
        "errors": in_words(faults or []),
    }
    return page("pages/admin/sorter.html", context, status=status)


def _goes_on(last: training.TrainingView | None) -> bool:
    return last is not None and last.ended_at is None


def _candidate(model: ModelView, running: Mapping[str, Any] | None) -> dict[str, Any]:
    """A candidate beside the running model: its figures, what got worse, and what its promotion would change."""
    before = short(running) if running else None
    return {
        "name": model.name,
        "made_at": model.made_at,
        "lessons": model.lessons,
        "state": state_words(model.state),
        "figures": figure_rows(model.report, before),
        "changes": change_words(model.report, before) if before else [],
        "worse": worse_words(model.worse_than(before)) if before else [],
        "is_compared": before is not None,
    }


async def _people(actors: list[str]) -> dict[str, Any]:
    numbers = sorted({int(actor.partition(":")[2]) for actor in actors if actor.startswith("staff:")})
    return {f"staff:{number}": person for number, person in (await views.by_ids(numbers)).items()}


async def _do(
    request: AnyRequest, form: str, act: Callable[[Actor, int], Awaitable[object]], *, to_confirm: bool = True
) -> Response[Any]:
    """Do what a form asks for, once it is confirmed. What is refused is said on the page as it is now."""
    typed = await fields(request, ("rev", "sure"))
    rev = typed_number(typed["rev"])
    if to_confirm and typed["sure"] != "yes":
        return await _show(request, [FieldError(form, "needs_confirmation")], 422)
    try:
        await act(staff_of(request).actor(), rev)
    except Conflict as error:
        return await _show(request, [FieldError(form, error.code)], 409)
    return see(PATH)


@post(PATH + "/models/{name:str}/promote", opt=dict(needs("sorter")), include_in_schema=False)
async def promote(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    _refuse_long(name)
    return await _do(request, f"promote-{name}", lambda by, rev: models.promote(name, by=by, rev=rev))


@post(PATH + "/models/{name:str}/refuse", opt=dict(needs("sorter")), include_in_schema=False)
async def refuse(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    _refuse_long(name)
    return await _do(request, f"promote-{name}", lambda by, rev: models.refuse(name, by=by, rev=rev))


def _refuse_long(name: str) -> None:
    """No model has such a name; the page need not repeat it."""
    if len(name) > 80:
        raise NotFound("no_such_model")


@post(PATH + "/roll-back", opt=dict(needs("sorter")), include_in_schema=False)
async def roll_back(request: AnyRequest) -> Response[Any]:
    return await _do(request, "roll-back", lambda by, rev: models.roll_back(by=by, rev=rev))


@post(PATH + "/people", opt=dict(needs("sorter")), include_in_schema=False)
async def people_sort(request: AnyRequest) -> Response[Any]:
    """Everything goes before people from now on."""
    return await _do(request, "people", lambda by, rev: sorter.set_triage_only(on=True, by=by, rev=rev))


@post(PATH + "/program", opt=dict(needs("sorter")), include_in_schema=False)
async def program_sorts(request: AnyRequest) -> Response[Any]:
    """The program sorts again."""
    return await _do(request, "people", lambda by, rev: sorter.set_triage_only(on=False, by=by, rev=rev))


@post(PATH + "/training", opt=dict(needs("sorter")), include_in_schema=False)
async def train(request: AnyRequest) -> Response[Any]:
    """A candidate is trained now: it changes nothing until a person takes it into use."""
    return await _do(request, "training", lambda by, rev: training.ask(by=by), to_confirm=False)


ROUTES = [show, promote, refuse, roll_back, people_sort, program_sorts, train]
