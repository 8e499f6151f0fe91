"""Addresses of the pages on which coordinators edit plans. Reading pages are in `reporting`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from fingerpost.plans.views import (
    actions,
    breakdowns,
    bulk,
    endings,
    indicators,
    milestones,
    outcomes,
    plans,
    rolling,
    structure,
)

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
    path("add-indicator/", indicators.add, name="add-indicator"),
]
of_indicator: Patterns = [
    path("edit/", indicators.edit, name="edit-indicator"),
    path("goals/", indicators.goals, name="indicator-goals"),
    path("move/", indicators.move, name="move-indicator"),
    path("cancel/", indicators.cancel, name="cancel-indicator"),
    path("reinstate/", indicators.reinstate, name="reinstate-indicator"),
    path("delete/", indicators.delete, name="delete-indicator"),
]
dimension, benchmark = {"kind": "dimensions"}, {"kind": "benchmarks"}
of_breakdowns: Patterns = [
    path("", breakdowns.breakdowns, name="breakdowns"),
    path("add/", breakdowns.add_dimension, name="add-dimension"),
    path("benchmarks/add/", breakdowns.add_benchmark, name="add-benchmark"),
    path("benchmarks/<slug:slug>/", breakdowns.rename, benchmark, name="rename-benchmark"),
    path("benchmarks/<slug:slug>/remove/", breakdowns.remove, benchmark, name="remove-benchmark"),
    path("dimensions/<slug:slug>/", breakdowns.rename, dimension, name="rename-dimension"),
    path("dimensions/<slug:slug>/remove/", breakdowns.remove, dimension, name="remove-dimension"),
    path("dimensions/<slug:dimension>/add/", breakdowns.add_categories, name="add-categories"),
    path("dimensions/<slug:slug>/<slug:category>/", breakdowns.rename, dimension, name="rename-category"),
    path("dimensions/<slug:slug>/<slug:category>/remove/", breakdowns.remove, dimension, name="remove-category"),
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
    path("indicators/<slug:indicator>/", include(of_indicator)),
]
urlpatterns = [
    path("breakdowns/", include(of_breakdowns)),
    path("plans/new/", plans.create, name="create"),
    path("plans/<slug:plan>/", include(of_plan)),
]
