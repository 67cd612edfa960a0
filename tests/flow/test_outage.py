"""Water fails in one block: twelve people write within two hours, and one answer goes to all of them."""

import json
from dataclasses import replace
from datetime import timedelta

from cases import incident_views
from cases.surge_tables import Incident, Mailing
from cases.tables import Case, Reply
from tawasul.core import clock
from tawasul.notify.tables import Letter
from tests.flow.conftest import SUNDAY, SURE, Flow

ARABIC = "الماء مقطوع عن المجمع من الصبح"
PLACE = {"governorate": "capital", "block": "338"}
TEXTS = {"text_ar": "عاد الماء بعد إصلاح الأنبوب الرئيسي.", "text_en": "The main pipe is mended and the water is back."}


async def outage(flow: Flow) -> list[int]:
    """Twelve cases, ten minutes apart, three of them in Arabic."""
    flow.prediction = replace(SURE, category="ewa-water-outage")
    made = []
    for number in range(12):
        language = "ar" if number % 4 == 3 else "en"
        text = ARABIC if language == "ar" else f"No water in our house since {number} in the morning"
        with clock.moved(SUNDAY + timedelta(minutes=10 * number)):
            made.append(await flow.files(text, language=language, **PLACE))
    return made


async def references(ids: list[int]) -> list[str]:
    rows = await Case.select(Case.reference).where(Case.id.is_in(ids)).order_by(Case.id)
    return [row["reference"] for row in rows]


async def opened(flow: Flow, ids: list[int]):
    """Dana's browser on the incident of these cases."""
    dana = await flow.desk("dana")
    assert "Many cases alike" in await dana.open("/board")
    for person, seen in (("dana", 1), ("tariq", 0), ("nadia", 1)):
        staff = flow.people[person]
        assert await incident_views.count_standing(staff) == seen
        assert len(await incident_views.surges(staff, standing=True)) == seen
    await dana.open("/desk/surges/1")
    await dana.send("/desk/surges/1/incident", cases=await references(ids))
    return dana


async def test_one_answer_reaches_twelve_people_each_by_its_own_number(flow):
    with clock.moved(SUNDAY + timedelta(hours=2)):
        ids = await outage(flow)
        dana = await opened(flow, ids)
        words = await dana.send(
            "/desk/incidents/1/mailings", kind="reply", outcome="done", cases=await references(ids), **TEXTS
        )
        assert "It goes to 12 cases" in words
        await dana.send("/desk/incidents/1/mailings/1/send", number="11", status=422)
        assert await Reply.count() == 0
        await dana.send("/desk/incidents/1/mailings/1/send", number="12")
        await dana.send("/desk/incidents/1/mailings/1/send", number="12")
        await flow.work()
        assert "12 sent" in await dana.open("/desk/incidents/1/mailings/1")
        board = await dana.open("/board/cases?figure=open")
    assert await Reply.count() == 12
    letters = await Letter.select().where(Letter.template == "answered")
    assert sorted(row["case_id"] for row in letters) == ids
    named = {row["case_id"]: json.loads(row["params"])["reference"] for row in letters}
    assert [named[case_id] for case_id in ids] == await references(ids)
    assert "The number is zero." in board
    with clock.moved(SUNDAY + timedelta(days=21)):
        later = await flow.desk("dana")
        assert "12 cases" in await later.open("/board/cases?figure=on_time&period=month")
    for case_id in ids:
        case = await flow.case(case_id)
        reply = await Reply.select().where(Reply.case == case_id).first()
        assert reply["text"] == TEXTS[f"text_{case['language']}"]
        assert (await flow.acts(case_id)).count("replied") == 1
        assert (await flow.promise(case_id)).on_time is True


async def test_the_supervisor_is_told_once_and_officers_open_nothing(flow):
    ids = await outage(flow)
    assert await flow.letters("surge") == ["dana"]
    basim = await flow.desk("basim")
    await basim.open("/desk/surges/1")
    await basim.send("/desk/surges/1/incident", cases=await references(ids), status=403)
    assert await Incident.count() == 0


async def test_another_agency_finds_nothing(flow):
    await opened(flow, await outage(flow))
    tariq = await flow.desk("tariq")
    for path in ("/desk/surges/1", "/desk/incidents/1"):
        assert (await tariq.http.get(path)).status_code == 404
    assert "No incidents" in await tariq.open("/desk/incidents")


async def test_a_citizen_reads_that_others_have_the_same_and_what_is_known(flow):
    ids = await outage(flow)
    dana = await opened(flow, ids)
    chosen = await references(ids)
    await dana.send("/desk/incidents/1/mailings", kind="notice", cases=chosen, **TEXTS)
    await dana.send("/desk/incidents/1/mailings/1/send", number="12")
    await flow.work()
    page = (await flow.citizen(ids[0])).words
    assert "11 other people wrote about the same" in page
    assert TEXTS["text_en"] in page
    assert chosen[1] not in page
    assert (await flow.case(ids[0]))["status"] == "assigned"
    assert len(await flow.letters("incident_notice")) == 12


async def test_both_languages_are_asked_for_and_every_word_stays(flow):
    ids = await outage(flow)
    dana = await opened(flow, ids)
    typed = {"kind": "reply", "outcome": "will_be_done", "text_en": "A crew is on its way."}
    words = await dana.send("/desk/incidents/1/mailings", cases=(await references(ids))[:4], **typed, status=422)
    assert "Some of these cases are in this language" in words
    assert "A crew is on its way." in words
    assert await Mailing.count() == 0
