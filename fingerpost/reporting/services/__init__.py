"""Every write of progress: updates, which are only ever added, and the locks of approved periods."""

from fingerpost.reporting.services.locks import lift_lock, lock_period
from fingerpost.reporting.services.updates import (
    NewActionUpdate,
    NewUpdate,
    add_action_updates,
    add_updates,
    report_action,
    report_progress,
)

__all__ = [
    "NewActionUpdate",
    "NewUpdate",
    "add_action_updates",
    "add_updates",
    "lift_lock",
    "lock_period",
    "report_action",
    "report_progress",
]
