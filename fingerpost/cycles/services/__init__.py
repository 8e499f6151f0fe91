"""Every change to cycles, requests and items. `by` is None for the system itself (`fingerpost tick`)."""

from fingerpost.cycles.services.answering import save_drafts, submit
from fingerpost.cycles.services.arranging import add_step, arrange, remove_step
from fingerpost.cycles.services.chasing import Chased, chase_now
from fingerpost.cycles.services.evidence import add_evidence, remove_evidence
from fingerpost.cycles.services.handing import ask_again, give_item, hand_back, let_answer, settle_due
from fingerpost.cycles.services.links import mint, note_used, revoke_links, send_fresh_link
from fingerpost.cycles.services.running import (
    ask_more,
    cancel_cycle,
    close_cycle,
    edit_cycle,
    extend_request,
    open_cycle,
    plan_cycle,
    reopen_cycle,
)
from fingerpost.cycles.services.sheets import keep_sheet, send_sheet
from fingerpost.cycles.services.signing import (
    answer_findings,
    approve_all,
    approve_items,
    lock_cycle,
    return_items,
    unlock_cycle,
    withdraw_finding_answer,
)

__all__ = [
    "Chased",
    "add_evidence",
    "add_step",
    "answer_findings",
    "approve_all",
    "approve_items",
    "arrange",
    "ask_again",
    "ask_more",
    "cancel_cycle",
    "chase_now",
    "close_cycle",
    "edit_cycle",
    "extend_request",
    "give_item",
    "hand_back",
    "keep_sheet",
    "let_answer",
    "lock_cycle",
    "mint",
    "note_used",
    "open_cycle",
    "plan_cycle",
    "remove_evidence",
    "remove_step",
    "reopen_cycle",
    "return_items",
    "revoke_links",
    "save_drafts",
    "send_fresh_link",
    "send_sheet",
    "settle_due",
    "submit",
    "unlock_cycle",
    "withdraw_finding_answer",
]
