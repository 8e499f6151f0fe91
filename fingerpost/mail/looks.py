"""How the states of mails and the outcomes of attempts look: shape and colour beside their words."""

from __future__ import annotations

from typing import NamedTuple

from fingerpost.mail.models import Attempt, Message


class Look(NamedTuple):
    words: str
    shape: str
    colour: str


STATES = {
    Message.State.QUEUED: ("clock", "grey"),
    Message.State.SENDING: ("arrow", "blue"),
    Message.State.SENT: ("tick", "green"),
    Message.State.BOUNCED: ("cross", "red"),
    Message.State.IN_DOUBT: ("question", "amber"),
    Message.State.HELD: ("dash", "amber"),
}
OUTCOMES = {
    "": ("arrow", "blue"),
    Attempt.Outcome.SEND: ("tick", "green"),
    Attempt.Outcome.BOUNCE: ("cross", "red"),
    Attempt.Outcome.PUT_OFF: ("clock", "grey"),
    Attempt.Outcome.HOLD: ("dash", "amber"),
    Attempt.Outcome.DOUBT: ("question", "amber"),
}


def of_message(message: Message) -> Look:
    return Look(message.get_state_display(), *STATES[Message.State(message.state)])


def of_attempt(attempt: Attempt) -> Look:
    """One without an outcome is under way."""
    return Look(attempt.get_outcome_display() or str(Message.State.SENDING.label), *OUTCOMES[attempt.outcome])
