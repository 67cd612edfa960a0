"""What the citizen said after filing: what was added, how replies were rated, why a review was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.citizen_tables import Message, Rating, Review
from cases.promises import PromiseView
from cases.reopening import window_ends
from tawasul.core import clock


@dataclass(frozen=True, slots=True)
class MessageView:
    """Words of the citizen. `what`: information or withdrawn."""

    what: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RatingView:
    """What a reply was worth, from 1 to 5."""

    cycle: int
    stars: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What the citizen wants looked at again."""

    cycle: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SaidView:
    """All of it, and until when more can be said of the reply that stands; None where it cannot."""

    messages: list[MessageView]
    ratings: list[RatingView]
    review: ReviewView | None
    rates_until: datetime | None
    reviews_until: datetime | None


async def of(case: Mapping[str, Any], promise: PromiseView) -> SaidView:
    """What was said of one case; a fixed number of statements."""
    case_id = case["id"]
    messages = await Message.select().where(Message.case == case_id).order_by(Message.id)
    ratings = await Rating.select().where(Rating.case == case_id).order_by(Rating.cycle)
    review = await Review.select().where(Review.case == case_id).first()
    until = _until(case, promise)
    is_rated = any(rating["cycle"] == case["cycle"] for rating in ratings)
    may_review = case["status"] == "answered" and case["cycle"] > 1 and review is None
    return SaidView(
        messages=[MessageView(row["what"], row["text"], row["at"]) for row in messages],
        ratings=[RatingView(row["cycle"], row["stars"], row["text"], row["at"]) for row in ratings],
        review=ReviewView(review["cycle"], review["reason"], review["at"]) if review else None,
        rates_until=None if is_rated else until,
        reviews_until=until if may_review else None,
    )


def _until(case: Mapping[str, Any], promise: PromiseView) -> datetime | None:
    """The end of the window of the reply that stands, while it is open."""
    if case["status"] not in ("answered", "closed") or promise.reply is None:
        return None
    ends = window_ends(promise.reply.sent_at)
    return ends if clock.now() < ends else None
