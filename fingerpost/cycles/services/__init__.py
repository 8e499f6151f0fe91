"""Every change to cycles, requests and items. `by` is None for the system itself (`fingerpost tick`)."""

from fingerpost.cycles.services.arranging import add_step, arrange, remove_step
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
    "cancel_cycle",
    "close_cycle",
    "edit_cycle",
    "extend_request",
    "open_cycle",
    "plan_cycle",
    "remove_step",
    "reopen_cycle",
]
