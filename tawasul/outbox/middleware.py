"""What dramatiq does before and after each job: ask whether it is still wanted, and settle its row."""

from collections.abc import Coroutine
from typing import Any, TypeVar

import dramatiq
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.middleware import Middleware, SkipMessage
from dramatiq.middleware.shutdown import Shutdown

from tawasul.core import log
from tawasul.core.errors import DomainError
from tawasul.outbox import relay

OPTION = "outbox_id"
_log = log.get(__name__)


T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run on the loop of the worker's process, from one of its threads."""
    loop = get_event_loop_thread()
    if loop is None:
        raise RuntimeError("the worker has no event loop")
    return loop.run_coroutine(coroutine)


def kind_of(error: BaseException) -> str:
    """What went wrong, without words that could hold somebody's data."""
    code = error.code if isinstance(error, DomainError) else getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".rstrip()


class Settle(Middleware):
    """Deletes the row of a job that is done; brings back, or buries, one that failed.

    A job that was broken off because the worker stops has not failed: it is free for the next worker at once.
    """

    @property
    def actor_options(self) -> set[str]:
        return {OPTION}

    def after_declare_actor(self, broker: dramatiq.Broker, actor: dramatiq.Actor[..., Any]) -> None:
        actor.options["throws"] = (Shutdown,)

    def before_process_message(self, broker: dramatiq.Broker, message: dramatiq.MessageProxy) -> None:
        if not run(relay.is_leased(message.options[OPTION])):
            raise SkipMessage("done already")

    def after_process_message(
        self,
        broker: dramatiq.Broker,
        message: dramatiq.MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        outbox_id: str = message.options[OPTION]
        if exception is None:
            run(relay.done(outbox_id))
            return
        if isinstance(exception, Shutdown):
            _log.info("job broken off", job=message.actor_name, outbox_id=outbox_id)
            run(relay.give_back([outbox_id]))
            return
        _log.warning("job failed", job=message.actor_name, outbox_id=outbox_id, error=kind_of(exception))
        run(relay.failed(outbox_id, kind_of(exception)))
