"""What an SMS about a request costs."""

from dataclasses import replace

import pytest

from bot.bootstrap import disconnected_channels
from channels.limits import cost
from flows.life import ENDED, State
from flows.message import ApplicationView
from tests.talk import Talk, sure

SMS = next(channel for channel in disconnected_channels() if channel.name == "sms")


@pytest.mark.parametrize(
    ("state", "missing"),
    [(state, ()) for state in State] + [(state, ("identity_paper",)) for state in State if state not in ENDED],
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_status_of_a_request_fits_one_segment(state: State, missing: tuple[str, ...], language: str) -> None:
    talk = Talk(channel="sms")
    view = ApplicationView("YSR-RBEQ-D", "family_consultation", state, talk.now, missing=missing)
    talk.applications = (view,)
    said = talk.say("status" if language == "en" else "وين طلبي", replace(sure("check_status"), language=language))
    assert "YSR-RBEQ-D" in said
    bodies = [payload["body"] for reply in talk.replies for payload in SMS.render(reply)]
    # Two things to send are two lines to choose from.
    assert cost(bodies) <= (2 if missing and state is State.NEEDS_INFORMATION else 1), bodies
