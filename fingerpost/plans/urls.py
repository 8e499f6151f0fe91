"""Addresses of the pages on which coordinators edit plans. Reading pages are in `reporting`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from fingerpost.plans.views import actions, bulk, endings, milestones, outcomes, plans, rolling, structure

app_name = "plans"
Patterns = list[URLPattern | URLResolver]

of_milestone: Patterns = [
    path("edit/", milestones.edit, name="edit-milestone"),
    path("move/", milestones.move, name="move-milestone"),
    path("move-due-date/", milestones.move_due_date, name="move-due-date"),
    path("cancel/", endings.cancel, name="cancel-milestone"),
    path("merge/", endings.merge, name="merge-milestone"),
    path("reinstate/", endings.reinstate, name="reinstate-milestone"),
    path("carry-forward/", endings.carry_forward, name="carry-forward"),
    path("delete/", milestones.delete, name="delete-milestone"),
]
of_action: Patterns = [
    path("edit/", actions.edit, name="edit-action"),
    path("move/", actions.move, name="move-action"),
    path("share/", actions.share, name="share-action"),
    path("unshare/", actions.unshare, name="unshare-action"),
    path("cancel/", actions.cancel, name="cancel-action"),
    path("reinstate/", actions.reinstate, name="reinstate-action"),
    path("delete/", actions.delete, name="delete-action"),
    path("add-milestone/", milestones.add, name="add-milestone"),
    path("milestones/<slug:milestone>/", include(of_milestone)),
]
of_outcome: Patterns = [
    path("edit/", outcomes.edit, name="edit-outcome"),
    path("move/", outcomes.move, name="move-outcome"),
    path("delete/", outcomes.delete, name="delete-outcome"),
    path("add-action/", actions.add, name="add-action"),
]
of_plan: Patterns = [
    path("edit/", plans.edit, name="edit"),
    path("structure/", structure.structure, name="structure"),
    path("reorder/", structure.reorder, name="reorder"),
    path("start/", plans.start, name="start"),
    path("close/", plans.close, name="close"),
    path("reopen/", plans.reopen, name="reopen"),
    path("delete/", plans.delete, name="delete"),
    path("bulk-edit/", bulk.bulk_edit, name="bulk-edit"),
    path("roll-over/", rolling.roll_over, name="roll-over"),
    path("add-theme/", plans.add_theme, name="add-theme"),
    path("themes/<slug:theme>/edit/", plans.edit_theme, name="edit-theme"),
    path("themes/<slug:theme>/delete/", plans.delete_theme, name="delete-theme"),
    path("add-outcome/", outcomes.add, name="add-outcome"),
    path("outcomes/<slug:outcome>/", include(of_outcome)),
    path("actions/<slug:action>/", include(of_action)),
]
urlpatterns = [
    path("plans/new/", plans.create, name="create"),
    path("plans/<slug:plan>/", include(of_plan)),
]
