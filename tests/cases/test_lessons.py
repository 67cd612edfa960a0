"""What people taught: one lesson a case, its last, with nothing in it that names anybody."""

from cases import closure, correction, lessons, triage
from cases.tables import Case


async def taught(case_id):
    return [lesson for lesson in await lessons.lessons() if lesson.case_id == case_id]


async def test_a_correction_on_the_desk_is_a_lesson_without_personal_data(flow):
    case_id = await flow.assigned(text="Mr. Yousif Ali of house 12 pays twice, CPR 850101234, call 3912 3456")
    await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=await flow.rev(case_id))
    (lesson,) = await taught(case_id)
    assert lesson.category == "ewa-bill"
    assert lesson.text == "Mr. … of house … pays twice, CPR …, call …"


async def test_a_choice_in_triage_is_a_lesson_even_where_it_confirms_the_program(flow, unsure):
    case_id = await flow.waiting()
    await triage.place(case_id, unsure.category, by=flow.nadia, rev=await flow.rev(case_id))
    assert [lesson.category for lesson in await taught(case_id)] == [unsure.category]


async def test_the_last_word_on_a_case_replaces_those_before(flow):
    case_id = await flow.waiting()
    await triage.place(case_id, "ewa-power-outage", by=flow.nadia, rev=await flow.rev(case_id))
    await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=await flow.rev(case_id))
    assert [lesson.category for lesson in await taught(case_id)] == ["ewa-bill"]
    assert await lessons.count() == 1


async def test_what_a_citizen_chose_is_no_lesson(flow):
    await flow.assigned(category="ewa-power-outage")
    assert await lessons.lessons() == []
    assert await lessons.count() == 0


async def test_withdrawn_void_and_made_up_cases_teach_nothing(flow):
    ids = [await flow.waiting() for _ in range(3)]
    for case_id in ids:
        await triage.place(case_id, "ewa-bill", by=flow.nadia, rev=await flow.rev(case_id))
    withdrawn, void, made_up = ids
    await Case.update({Case.status: "withdrawn"}).where(Case.id == withdrawn)
    await closure.close_as(void, "void_spam", "", by=flow.nadia, rev=await flow.rev(void))
    await Case.update({Case.demo: True}).where(Case.id == made_up)
    assert await lessons.lessons() == []
    assert await lessons.count() == 0


async def test_only_lessons_after_the_last_taught_one_are_new(flow):
    first, second = await flow.assigned(), await flow.assigned(text="The bill is wrong")
    await correction.correct(first, "ewa-bill", by=flow.basim, rev=await flow.rev(first))
    (lesson,) = await lessons.lessons()
    assert await lessons.count(lesson.number) == 0
    await correction.correct(second, "ewa-bill", by=flow.basim, rev=await flow.rev(second))
    assert await lessons.count(lesson.number) == 1


async def test_a_text_of_which_nothing_is_left_teaches_nothing(flow):
    case_id = await flow.assigned(text="39123456")
    await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=await flow.rev(case_id))
    assert await taught(case_id) == []
