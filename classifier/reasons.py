"""Which words of a text spoke for a category, as they were written."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from classifier.model import Model
from classifier.stems import stems, words
from tawasul.core.text import fold

SHOWN = 5
# A word that weighs less than this beside the heaviest one explains nothing.
LEAST = 0.15
# Words that more than every twelfth text has say nothing by themselves: `the`, `on`, `في`.
RARE_ENOUGH = 3.5
# Words that tie others together say nothing of the matter, however rare they are. In the spelling of `fold`.
_TIES = """
    a about above after again all also am an and any are as at be because been before being but by can could did
    do does down during each even ever for from get got had has have he her here him his how if in into is it
    its just like me more most my no not now of off on only or our out over own per please same she should since
    so some still such than that the their them then there these they this those though through to too under
    until up us very was we were what when where which while who whom whose why will with without would yet you
    your ابي اثناء اذا اصبح اصلا الا التي الذي الذين الان الى الي اللي اما امس ان انا انت انتم انه انها او اي
    ايضا اين بدون بس بعد بعض بل بلا به بها بين تكون تم ثم جدا حتى حتي حق حول حيث حين خلال دون ذا ذلك راح سوف شنو
    شي صار ضد عبر عشان علشان على علي عن عند عندما عندنا عندي غير في فقط فوق فيه فيها قبل قد كان كانت كذا كل كلما
    كم كما كي كيف لا لان لدى لدي لدينا لقد لك لكن لكم لم لما لماذا لن لنا له لها لهم لو ليس ليش ليست ما ماذا
    مازال متى متي مثل مره مع من منا منذ منه منها مو موب نحن نفس هذا هذه هذي هناك هنا هنالك هل هم هما هو هي وش
    وايد ولا ولكن وما ومن وين يا يعني يكون يوجد
"""
_EMPTY = frozenset(_TIES.split())
_ROUND = ".,;:!?()[]{}«»\"'…،؛؟-–—"


def weighed(model: Model, text: str, label: str, *, count: int = SHOWN) -> list[str]:
    """The words that spoke most for `label`, the heaviest first; none if nothing known did.

    A word counts by itself, by its stem, and by half of each pair with its neighbour.
    """
    written = [raw.strip(_ROUND) for raw in text.split()]
    folded = [(place, word) for place, raw in enumerate(written) for word in words(fold(raw))]
    bare = stems(word for _, word in folded)
    column = model.labels.index(label)
    scores: defaultdict[int, float] = defaultdict(float)
    for (place, word), stem in zip(folded, bare, strict=True):
        scores[place] += _weight(model, word, column) + _weight(model, f"_{stem}", column)
    for ((place, _), one), ((neighbour, _), other) in pairwise(zip(folded, bare, strict=True)):
        half = _weight(model, f"{one}+{other}", column) / 2
        scores[place] += half
        scores[neighbour] += half
    telling = {place for place, word in folded if _is_telling(model, word)}
    return _heaviest(written, {place: scores[place] for place in telling}, count)


def _is_telling(model: Model, word: str) -> bool:
    if word in _EMPTY:
        return False
    number = model.features.words.numbers.get(word)
    return number is None or float(model.features.words.weights[number]) >= RARE_ENOUGH


def _weight(model: Model, term: str, column: int) -> float:
    """What one term adds to the score of a label; its length in the row is the same for all terms of a text."""
    vocabulary = model.features.words
    number = vocabulary.numbers.get(term)
    return 0.0 if number is None else float(vocabulary.weights[number] * model.head.weights[number, column])


def _heaviest(written: list[str], scores: Mapping[int, float], count: int) -> list[str]:
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    top = ordered[0][1] if ordered else 0.0
    found = dict.fromkeys(
        written[place] for place, score in ordered if score > LEAST * top > 0 and len(written[place]) > 1
    )
    return list(found)[:count]
