"""What is asked about an item on the update page. A form that nothing was typed into says nothing and is not wrong."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.forms import DateField, DecimalField, PercentField
from fingerpost.core.words import percent_words
from fingerpost.cycles.answers import Answer
from fingerpost.cycles.asked import Line
from fingerpost.cycles.judging import wrong_with
from fingerpost.plans.forms.editing import TitleField
from fingerpost.plans.models import Milestone
from fingerpost.reporting.indicators.forms import FigureForm
from fingerpost.reporting.models import ValueState

SAME, OTHER = "same", "other"
STEPS: list[tuple[str, Any]] = [
    ("0", gettext_lazy("Not started (0%)")),
    ("25", gettext_lazy("A little (25%)")),
    ("50", gettext_lazy("Half (50%)")),
    ("75", gettext_lazy("Mostly (75%)")),
    ("100", gettext_lazy("Complete (100%)")),
]
OWN = gettext_lazy("Another figure")
COUNT = gettext_lazy("A new count")
DONE, PLANNED = gettext_lazy("Work undertaken"), gettext_lazy("Work planned")
OF_WORK = ("work_undertaken", "work_planned", "step", "step_due")


class AnswerForm(forms.Form):
    """What every item is asked. `seen` is the latest update that the page showed."""

    all_optional = True
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    names: Mapping[str, str] = {}  # where a field of `Answer` has another name here
    makes_an_answer: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, line: Line, **options: Any) -> None:
        self.line = line
        given = {"seen": str(line.before.latest_id), **self.sent(), **self.drafted()}
        super().__init__(data, prefix=line.item.key, initial=given, **options)

    def sent(self) -> dict[str, Any]:
        """What was sent before, to be changed."""
        return {}

    def drafted(self) -> dict[str, Any]:
        """What was typed and not sent."""
        draft = getattr(self.line.item, "draft", None)
        return {name: value for name, value in draft.said.items() if name != "seen"} if draft else {}

    @property
    def typed(self) -> dict[str, str]:
        """The fields as they were typed, as a draft keeps them."""
        values = {name: self.data.get(self.add_prefix(name), "").strip() for name in self.fields if name != "seen"}
        return {name: value[:LONGEST] for name, value in values.items() if value}

    @property
    def says_something(self) -> bool:
        return bool(self.typed)

    @property
    def is_filled(self) -> bool:
        """Whether it holds what makes an answer, typed now or kept as a draft."""
        values = self.typed if self.is_bound else self.drafted()
        return any(values.get(name) for name in self.makes_an_answer)

    def said(self) -> Answer:
        """The answer that the form gives; only of one whose fields could all be read."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        if self.says_something and not self.errors:
            self.add_reasons(wrong_with(self.said(), self.line.before))
        return self.cleaned_data

    def add_reasons(self, reasons: Mapping[str, str]) -> None:
        """What is wrong beside its field; what is said of the item as a whole stands above them all."""
        for name, reason in reasons.items():
            field = self.field_for(name)
            self.add_error(field if field in self.fields else None, reason)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        if "seen" in reasons:
            data[self.add_prefix("seen")] = str(self.line.before.latest_id)
        if "no_change_reason" in reasons:
            data[self.add_prefix("choice")] = SAME
        self.data = data

    def field_for(self, name: str) -> str | None:
        return self.names.get(name, name) if name != "seen" else None

    @property
    def seen_update(self) -> int | None:
        """A number that the page put there; anything else has seen nothing."""
        value = self.cleaned_data.get("seen", "")
        return int(value) if value.isdecimal() else -1


LONGEST = 20_000


