"""Every write to a plan. All take `by`, the person (None: the system itself), and leave an audit event."""

from __future__ import annotations

from fingerpost.plans.services.actions import (
    add_action,
    cancel_action,
    delete_action,
    edit_action,
    move_action,
    reinstate_action,
    share_action,
    unshare_action,
)
from fingerpost.plans.services.adding import add_structure
from fingerpost.plans.services.breakdowns import (
    add_benchmark,
    add_categories,
    add_dimension,
    remove_named,
    rename,
)
from fingerpost.plans.services.bulk import MilestoneRow, RowError, RowErrors, bulk_edit_milestones
from fingerpost.plans.services.carrying import Selection, carry_forward, roll_over
from fingerpost.plans.services.endings import cancel_milestone, merge_milestone, reinstate_milestone
from fingerpost.plans.services.indicators import (
    add_indicator,
    cancel_indicator,
    delete_indicator,
    edit_indicator,
    move_indicator,
    reinstate_indicator,
    set_baseline,
    set_targets,
)
from fingerpost.plans.services.milestones import (
    add_milestone,
    delete_milestone,
    edit_milestone,
    move_due_date,
    move_milestone,
)
from fingerpost.plans.services.ordering import (
    reorder_action,
    reorder_indicator,
    reorder_milestone,
    reorder_outcome,
    reorder_theme,
)
from fingerpost.plans.services.outcomes import (
    add_outcome,
    add_theme,
    delete_outcome,
    delete_theme,
    edit_outcome,
    edit_theme,
    move_outcome,
)
from fingerpost.plans.services.plans import (
    close_plan,
    create_plan,
    delete_plan,
    edit_plan,
    reopen_plan,
    start_plan,
)
from fingerpost.plans.services.revising import revise

__all__ = [
    "MilestoneRow",
    "RowError",
    "RowErrors",
    "Selection",
    "add_action",
    "add_benchmark",
    "add_categories",
    "add_dimension",
    "add_indicator",
    "add_milestone",
    "add_outcome",
    "add_structure",
    "add_theme",
    "bulk_edit_milestones",
    "cancel_action",
    "cancel_indicator",
    "cancel_milestone",
    "carry_forward",
    "close_plan",
    "create_plan",
    "delete_action",
    "delete_indicator",
    "delete_milestone",
    "delete_outcome",
    "delete_plan",
    "delete_theme",
    "edit_action",
    "edit_indicator",
    "edit_milestone",
    "edit_outcome",
    "edit_plan",
    "edit_theme",
    "merge_milestone",
    "move_action",
    "move_due_date",
    "move_indicator",
    "move_milestone",
    "move_outcome",
    "reinstate_action",
    "reinstate_indicator",
    "reinstate_milestone",
    "remove_named",
    "rename",
    "reopen_plan",
    "reorder_action",
    "reorder_indicator",
    "reorder_milestone",
    "reorder_outcome",
    "reorder_theme",
    "revise",
    "roll_over",
    "set_baseline",
    "set_targets",
    "share_action",
    "start_plan",
    "unshare_action",
]
