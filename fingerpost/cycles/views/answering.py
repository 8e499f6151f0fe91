"""The update page: everything that one person is asked, on one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core.refusals import refuse_if
from fingerpost.cycles import rules, services
from fingerpost.cycles.answer_forms import AnswerForm, form_for
from fingerpost.cycles.answers import NotTaken
from fingerpost.cycles.asked import Group, Line, grouped, lines_of
from fingerpost.cycles.models import ItemState
from fingerpost.cycles.views.entrances import Entrance
from fingerpost.plans.views.asking import get_or_post
from fingerpost.reporting.models import ActionUpdate, IndicatorValue, MilestoneUpdate

SENT = {ItemState.SUBMITTED, ItemState.APPROVED}


@dataclass(frozen=True, slots=True)
class Card:
    """An item on the page: its form where it is to be filled in."""

    line: Line
    form: AnswerForm | None
    not_mine_url: str
    evidence_url: str

    @property
    def is_answered(self) -> bool:
        return self.form.is_filled if self.form else self.line.item.state in SENT

    @property
    def update(self) -> MilestoneUpdate | ActionUpdate | IndicatorValue | None:
        """What was sent."""
        item = self.line.item
        return item.milestone_update or item.action_update or item.value


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page as it is filled in now."""

    way: Entrance
    cards: list[Card]
    gone: list[str] = field(default_factory=list)

    @property
    def expected(self) -> list[Card]:
        return [card for card in self.cards if card.line.item.state != ItemState.HANDED_BACK]

    @property
    def open(self) -> list[Card]:
        return [card for card in self.expected if not card.is_answered]

    @property
    def count_words(self) -> str:
        total = len(self.expected)
        words = ngettext("%(done)s of %(total)s answered", "%(done)s of %(total)s answered", total)
        return words % {"done": total - len(self.open), "total": total}

    @property
    def sent(self) -> list[Card]:
        """Items whose answer was sent."""
        return [card for card in self.cards if card.line.item.state in SENT]

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.line.item.waits]

    @property
    def sent_words(self) -> str:
        sent, total = len(self.sent), len(self.expected)
        if sent == total:
            return _("All your updates are sent.")
        words = ngettext("%(sent)s of %(total)s update is sent.", "%(sent)s of %(total)s updates are sent.", total)
        return words % {"sent": sent, "total": total}

    @property
    def has_something(self) -> bool:
        """Whether there is an answer that could be sent."""
        return any(form.is_bound and form.is_filled for form in self.forms)

    @property
    def forms(self) -> list[AnswerForm]:
        return [card.form for card in self.cards if card.form]

    def groups(self) -> list[tuple[Group, list[Card]]]:
        by_item = {card.line.item.pk: card for card in self.cards}
        groups = grouped(card.line for card in self.cards)
        return [(group, [by_item[line.item.pk] for line in group.lines]) for group in groups]


def sheet_of(way: Entrance, data: QueryDict | None = None, change: str = "") -> Sheet:
    """Every item with its form; bound to what came back where the item was on the page that was sent."""
    lines, why_not = lines_of(way.asked), rules.why_not_answer(way.by, way.asked)
    keys = {line.item.key for line in lines}
    sent = sent_keys(data)
    cards = []
    for line in lines:
        back = data if line.item.key in sent else None
        form = (
            None if why_not or not is_open(line, back is not None or change == line.item.key) else form_for(line, back)
        )
        cards.append(Card(line, form, way.url("not-mine", line.item.key), way.url("evidence", line.item.key)))
    return Sheet(way, cards, sorted(sent - keys))


def sent_keys(data: QueryDict | None) -> set[str]:
    """The items that were on the page that came back."""
    return {name.removesuffix("-seen") for name in data or () if name.endswith("-seen")}


def is_open(line: Line, wanted: bool) -> bool:
    """Whether an item is to be filled in: it waits, or is changed before it is approved."""
    item = line.item
    if item.waits:
        return True
    return item.state == ItemState.SUBMITTED and (wanted or hasattr(item, "draft"))