class MilestoneAnswerForm(AnswerForm):
    """How far a milestone has come."""

    makes_an_answer = ("choice", "percent", "count")
    choice = forms.ChoiceField(label=gettext_lazy("How far has it come?"), required=False, widget=forms.RadioSelect)
    percent = PercentField(label=gettext_lazy("Percentage"), required=False)
    count = DecimalField(label=gettext_lazy("Count so far"), required=False, max_digits=12, decimal_places=2)
    why = forms.CharField(
        label=gettext_lazy("Why has nothing changed?"), required=False, widget=forms.Textarea({"rows": 2})
    )
    note = forms.CharField(
        label=gettext_lazy("Note: what was done, and what comes next"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    will_not_complete = forms.BooleanField(
        label=gettext_lazy("It will not be completed in this plan year"), required=False
    )
    due = DateField(label=gettext_lazy("New due date"), required=False)
    due_reason = forms.CharField(label=gettext_lazy("Why does it have to move?"), required=False)

    def __init__(self, data: Any = None, *, line: Line, **options: Any) -> None:
        assert line.item.milestone is not None  # noqa: S101
        self.milestone: Milestone = line.item.milestone
        super().__init__(data, line=line, **options)
        self.counted = self.milestone.quantity_target is not None
        self.fields["choice"].choices = self.choices()  # type: ignore[attr-defined]
        del self.fields["percent" if self.counted else "count"]
        figure = "percent" if data and data.get(self.add_prefix("choice")) == OTHER else "choice"
        self.names = {"progress": figure, "no_change_reason": "why"}

    def last(self) -> Decimal | None:
        """What was said last: a percentage or a count."""
        said = self.line.before.progress
        if said is None:
            return None
        return said.count if self.milestone.quantity_target is not None else said.progress

    def choices(self) -> list[tuple[str, Any]]:
        """No change first, where something was said before; what was said is no other choice then."""
        last = self.last()
        steps = [] if self.counted else [step for step in STEPS if last is None or Decimal(step[0]) != last]
        other = [(OTHER, COUNT if self.counted else OWN)]
        if last is None or (not self.counted and last == 100):
            return [*steps, *other]
        words = f"{last.normalize():f}" if self.counted else percent_words(last)
        return [(SAME, _("No change, still %(progress)s") % {"progress": words}), *steps, *other]

    @property
    def offers_a_choice(self) -> bool:
        return len(self.choices()) > 1

    @property
    def opens_more(self) -> bool:
        """Whether what is folded away holds something."""
        return any(self[name].value() or self[name].errors for name in ("due", "due_reason", "will_not_complete"))

    def sent(self) -> dict[str, Any]:
        item, update = self.line.item, self.line.item.milestone_update
        if update is None:
            return {}
        return {
            **self.chosen(update.progress, update.count, bool(item.no_change_reason)),
            "why": item.no_change_reason,
            "note": update.note,
            "will_not_complete": update.will_not_complete,
            "due": item.proposed_due,
            "due_reason": item.proposed_reason,
        }

    def chosen(self, progress: Decimal | None, count: Decimal | None, same: bool) -> dict[str, Any]:
        """The radio button that stands for a figure, and the box beside it."""
        if same:
            return {"choice": SAME}
        if self.milestone.quantity_target is not None:
            return {"choice": OTHER, "count": count}
        for value, _label in STEPS:
            if progress is not None and Decimal(value) == progress:
                return {"choice": value}
        return {"choice": OTHER, "percent": progress}

    def said(self) -> Answer:
        given = self.cleaned_data
        choice, last = given.get("choice", ""), self.last()
        figure = given.get("count" if self.counted else "percent") if choice in {"", OTHER} else None
        if choice == SAME:
            figure = last
        elif choice and choice != OTHER:
            figure = Decimal(choice)
        return Answer(
            item=self.line.item,
            seen=self.seen_update,
            progress=None if self.counted else figure,
            count=figure if self.counted else None,
            note=given.get("note", ""),
            will_not_complete=given.get("will_not_complete", False),
            no_change_reason=given.get("why", "") if figure is not None and figure == last else "",
            due=given.get("due"),
            due_reason=given.get("due_reason", ""),
        )


class ActionAnswerForm(AnswerForm):
    """What was done and is planned on a key action."""

    makes_an_answer = ("work_undertaken", "work_planned")
    work_undertaken = forms.CharField(label=DONE, required=False, widget=forms.Textarea({"rows": 3}))
    work_planned = forms.CharField(label=PLANNED, required=False, widget=forms.Textarea({"rows": 2}))

    def sent(self) -> dict[str, Any]:
        update = self.line.item.action_update
        if update is None:
            return {}
        return {"work_undertaken": update.work_undertaken, "work_planned": update.work_planned}

    def said(self) -> Answer:
        given = self.cleaned_data
        return Answer(
            item=self.line.item,
            seen=self.seen_update,
            work_undertaken=given.get("work_undertaken", ""),
            work_planned=given.get("work_planned", ""),
        )


class FigureAnswerForm(AnswerForm, FigureForm):
    """The figure of an indicator, or why there is none. Nothing chosen means that there is one."""

    makes_an_answer = ("value", "numerator", "denominator", "state")
    state = forms.ChoiceField(
        label=gettext_lazy("If there is no figure, why?"),
        choices=[
            ("", gettext_lazy("There is a figure")),
            *(choice for choice in ValueState.choices if choice[0] != ValueState.RECORDED),
        ],
        required=False,
    )
    work_undertaken = forms.CharField(label=DONE, required=False, widget=forms.Textarea({"rows": 2}))
    work_planned = forms.CharField(label=PLANNED, required=False, widget=forms.Textarea({"rows": 2}))
    step = TitleField(
        label=gettext_lazy("Next step"),
        required=False,
        help_text=gettext_lazy("It becomes a follow-up that is yours."),
    )
    step_due = DateField(label=gettext_lazy("By when"), required=False)

    def __init__(self, data: Any = None, *, line: Line, **options: Any) -> None:
        super().__init__(data, line=line, indicator=line.item.indicator, **options)
        if not line.asks_work:
            for name in OF_WORK:
                del self.fields[name]
        self.fields["note"].widget.attrs["rows"] = 2
        held = line.before.held
        self.asks_reason = held.needs_reason
        self.fields["reason"].help_text = why_a_reason(line)

    def sent(self) -> dict[str, Any]:
        value, review, step = self.line.item.value, self.line.item.review, self.line.item.next_step
        if value is None:
            return {}
        names = ("value", "numerator", "denominator", "provisional", "expected_words", "note")
        state = "" if value.state == ValueState.RECORDED else value.state
        found = {"state": state, **{name: getattr(value, name) for name in names}}
        if review:
            found |= {"work_undertaken": review.work_undertaken, "work_planned": review.work_planned}
        return found | {"step": step.text, "step_due": step.due} if step else found

    def said(self) -> Answer:
        given = self.cleaned_data
        return Answer(
            item=self.line.item,
            seen=self.seen_update,
            state=given.get("state") or ValueState.RECORDED,
            value=given.get("value"),
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            provisional=given.get("provisional", False),
            expected_words=given.get("expected_words", ""),
            note=given.get("note", ""),
            reason=given.get("reason", ""),
            **{name: given[name] for name in OF_WORK if given.get(name)},
        )

    @property
    def tells_of_work(self) -> bool:
        """Whether what is folded away on the work holds something."""
        return any(self[name].value() or self[name].errors for name in OF_WORK)

    @property
    def opens_more(self) -> bool:
        """Whether what is folded away holds something."""
        return any(self[name].value() or self[name].errors for name in ("state", "expected_words"))


def why_a_reason(line: Line) -> str:
    """Why another figure is a correction."""
    held = line.before.held
    if held.lock:
        return _("%(period)s was approved and is locked, so this is a correction.") % {"period": held.lock.of.label}
    return _("There is a final figure already. The reason is kept beside the new one.")


def form_for(line: Line, data: Any = None) -> AnswerForm:
    if line.item.indicator:
        return FigureAnswerForm(data, line=line)
    return MilestoneAnswerForm(data, line=line) if line.item.milestone else ActionAnswerForm(data, line=line)
