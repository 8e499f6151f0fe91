"""The audit trail in words: who did what, and what it was before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, moment_words

# The second half of a verb -> what was done. A verb that is not here is shown as it is.
ACTS = {
    "add": gettext_lazy("added"),
    "edit": gettext_lazy("changed"),
    "delete": gettext_lazy("deleted"),
    "move": gettext_lazy("moved"),
    "order": gettext_lazy("reordered"),
    "cancel": gettext_lazy("cancelled"),
    "merge": gettext_lazy("merged"),
    "carry-forward": gettext_lazy("carried forward"),
    "reinstate": gettext_lazy("reinstated"),
    "share": gettext_lazy("shared"),
    "unshare": gettext_lazy("no longer shared"),
    "start": gettext_lazy("put in force"),
    "close": gettext_lazy("closed"),
    "plan": gettext_lazy("planned"),
    "open": gettext_lazy("opened"),
    "chase": gettext_lazy("reminded"),
    "extend": gettext_lazy("extended"),
    "ask": gettext_lazy("asked for"),
    "ask-more": gettext_lazy("extended by what is new"),
    "renew": gettext_lazy("renewed"),
    "reopen": gettext_lazy("reopened"),
    "update": gettext_lazy("updated"),
    "correct": gettext_lazy("corrected"),
    "record": gettext_lazy("given figures"),
    "review": gettext_lazy("reviewed"),
    "return": gettext_lazy("sent back"),
    "approve": gettext_lazy("approved"),
    "answer": gettext_lazy("answered"),
    "accept": gettext_lazy("accepted"),
    "withdraw": gettext_lazy("taken back"),
    "lock": gettext_lazy("locked"),
    "unlock": gettext_lazy("unlocked"),
    "lift": gettext_lazy("unlocked"),
    "disclose": gettext_lazy("shown with its small numbers"),
    "withhold": gettext_lazy("shown without its small numbers again"),
    "import": gettext_lazy("imported"),
    "prepare": gettext_lazy("prepared for publication"),
    "publish": gettext_lazy("published"),
    "schedule": gettext_lazy("scheduled"),
    "unschedule": gettext_lazy("no longer scheduled"),
    "deactivate": gettext_lazy("made inactive"),
    "reactivate": gettext_lazy("made active again"),
    "invite": gettext_lazy("invited to sign in"),
    "set-password": gettext_lazy("given a password"),
    "abandon": gettext_lazy("abandoned"),
    "apply": gettext_lazy("applied"),
    "read": gettext_lazy("read"),
    "choose": gettext_lazy("sorted out"),
    "join": gettext_lazy("given a member"),
    "leave": gettext_lazy("left by a member"),
    "chair": gettext_lazy("given a chair"),
    "finish": gettext_lazy("done"),
    "drop": gettext_lazy("dropped"),
    "hand-over": gettext_lazy("handed over"),
    "move-due": gettext_lazy("given another due date"),
    "test": gettext_lazy("sent as a test"),
    "receive": gettext_lazy("received"),
    "send": gettext_lazy("sent"),
    "send-again": gettext_lazy("sent again"),
    "confirm": gettext_lazy("confirmed"),
    "submit": gettext_lazy("sent"),
    "add-evidence": gettext_lazy("given evidence"),
    "remove-evidence": gettext_lazy("rid of evidence"),
    "hand-back": gettext_lazy("handed back"),
    "ask-again": gettext_lazy("asked for again"),
    "keep-due": gettext_lazy("left with its due date"),
    "delegate": gettext_lazy("given to somebody else to answer"),
    "clear": gettext_lazy("cleared"),
    "issue": gettext_lazy("issued"),
    "send-back": gettext_lazy("sent back"),
    "comment": gettext_lazy("commented on"),
    "resolve": gettext_lazy("rid of a comment"),
    "revoke-links": gettext_lazy("rid of its links"),
}

# The sorts of things that have a history. One that is not here is shown by its model's name.
KINDS = {
    "plan": gettext_lazy("Plan"),
    "theme": gettext_lazy("Theme"),
    "outcome": gettext_lazy("Outcome"),
    "action": gettext_lazy("Key action"),
    "milestone": gettext_lazy("Milestone"),
    "followup": gettext_lazy("Follow-up"),
    "indicator": gettext_lazy("Indicator"),
    "user": gettext_lazy("Person"),
    "group": gettext_lazy("Group"),
    "organisation": gettext_lazy("Organisation"),
    "area": gettext_lazy("Area"),
    "import": gettext_lazy("Import"),
    "periodlock": gettext_lazy("Approved period"),
    "cycle": gettext_lazy("Reporting cycle"),
    "calendarfeed": gettext_lazy("Calendar"),
    "paperset": gettext_lazy("Papers"),
    "committeepaper": gettext_lazy("Committee paper"),
    "paperpart": gettext_lazy("Paragraph"),
    "papertemplate": gettext_lazy("Template of papers"),
    "templatesection": gettext_lazy("Section of a template"),
    "publication": gettext_lazy("Publication"),
    "letter": gettext_lazy("Letter from the public"),
    "request": gettext_lazy("Request"),
    "tasksheet": gettext_lazy("Task sheet"),
    "item": gettext_lazy("Answer"),
    "message": gettext_lazy("Mail"),
    "arrangements": gettext_lazy("Reporting arrangements"),
    "reminderstep": gettext_lazy("Reminder"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, in words. An empty value is "nothing"."""

    label: str
    before: str
    after: str


