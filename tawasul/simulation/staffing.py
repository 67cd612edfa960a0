"""How many officers an agency needs, and what a delay costs: many runs of the world without a database. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import floor

from sla.calendar import Calendar
from tawasul.core.i18n import ZONE
from tawasul.simulation import leave, office
from tawasul.simulation.scenario import Habits, Scenario
from tawasul.simulation.setting import lay_out

PROMISED = 0.99
# Half a year with Ramadan and both Eids; the first weeks only fill the desks and are not counted.
FIRST, WEEKS, WARM_UP = date(2026, 1, 4), 30, 6
_ONE_AGENCY = ("EWA",)
_MOST_MORE = 8


@dataclass(frozen=True, slots=True)
class Question:
    """An agency that gets so many cases a week, in a pattern, with habits."""

    volume: int
    habits: Habits = field(default_factory=Habits)
    recorded: Mapping[date, int] | None = None

    def scenario(self, seed: int) -> Scenario:
        cases = self.volume * WEEKS
        return Scenario(seed, FIRST, WEEKS, 1, cases, None, habits=self.habits, recorded=self.recorded)


@dataclass(frozen=True, slots=True)
class Answer:
    """What so many officers keep: the rate of every run, in order, and of all of them together."""

    officers: int
    rates: tuple[float, ...]
    on_time: int
    due: int

    @property
    def rate(self) -> float:
        return self.on_time / self.due if self.due else 1.0

    @property
    def holding(self) -> int:
        """In how many runs the promise was held."""
        return sum(rate >= PROMISED for rate in self.rates)

    def between(self) -> tuple[float, float]:
        """The rates within which nine of ten runs lie."""
        ranked = sorted(self.rates)
        edge = floor(len(ranked) * 0.05)
        return ranked[edge], ranked[-1 - edge]


def kept(question: Question, officers: int, seeds: Sequence[int], calendar: Calendar) -> Answer:
    """Run it once for each seed."""
    since = datetime.combine(FIRST, datetime.min.time(), ZONE) + timedelta(weeks=WARM_UP)
    outcomes = []
    for seed in seeds:
        setting = lay_out(question.scenario(seed), _ONE_AGENCY, calendar, [officers])
        outcomes.append(office.counted(office.promises(setting), setting.until, since))
    rates = tuple(outcome.rate for outcome in outcomes)
    return Answer(officers, rates, sum(one.on_time for one in outcomes), sum(one.due for one in outcomes))


def tried(question: Question, seeds: Sequence[int], calendar: Calendar) -> list[Answer]:
    """One officer more each time, until nine of ten runs hold the promise, or one more makes no difference."""
    fewest = max(1, floor(load(question, calendar)))
    found: list[Answer] = []
    for officers in range(fewest, fewest + _MOST_MORE):
        found.append(kept(question, officers, seeds, calendar))
        if is_sure(found[-1]) or (len(found) > 1 and found[-1].rates == found[-2].rates):
            break
    return found


def is_sure(answer: Answer) -> bool:
    """Whether nine of ten runs held the promise, and all together."""
    return answer.rate >= PROMISED and answer.holding * 10 >= len(answer.rates) * 9


def holds(answer: Answer) -> bool:
    """Whether the runs together held the promise."""
    return answer.rate >= PROMISED


def load(question: Question, calendar: Calendar) -> float:
    """The officers that the work alone takes, if none of it ever waited or came in heaps."""
    scenario = question.scenario(0)
    days = [day for day in scenario.days if calendar.is_working(day)]
    minutes = sum((calendar.close_of(day) - calendar.opening_of(day)).total_seconds() for day in days) / 60 / len(days)
    return leave.officers_needed(scenario.cases, len(days), minutes, question.habits)


def delayed(question: Question, days: int) -> Question:
    """The same agency, with cases that lie before those who answer so many working days later."""
    return replace(question, habits=replace(question.habits, routing_days=question.habits.routing_days + days))