@get_or_post
def page(request: HttpRequest, way: Entrance) -> HttpResponse:
    if request.method != "POST":
        return show(request, way, sheet_of(way, change=request.GET.get("change", "")))
    refuse_if(rules.why_not_answer(way.by, way.asked))
    sheet = sheet_of(way, request.POST)
    refuse_foreign(way, sheet)
    said = [form for form in sheet.forms if form.is_bound and form.says_something]
    save_typed(way, sheet)
    wrong = [form for form in said if not form.is_valid()]
    if wrong or not said or (sheet.open and "partly" not in request.POST):
        return show(request, way, sheet, sending=True)
    try:
        services.submit(request=way.asked, answers=[form.said() for form in said], by=way.by)
    except NotTaken as refusal:  # somebody else was quicker by a moment
        for form in said:
            form.add_reasons(refusal.reasons.get(form.line.item.key, {}))
        return show(request, way, sheet, sending=True)
    return redirect(way.url("sent"))


def refuse_foreign(way: Entrance, sheet: Sheet) -> None:
    """Items of this request that were cancelled meanwhile are said to be; anybody else's are refused."""
    own = dict(way.asked.items.filter(key__in=sheet.gone).values_list("key", "key"))
    if set(sheet.gone) - set(own):
        refuse_if(_("One of these is not asked for here. Open the page again."))


def save_typed(way: Entrance, sheet: Sheet) -> None:
    """Nothing that was typed is lost, whatever becomes of the sending."""
    said = {form.line.item.key: form.typed for form in sheet.forms if form.is_bound and is_fresh(form)}
    services.save_drafts(request=way.asked, said=said, by=way.by)


def is_fresh(form: AnswerForm) -> bool:
    """A draft of what was answered since would bring the answered item back to the page."""
    return form.line.item.waits or form.data.get(form.add_prefix("seen")) == str(form.line.before.latest_id)


@require_POST
def draft(request: HttpRequest, way: Entrance) -> HttpResponse:
    """Keep what was typed: by itself every few seconds, or by the button where there is no JavaScript."""
    refuse_if(rules.why_not_answer(way.by, way.asked))
    sheet = sheet_of(way, request.POST)
    refuse_foreign(way, sheet)
    save_typed(way, sheet)
    if request.headers.get("HX-Request") != "true":
        messages.success(request, _("Your draft is saved. Nothing is sent yet."))
        return redirect(way.url())
    typed = any(form.says_something for form in sheet.forms if form.is_bound)
    at = time_format(timezone.localtime(), "H:i") if typed else ""
    return render(request, "cycles/parts/draft_saved.html", {"sheet": sheet, "at": at})


@require_safe
def sent(request: HttpRequest, way: Entrance) -> HttpResponse:
    """What was sent, what is still open, and until when it can be changed."""
    return show(request, way, sheet_of(way), template="cycles/sent.html")


def show(
    request: HttpRequest,
    way: Entrance,
    sheet: Sheet,
    *,
    sending: bool = False,
    template: str = "cycles/update.html",
) -> HttpResponse:
    wrong = [form for form in sheet.forms if form.is_bound and form.says_something and form.errors]
    context: dict[str, Any] = {
        "way": way,
        "asked": way.asked,
        "cycle": way.asked.cycle,
        "sheet": sheet,
        "wrong": wrong,
        "missing": [] if wrong or not sending else sheet.open,
        "cancelled": cancelled(way, sheet.gone),
        "why_not": rules.why_not_answer(way.by, way.asked),
        "last_day": rules.last_day(way.asked),
        "is_late": timezone.localdate() > way.asked.due_on,
        **urls(way),
    }
    return render(request, template, context)


def urls(way: Entrance) -> dict[str, str]:
    return {f"{name}_url": way.url(name) for name in ("answer", "draft", "sent", "delegate", "sheets")}


def cancelled(way: Entrance, keys: Iterable[str]) -> list[str]:
    """The titles of items that went from the plan while the page was open."""
    rows = way.asked.items.filter(key__in=list(keys)).select_related("milestone", "action", "indicator")
    return [str(item) for item in rows] if keys else []
