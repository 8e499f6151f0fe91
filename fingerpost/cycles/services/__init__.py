"""Every change to cycles, requests and items. `by` is None for the system itself (`fingerpost tick`)."""

from fingerpost.cycles.services.answering import save_drafts, submit
from fingerpost.cycles.services.arranging import add_step, arrange, remove_step
from fingerpost.cycles.services.handing import ask_again, give_item, hand_back, let_answer, settle_due
from fingerpost.cycles.services.links import mint, note_used, revoke_links, send_fresh_link
from fingerpost.cycles.services.running import (
    cancel_cycle,
    close_cycle,
    edit_cycle,
    extend_request,
    open_cycle,
    plan_cycle,
    reopen_cycle,
)

__all__ = [
    "add_step",
    "arrange",
    "ask_again",
    "cancel_cycle",
    "close_cycle",
    "edit_cycle",
    "extend_request",
    "give_item",
    "hand_back",
    "let_answer",
    "mint",
    "note_used",
    "open_cycle",
    "plan_cycle",
    "remove_step",
    "reopen_cycle",
    "revoke_links",
    "save_drafts",
    "send_fresh_link",
    "settle_due",
    "submit",
]