@cache
def model_named(kind: str) -> type[models.Model] | None:
    """The model of ours with that `model_name`; None where it is gone."""
    found = (model for model in apps.get_models() if model.__module__.startswith("fingerpost."))
    return next((model for model in found if model._meta.model_name == kind), None)


def kind_words(kind: str) -> str:
    if kind in KINDS:
        return str(KINDS[kind])
    model = model_named(kind)
    return _(str(capfirst(model._meta.verbose_name))) if model else kind


def act_words(verb: str) -> str:
    """ "milestone.carry-forward" -> "carried forward"."""
    act = verb.rpartition(".")[2]
    return str(ACTS.get(act, act.replace("-", " ").replace("_", " ")))


def changes_of(event: AuditEvent) -> list[Change]:
    """What an event changed, field by field."""
    model = model_named(event.subject_type)
    names = list(dict.fromkeys([*event.before, *event.after]))
    return [
        Change(label_of(model, name), in_words(model, name, event.before), in_words(model, name, event.after))
        for name in names
        if name != "slug"
    ]


def field_of(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def label_of(model: type[models.Model] | None, name: str) -> str:
    label = getattr(field_of(model, name), "verbose_name", name.replace("_", " "))
    return _(str(capfirst(label)))  # translated where a form asks for the same field under the same label


def in_words(model: type[models.Model] | None, name: str, values: dict[str, Any]) -> str:
    """A stored value as it is read: dates written out, choices by their label, rows without their number."""
    value = values.get(name)
    if name not in values or value in (None, "", [], {}):
        return ""
    choices: dict[Any, Any] = dict(getattr(field_of(model, name), "flatchoices", ()))
    return str(choices[value]) if isinstance(value, str) and value in choices else plain_words(value)


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")
PERIOD = re.compile(r"\d{4}-\d\d(?:-[qhm]\d{1,2})?|calendar-\d{4}|school-\d{4}-\d\d")


def period_words(slug: str) -> str:
    """ "2009-10-h1" -> "H1 2009/10"; what only looks like the slug of a period stays."""
    try:
        return Period.parse(slug).label
    except ValueError:
        return slug


def plain_words(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(plain_words(one) for one in value)
        case dict():
            return ", ".join(f"{plain_words(name)}: {plain_words(one)}" for name, one in value.items())
        case str() if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return day_words(date.fromisoformat(value))
        case str() if MOMENT.fullmatch(value):
            return moment_words(datetime.fromisoformat(value))
        case str() if PERIOD.fullmatch(value):
            return period_words(value)
        case str():
            return re.sub(r" \(\d+\)$", "", value)
        case _:
            return str(value)
