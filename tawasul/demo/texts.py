"""What people write in the demonstration: cases from the sorter's own texts, and a few sentences of officers."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

OUTCOMES = ("done", "will_be_done", "explained", "declined", "outside_government")
GOVERNORATES = ("capital", "muharraq", "northern", "southern")
_NEEDS_PLACE = ("mun-", "mow-")
_PLACES: Mapping[str, tuple[str, ...]] = {
    "capital": ("manama", "juffair", "sitra", "jidhafs"),
    "muharraq": ("muharraq", "arad", "hidd", "busaiteen"),
    "northern": ("hamad-town", "saar", "budaiya", "aali"),
    "southern": ("riffa", "isa-town", "east-riffa", "zallaq"),
}
_NOTES = (
    "اتصلنا بالمواطن وشرح المشكلة، وننتظر تقرير الفريق الميداني.",
    "تم تحويل الموضوع داخلياً إلى قسم الصيانة.",
    "Site visit planned for tomorrow morning.",
    "Same complaint came from a neighbour last week; one visit for both.",
)
_ANSWERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "done": {
        "ar": (
            "عالج فريقنا المشكلة اليوم وتأكدنا من سلامة الموقع. إن عادت فاكتب لنا.",
            "أنجزنا المعاملة، وتجدها مكتملة في حسابك.",
        ),
        "en": (
            "Our crew dealt with it today and checked the place afterwards. If it comes back, write to us.",
            "We completed your request; you can see it in your account.",
        ),
    },
    "will_be_done": {
        "ar": ("أدرجنا العمل في برنامج الصيانة، وينتهي في التاريخ المذكور.",),
        "en": ("The work is in our maintenance plan and will be finished by the date given.",),
    },
    "explained": {
        "ar": (
            "راجعنا الحالة: المبلغ صحيح، وأرفقنا تفصيل القراءة لكل شهر.",
            "يحتاج الطلب إلى وثيقة واحدة: إثبات السكن.",
        ),
        "en": (
            "We looked into it: the amount is right, and the reading for each month is listed below.",
            "The request needs one more document: proof of address.",
        ),
    },
    "declined": {
        "ar": ("لا نستطيع تلبية الطلب لأن الشروط المعلنة لا تنطبق عليه.",),
        "en": ("We cannot grant this, because the published conditions are not met.",),
    },
    "outside_government": {
        "ar": ("الموضوع نزاع بين جهتين خاصتين، ويمكنك عرضه على المحكمة المختصة.",),
        "en": ("This is a dispute between two private parties; the competent court can hear it.",),
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """One case to be: what somebody writes, and what it really is about."""

    text: str
    category: str | None
    kind: str | None
    language: str
    governorate: str | None
    area: str | None


def choose(count: int, dice: random.Random) -> list[Told]:
    """So many texts of the corpus, no two alike, some with a place."""
    rows = [row for row in _corpus() if len(row["text"] or "") > 12]
    dice.shuffle(rows)
    return [_told(row, dice) for row in rows[:count]]


def _corpus() -> list[dict[str, str | None]]:
    rows = []
    for path in sorted(resources.files("classifier").joinpath("corpus").iterdir(), key=lambda found: found.name):
        if path.name.endswith(".jsonl"):
            rows += [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return rows


def _told(row: dict[str, str | None], dice: random.Random) -> Told:
    category = row["category"]
    placed = (category or "").startswith(_NEEDS_PLACE) or dice.random() < 0.3
    governorate = dice.choice(GOVERNORATES) if placed and dice.random() < 0.93 else None
    area = dice.choice(_PLACES[governorate]) if governorate and dice.random() < 0.8 else None
    language = "ar" if row.get("lang") == "ar" else "en"
    return Told(row["text"] or "", category, row["kind"], language, governorate, area)


def note(dice: random.Random) -> str:
    return dice.choice(_NOTES)


_TAGS = ("متكررة", "زيارة ميدانية", "قرب مدرسة", "بانتظار المقاول", "كبار السن")


def tag(number: int) -> str:
    """A word of the office on a case."""
    return _TAGS[number % len(_TAGS)]


def answer(outcome: str, language: str, dice: random.Random) -> str:
    """A short reply of an officer, in the language of the case."""
    return dice.choice(_ANSWERS[outcome][language])


def legal_ground(language: str) -> str:
    return (
        "اللائحة التنفيذية، مادة تجريبية" if language == "ar" else "Executive regulation, article of the demonstration"
    )


def transfer_reason(language: str) -> str:
    return "الموضوع من اختصاص جهة أخرى." if language == "ar" else "This belongs to another agency."


def refusal(language: str) -> str:
    return "الموضوع من اختصاصكم بحسب الدليل." if language == "ar" else "By the directory this is yours."


_QUESTIONS: Mapping[str, Sequence[str]] = {
    "ar": ("ما رقم المبنى والطريق؟", "في أي يوم حدث ذلك؟", "ما رقم حسابك أو رقم العداد؟"),
    "en": (
        "What is the number of the building and the road?",
        "On which day did this happen?",
        "What is the number of your account or your meter?",
    ),
}


def question(language: str, dice: random.Random) -> str:
    """What an officer asks."""
    return dice.choice(_QUESTIONS[language])


def citizens_answer(language: str) -> str:
    return "المبنى الثاني على اليسار، ورقمه 12." if language == "ar" else "The second building on the left, number 12."


def missing(language: str) -> str:
    """Why a citizen reopens a case."""
    return "عادت المشكلة بعد يومين." if language == "ar" else "It came back after two days."


def objection(language: str) -> str:
    """Why a supervisor rejects a reply."""
    if language == "ar":
        return "لا يقول الرد ما الذي نُفّذ ولا متى."
    return "The reply does not say what was done, nor when."
