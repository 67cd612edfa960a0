"""Letters and failed jobs, as administrators see them."""

from tawasul.core.db import fetch
from tawasul.outbox.tables import OutboxMessage


async def test_letters_show_their_words_and_no_address(browser, amal):
    await amal.assigned(email="amal@example.org")
    answer = await (await browser("root")).opens("/desk/letters")
    assert "Receipt" in answer.text
    assert "Waiting to be sent" in answer.text
    assert "amal@example.org" not in answer.text


async def test_a_failed_job_is_seen_and_tried_again(browser, amal):
    await amal.waiting()
    job = (await OutboxMessage.select(OutboxMessage.id).first())["id"]
    await fetch('UPDATE "outbox_message" SET "state" = \'dead\', "last_error" = \'Broken\' WHERE "id" = {}', job)
    page = await browser("root")
    await page.opens("/desk/jobs")
    assert "Broken" in page.page
    assert (await page.sends(f"/desk/jobs/{job}/retry")).status_code == 303
    assert "No failed jobs" in (await page.opens("/desk/jobs")).text


async def test_a_job_that_somebody_retried_meanwhile_is_said(browser, amal):
    page = await browser("root")
    await page.opens("/desk/jobs")
    answer = await page.sends("/desk/jobs/gone/retry")
    assert "This job is no longer in the list" in (await page.opens(answer.headers["location"])).text
