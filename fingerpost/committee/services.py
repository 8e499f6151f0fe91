"""Every write to committee papers. `by` is None for the system itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.committee import mails, queries, rules
from fingerpost.committee.content import Part, free_ref
from fingerpost.committee.drafted import drafted_parts, fitting, usual_subject, with_refs
from fingerpost.committee.drafting import DRAFTERS, read
from fingerpost.committee.freezing import Frozen, frozen
from fingerpost.committee.models import (
    LAID,
    CommitteePaper,
    EditionFile,
    PaperComment,
    PaperEdition,
    PaperPart,
    PaperState,
    PaperTemplate,
    PartLevel,
    layout_of,
)
from fingerpost.core import audit
from fingerpost.core.files import keep
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.mail.services import queue_many
from fingerpost.papers.selection import why_not_period
from fingerpost.people.models import Group, User
from fingerpost.plans.models import Plan
from fingerpost.plans.services.writing import check_value, set_fields


class Heading(TypedDict, total=False):
    """What `edit_heads` changes, and what a new paper may be given."""

    group: Group
    meeting_on: date | None
    subject: str
    by_whom: str
    author: str
    reference: str
    background: str
    exempt: str
    appendices: list[str]


@transaction.atomic
def make_paper(
    *, plan: Plan, period: Period, template: PaperTemplate, by: User | None, **more: Unpack[Heading]
) -> CommitteePaper:
    """A draft whose paragraphs are written from the data as they are now."""
    refuse_if(rules.why_not_write(by) or why_not_period(plan, period))
    given: dict[str, Any] = {name: value for name, value in more.items() if value not in (None, "")}
    given = {"group": plan.owner, "subject": usual_subject(plan, period), **given}
    for name, value in given.items():
        if name not in {"group", "appendices"}:
            check_value(CommitteePaper, name, value)
    laid = {name: getattr(template, name) for name in LAID}
    laid["appendices"] = list(fitting(template.appendices, plan, period))
    paper = CommitteePaper.objects.create(
        plan=plan, period=period.slug, template=template, made_by=by, **{**laid, **given}
    )
    write_parts(paper, drafted(paper))
    after = {"period": period.slug, "template": template.name, "subject": paper.subject, "group": paper.group}
    audit.record("committee-paper.add", paper, by=by, after=after, scope=plan.slug)
    return paper


def drafted(paper: CommitteePaper) -> list[Part]:
    """What the template and the data give for a paper."""
    layout = layout_of(paper.template, paper.template.name, list(paper.template.sections.all()))
    found = read(paper.plan, period=paper.of, group=paper.group.name, appendices=tuple(paper.appendices))
    return drafted_parts(layout, with_refs(found, layout), queries.heads_of_paper(paper))


def write_parts(paper: CommitteePaper, parts: list[Part]) -> None:
    PaperPart.objects.bulk_create(
        PaperPart(
            paper=paper,
            ref=part.ref,
            position=place,
            level=part.level,
            text=part.text,
            draft=part.draft,
            drafted=part.text if part.draft else "",
        )
        for place, part in enumerate(parts, 1)
    )


def locked(paper: CommitteePaper) -> CommitteePaper:
    """Read afresh, and locked until the transaction ends: changes to one paper queue up."""
    found = CommitteePaper.objects.select_for_update(of=("self",))
    return found.select_related("plan__owner", "plan__area", "group", "template").get(pk=paper.pk)


def to_edit(paper: CommitteePaper, by: User | None) -> tuple[CommitteePaper, list[PaperPart]]:
    row = locked(paper)
    refuse_if(rules.why_not_edit(by, row))
    return row, list(row.parts.all())


def part_in(parts: list[PaperPart], ref: str) -> PaperPart:
    """Raises `PaperPart.DoesNotExist`."""
    found = next((part for part in parts if part.ref == ref), None)
    if found is None:
        raise PaperPart.DoesNotExist
    return found


@transaction.atomic
def edit_heads(
    *, paper: CommitteePaper, by: User | None, seen: Mapping[str, str] | None = None, **new: Unpack[Heading]
) -> CommitteePaper:
    """Change whom it goes to, its header and closing, its appendices. Raises `Conflict` where no longer as `seen`."""
    row, parts = to_edit(paper, by)
    appendices = new.pop("appendices", row.appendices)
    refuse_if(rules.why_not_appendices(row, appendices, parts))
    set_fields(row, dict(new), verb="committee-paper.edit", by=by, scope=row.plan.slug, seen=seen)
    if appendices != row.appendices:
        before, row.appendices = row.appendices, appendices
        row.save(update_fields=["appendices"])
        told = {"before": {"appendices": before}, "after": {"appendices": appendices}}
        audit.record("committee-paper.edit", row, by=by, scope=row.plan.slug, **told)
    return row


@transaction.atomic
def delete_paper(*, paper: CommitteePaper, by: User | None) -> None:
    """A draft that never went out goes, with what was said of it. The audit trail keeps that it was there."""
    row = locked(paper)
    refuse_if(rules.why_not_delete(by, row))
    before = {"subject": row.subject, "period": row.period, "group": row.group}
    audit.record("committee-paper.delete", row, by=by, before=before, scope=row.plan.slug)
    row.delete()


@transaction.atomic
def add_part(
    *, paper: CommitteePaper, after: str, text: str, by: User | None, level: str = PartLevel.PARAGRAPH
) -> PaperPart:
    """A paragraph or heading behind the part `after`."""
    row, parts = to_edit(paper, by)
    refuse_if(rules.why_not_text(text, row, parts))
    behind = part_in(parts, after)
    ref = free_ref("text" if level == PartLevel.PARAGRAPH else level, (part.ref for part in parts))
    made = PaperPart(paper=row, ref=ref, position=0, level=level, text=" ".join(text.split()))
    at = parts.index(behind) + 1
    parts.insert(at, made)
    order(parts)
    made.save(force_insert=True)
    audit.record("committee-paper.edit", row, by=by, after={made.ref: made.text}, scope=row.plan.slug)
    return made


def order(parts: list[PaperPart]) -> None:
    """Positions 1, 2, 3 …; only those that change are stored."""
    changed = [part for place, part in enumerate(parts, 1) if part.position != place]
    for place, part in enumerate(parts, 1):
        part.position = place
    PaperPart.objects.bulk_update([part for part in changed if part.pk], ["position"])


@transaction.atomic
def edit_part(
    *, paper: CommitteePaper, ref: str, text: str, by: User | None, seen: Mapping[str, str] | None = None
) -> PaperPart:
    """Change what a part says. Raises `Conflict` where it no longer reads as `seen`."""
    row, parts = to_edit(paper, by)
    part = part_in(parts, ref)
    refuse_if(rules.why_not_text(text, row, parts))
    change_text(row, part, {"text": " ".join(text.split())}, by=by, seen=seen)
    return part


def change_text(
    row: CommitteePaper,
    part: PaperPart,
    new: dict[str, str],
    *,
    by: User | None,
    seen: Mapping[str, str] | None = None,
) -> None:
    before = part.text
    set_fields(part, new, verb="paper-part.edit", by=by, scope=row.plan.slug, seen=seen)
    if part.text != before:
        told = {"before": {part.ref: before}, "after": {part.ref: part.text}}
        audit.record("committee-paper.edit", row, by=by, scope=row.plan.slug, **told)


@transaction.atomic
def remove_part(*, paper: CommitteePaper, ref: str, by: User | None) -> None:
    row, parts = to_edit(paper, by)
    part = part_in(parts, ref)
    refuse_if(rules.why_not_remove(part, parts))
    audit.record("committee-paper.edit", row, by=by, before={part.ref: part.text}, scope=row.plan.slug)
    parts.remove(part)
    part.delete()
    order(parts)


@transaction.atomic
def move_part(*, paper: CommitteePaper, ref: str, down: bool, by: User | None) -> None:
    """One place up or down, past a heading into the section before or after; the numbers follow."""
    row, parts = to_edit(paper, by)
    part = part_in(parts, ref)
    if rules.why_not_move(part, parts, down):
        return
    at = parts.index(part)
    parts.insert(at + (1 if down else -1), parts.pop(at))
    order(parts)
    audit.record("committee-paper.order", row, by=by, after={part.ref: part.position}, scope=row.plan.slug)


@transaction.atomic
def move_appendix(*, paper: CommitteePaper, kind: str, down: bool, by: User | None) -> None:
    """One place up or down; what names the appendix gets its new number."""
    row, _parts = to_edit(paper, by)
    if (moved := shifted(row.appendices, kind, down)) != row.appendices:
        before, row.appendices = row.appendices, moved
        row.save(update_fields=["appendices"])
        told = {"before": {"appendices": before}, "after": {"appendices": moved}}
        audit.record("committee-paper.order", row, by=by, scope=row.plan.slug, **told)


def shifted(kinds: list[str], kind: str, down: bool) -> list[str]:
    """The list with one of it a place further up or down; as it is where there is no further."""
    at = kinds.index(kind)
    to = at + (1 if down else -1)
    if not 0 <= to < len(kinds):
        return kinds
    rest = [one for one in kinds if one != kind]
    return [*rest[:to], kind, *rest[to:]]


def fresh_text(paper: CommitteePaper, part: PaperPart) -> str:
    """What the data give for a drafted paragraph now. Refuses where they give nothing any more."""
    if not part.draft:
        raise Refused(_("Somebody wrote this paragraph: it cannot be drafted from the data."))
    refs = frozenset(paper.parts.exclude(draft="").values_list("draft", flat=True))
    found = read(paper.plan, period=paper.of, group=paper.group.name, appendices=tuple(paper.appendices), refs=refs)
    texts = list(DRAFTERS[part.draft].write(found))
    last = part.ref.removeprefix(part.draft).removeprefix("-")
    at = int(last) - 1 if last.isdecimal() else 0
    if at >= len(texts):
        raise Refused(_("The data give nothing for this paragraph any more. Remove it, or write it yourself."))
    return texts[at]


@transaction.atomic
def redraft_part(*, paper: CommitteePaper, ref: str, by: User | None) -> PaperPart:
    """Write a drafted paragraph anew from the data as they are now; what an editor made of it goes."""
    row, parts = to_edit(paper, by)
    part = part_in(parts, ref)
    text = fresh_text(row, part)
    refuse_if(rules.why_not_references(text, row, parts))
    change_text(row, part, {"text": text, "drafted": text}, by=by)
    return part


@transaction.atomic
def comment(*, paper: CommitteePaper, text: str, by: User, ref: str = "") -> PaperComment:
    row = locked(paper)
    refuse_if(rules.why_not_comment(by, row) or ("" if text.strip() else _("Write your comment.")))
    if ref:
        part_in(list(row.parts.all()), ref)
    made = PaperComment.objects.create(paper=row, ref=ref, text=text.strip(), by=by)
    audit.record("committee-paper.comment", row, by=by, after={"comment": made.text}, scope=row.plan.slug)
    return made


@transaction.atomic
def resolve(*, comment: PaperComment, by: User) -> PaperComment:
    row = PaperComment.objects.select_for_update(of=("self",)).select_related("paper__plan").get(pk=comment.pk)
    refuse_if(rules.why_not_resolve(by, row))
    row.resolved_by, row.resolved_at = by, timezone.now()
    row.save(update_fields=["resolved_by", "resolved_at"])
    audit.record("committee-paper.resolve", row.paper, by=by, after={"comment": row.text}, scope=row.paper.plan.slug)
    return row


@transaction.atomic
def submit(*, paper: CommitteePaper, by: User | None) -> CommitteePaper:
    """Have it cleared. Its text is closed from then on."""
    row = locked(paper)
    refuse_if(rules.why_not_step(by, row, "submit") or rules.why_not_ready(row, list(row.parts.all())))
    return change_state(row, "submit", by=by)


@transaction.atomic
def send_back(*, paper: CommitteePaper, by: User | None, reason: str) -> CommitteePaper:
    row = locked(paper)
    refuse_if(rules.why_not_step(by, row, "send-back") or rules.why_not_reason("send-back", reason))
    return change_state(row, "send-back", by=by, reason=reason)


@transaction.atomic
def clear(*, paper: CommitteePaper, by: User | None) -> CommitteePaper:
    row = locked(paper)
    refuse_if(rules.why_not_step(by, row, "clear"))
    return change_state(row, "clear", by=by)


@transaction.atomic
def correct(*, paper: CommitteePaper, by: User | None, reason: str) -> CommitteePaper:
    """Open the text of an issued paper for another edition. What went out stays as it is."""
    row = locked(paper)
    refuse_if(rules.why_not_step(by, row, "correct") or rules.why_not_reason("correct", reason))
    row.correction = reason.strip()
    row.save(update_fields=["correction"])
    return change_state(row, "correct", by=by, reason=reason)


def change_state(row: CommitteePaper, step: str, *, by: User | None, reason: str = "") -> CommitteePaper:
    new = {"state": rules.PAPER_TRANSITIONS[step][1]}
    set_fields(row, new, verb=f"committee-paper.{step}", by=by, scope=row.plan.slug, reason=reason.strip())
    queue_many(mails.of_step(row, step, by=by, reason=reason.strip()))
    return row


def issue(*, paper: CommitteePaper, by: User | None) -> PaperEdition:
    """Freeze a cleared paper as its next edition, with its files.

    The files take seconds, so they are made before the transaction: nobody can change a paper that is cleared, and
    whether it still is, is asked again under the lock.
    """
    row = queries.paper_for(None, paper.plan.slug, paper.key)
    refuse_if(rules.why_not_step(by, row, "issue"))
    number = row.editions.count() + 1
    name = _("Edition %(number)d") % {"number": number}
    made = frozen(row, queries.whole_paper(row, list(row.parts.all()), name))
    with transaction.atomic():
        row = locked(paper)
        refuse_if(rules.why_not_step(by, row, "issue"))
        return store_edition(row, made, number, by)


def store_edition(row: CommitteePaper, made: Frozen, number: int, by: User | None) -> PaperEdition:
    edition = PaperEdition.objects.create(
        paper=row, number=number, reason=row.correction, content=made.content, body=made.body, by=by
    )
    for format, content in made.files.items():
        sha256 = hashlib.sha256(content).hexdigest()
        stored_as = f"editions/{sha256[:2]}/{sha256}.{format}"
        keep(stored_as, content)
        EditionFile.objects.create(
            edition=edition, format=format, stored_as=stored_as, size=len(content), sha256=sha256
        )
    row.correction = ""
    row.save(update_fields=["correction"])
    set_fields(
        row,
        {"state": PaperState.ISSUED},
        verb="committee-paper.issue",
        by=by,
        scope=row.plan.slug,
        reason=edition.reason,
    )
    return edition
