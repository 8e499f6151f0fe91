"""Every write of progress: updates, which are only ever added, locks of approved periods, and small numbers."""

from fingerpost.reporting.services.disclosures import disclose, withhold_again
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
    "disclose",
    "lift_lock",
    "lock_period",
    "report_action",
    "report_progress",
    "withhold_again",
]
