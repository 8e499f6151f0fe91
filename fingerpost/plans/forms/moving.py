"""Forms that put something elsewhere: another place, another date, another plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField
from fingerpost.plans import queries, rules
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.models import Action, Milestone, Outcome, Theme
from fingerpost.plans.structure import OutcomeNode


class GroupedIterator(ModelChoiceIterator):  # type: ignore[type-arg]
    """Choices under the headings that the field's `group` gives; rows come sorted by it."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for heading, rows in groupby(self.queryset, key=self.field.group):  # type: ignore[attr-defined]
            yield (heading, [self.choice(row) for row in rows])


class GroupedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of several, under headings."""

    iterator = GroupedIterator

    def __init__(self, queryset: QuerySet[Any], *, group: Callable[[Any], str], **options: Any) -> None:
        self.group = group
        super().__init__(queryset, empty_label=gettext_lazy("Choose one"), **options)


class DueForm(ReasonForm):
    """A milestone's new due date. In a draft no reason is asked for."""

    due = DateField(label=gettext_lazy("New due date"))
    field_order = ["due", "reason"]

    def __init__(self, *args: Any, milestone: Milestone, **options: Any) -> None:
        super().__init__(*args, label=_("Why does it move?"), **options)
        self.milestone = milestone
        self.fields["reason"].required = rules.due_needs_reason(milestone.action.plan)

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due == self.milestone.due:
            raise forms.ValidationError(_("This is the due date already."))
        if rules.why_not_dates(self.milestone.starts, due):
            raise forms.ValidationError(_("The due date must not be before the start."))
        return due


class MergeForm(ReasonForm):
    """Which milestone stands for both."""

    field_order = ["into", "reason"]

    def __init__(self, *args: Any, milestone: Milestone, **options: Any) -> None:
        super().__init__(*args, label=_("Why are they merged?"), **options)
        self.fields["into"] = GroupedChoiceField(
            queries.merge_targets(milestone),
            group=lambda row: str(row.action),
            label=_("Merge into"),
            help_text=_("This milestone then stands for both."),
        )
        self.order_fields(self.field_order)


class CarryForm(ReasonForm):
    """Where a milestone goes on, and until when."""

    due = DateField(label=gettext_lazy("Due date in the next plan"), required=False)
    field_order = ["into", "due", "reason"]

    def __init__(self, *args: Any, actions: QuerySet[Action], **options: Any) -> None:
        super().__init__(*args, label=_("Why was it not completed?"), **options)
        self.fields["into"] = GroupedChoiceField(actions, group=lambda row: str(row.plan), label=_("Where it goes on"))
        self.order_fields(self.field_order)


class MoveActionForm(forms.Form):
    """The new home of a key action in its plan."""

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        outcomes = action.plan.outcomes.select_related("theme").exclude(links__action=action, links__home=True)
        self.fields["to"] = GroupedChoiceField(
            outcomes, group=lambda row: str(row.theme or ""), label=action.plan.outcome_name
        )


class MoveMilestoneForm(forms.Form):
    """The new action of a milestone in its plan."""

    def __init__(self, *args: Any, milestone: Milestone, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"] = GroupedChoiceField(
            queries.actions_by_home(milestone.action.plan).exclude(pk=milestone.action_id),
            group=lambda row: row.home_title,
            label=milestone.action.plan.action_name,
        )


class ShareForm(forms.Form):
    """One more outcome that a key action counts towards."""

    def __init__(self, *args: Any, outcomes: QuerySet[Outcome], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"] = GroupedChoiceField(
            outcomes, group=lambda row: str(row.plan), label=_("Count it towards as well")
        )


class MoveOutcomeForm(forms.Form):
    """The new place of an outcome: at the top, under a theme, or under another outcome."""

    place = forms.ChoiceField(label=gettext_lazy("New place"))

    def __init__(self, *args: Any, outcome: Outcome, **options: Any) -> None:
        super().__init__(*args, **options)
        tree = queries.structure(outcome.plan, milestones=False)
        self.outcomes, self.themes = {}, {}
        for theme in tree.themes:
            if theme.theme:
                self.themes[f"theme-{theme.theme.pk}"] = theme.theme
        moving = next(node for node in tree.outcomes() if node.outcome.pk == outcome.pk)
        barred = {node.outcome.pk for node in moving.walk()}
        offered = [node for node in tree.outcomes() if node.outcome.pk not in barred]
        room = rules.MAX_DEPTH - moving.height()
        self.outcomes = {f"outcome-{node.outcome.pk}": node for node in offered if node.depth <= room}
        self.fields["place"].choices = self.choices()  # type: ignore[attr-defined]
        self.initial["place"] = place_of(outcome)

    def choices(self) -> list[Any]:
        tops = [("top", _("At the top")), *((key, str(theme)) for key, theme in self.themes.items())]
        below = [(key, "– " * (node.depth - 1) + str(node.outcome)) for key, node in self.outcomes.items()]
        return [(_("At the top"), tops), (_("Under another one"), below)] if below else tops

    @property
    def parent(self) -> Outcome | None:
        node: OutcomeNode | None = self.outcomes.get(self.cleaned_data["place"])
        return node.outcome if node else None

    @property
    def theme(self) -> Theme | None:
        return self.themes.get(self.cleaned_data["place"])


def place_of(outcome: Outcome) -> str:
    """Where it stands now, as the form's choices name it."""
    if outcome.parent_id:
        return f"outcome-{outcome.parent_id}"
    return f"theme-{outcome.theme_id}" if outcome.theme_id else "top"
