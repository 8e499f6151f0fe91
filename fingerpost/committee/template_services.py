"""Every write to the templates of committee papers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypedDict, Unpack

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fingerpost.committee import rules
from fingerpost.committee.content import Layout
from fingerpost.committee.layouts import own_layouts
from fingerpost.committee.models import LAID, PaperTemplate, PartLevel, TemplateSection
from fingerpost.committee.services import shifted
from fingerpost.core import audit
from fingerpost.core.files import keep
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.core.uploads import Checked
from fingerpost.documents.readers import Unreadable
from fingerpost.documents.writers.docx_base import check_base
from fingerpost.people.models import User
from fingerpost.plans.services.writing import check_value, set_fields


class Laid(TypedDict, total=False):
    name: str
    title: str
    header: str
    closing: str
    numbering: str
    capitals: bool
    classification: str
    exempt_wording: str
    appendices: list[str]


class SectionWords(TypedDict, total=False):
    level: str
    heading: str
    wording: str
    drafts: list[str]


def bring_own() -> None:
    """Store the two templates that come with the project, where no template is there yet: on first use.

    Names are unique, so that of two first users one stores them and the other finds them.
    """
    if not PaperTemplate.objects.exists():
        with suppress(IntegrityError), transaction.atomic():
            for layout in own_layouts():
                store(layout)


def store(layout: Layout) -> PaperTemplate:
    taken = set(PaperTemplate.objects.values_list("slug", flat=True))
    row = PaperTemplate.objects.create(
        name=layout.name,
        slug=free_slug(layout.name, taken, fallback="template"),
        **{**{name: getattr(layout, name) for name in LAID}, "appendices": list(layout.appendices)},
    )
    TemplateSection.objects.bulk_create(
        TemplateSection(
            template=row,
            position=place,
            level=part.level,
            heading=part.heading,
            wording=part.wording,
            drafts=list(part.drafts),
        )
        for place, part in enumerate(layout.parts, 1)
    )
    return row


@transaction.atomic
def copy_template(*, template: PaperTemplate, name: str, by: User | None) -> PaperTemplate:
    """A template of another name to be changed, with the sections and Word file of this one."""
    refuse_if(rules.why_not_write(by) or why_not_name(name))
    sections = list(template.sections.all())
    fields: dict[str, Any] = {field: getattr(template, field) for field in LAID}
    word = {field: getattr(template, field) for field in ("word_file", "word_name", "word_size", "word_sha256")}
    slug = free_slug(name, set(PaperTemplate.objects.values_list("slug", flat=True)), fallback="template")
    made = PaperTemplate.objects.create(name=name.strip(), slug=slug, **fields, **word)
    for one in sections:
        one.pk, one.template = None, made
    TemplateSection.objects.bulk_create(sections)
    audit.record("papertemplate.add", made, by=by, after={"name": made.name, "copied": template.name})
    return made


def why_not_name(name: str, own: PaperTemplate | None = None) -> str:
    others = PaperTemplate.objects.exclude(pk=own.pk) if own else PaperTemplate.objects.all()
    if others.filter(name__iexact=name.strip()).exists():
        return _("Another template has this name already.")
    return "" if name.strip() else _("Give the template a name.")


def locked(template: PaperTemplate, by: User | None) -> PaperTemplate:
    refuse_if(rules.why_not_write(by))
    return PaperTemplate.objects.select_for_update().get(pk=template.pk)


@transaction.atomic
def edit_template(*, template: PaperTemplate, by: User | None, **new: Unpack[Laid]) -> PaperTemplate:
    row = locked(template, by)
    refuse_if(rules.why_not_wording(new.get("title", ""), new.get("header", ""), new.get("closing", "")))
    refuse_if(why_not_name(new.get("name", row.name), row))
    before = {name: getattr(row, name) for name, value in new.items() if getattr(row, name) != value}
    for name, value in new.items():
        if name != "appendices":
            check_value(PaperTemplate, name, value)
        setattr(row, name, value)
    if before:
        row.save(update_fields=list(new))
        audit.record(
            "papertemplate.edit", row, by=by, before=before, after={name: getattr(row, name) for name in before}
        )
    return row


@transaction.atomic
def add_section(*, template: PaperTemplate, by: User | None, **words: Unpack[SectionWords]) -> TemplateSection:
    """At the end; move it up from there."""
    row = locked(template, by)
    refuse_if(rules.why_not_wording(words.get("wording", "")))
    sections = list(row.sections.all())
    if not sections and words.get("level") == PartLevel.IMPLICATION:
        raise Refused(_("The first thing in a paper is the heading of a section."))
    made = TemplateSection.objects.create(template=row, position=len(sections) + 1, **words)
    audit.record("papertemplate.edit", row, by=by, after={"section": made.heading})
    return made


@transaction.atomic
def edit_section(*, section: TemplateSection, by: User | None, **words: Unpack[SectionWords]) -> TemplateSection:
    row = locked(section.template, by)
    refuse_if(rules.why_not_wording(words.get("wording", "")))
    one = row.sections.get(key=section.key)
    if one.pk == row.sections.values_list("pk", flat=True)[0] and words.get("level") == PartLevel.IMPLICATION:
        raise Refused(_("The first thing in a paper is the heading of a section."))
    drafts = words.pop("drafts", one.drafts)
    set_fields(one, words, verb="templatesection.edit", by=by, scope="")
    if drafts != one.drafts:
        one.drafts = drafts
        one.save(update_fields=["drafts"])
    audit.record("papertemplate.edit", row, by=by, after={"section": one.heading})
    return one


@transaction.atomic
def remove_section(*, section: TemplateSection, by: User | None) -> None:
    row = locked(section.template, by)
    left = [one for one in row.sections.all() if one.key != section.key]
    refuse_if(why_not_order(left))
    audit.record("papertemplate.edit", row, by=by, before={"section": section.heading})
    row.sections.filter(key=section.key).delete()
    order(left)


@transaction.atomic
def move_section(*, section: TemplateSection, down: bool, by: User | None) -> None:
    row = locked(section.template, by)
    sections = list(row.sections.all())
    at = next(place for place, one in enumerate(sections) if one.key == section.key)
    to = at + (1 if down else -1)
    if not 0 <= to < len(sections):
        return
    sections.insert(to, sections.pop(at))
    if not why_not_order(sections):
        order(sections)
        audit.record("papertemplate.order", row, by=by, after={"section": section.heading})


@transaction.atomic
def move_appendix(*, template: PaperTemplate, kind: str, down: bool, by: User | None) -> None:
    row = locked(template, by)
    if (moved := shifted(row.appendices, kind, down)) != row.appendices:
        before, row.appendices = row.appendices, moved
        row.save(update_fields=["appendices"])
        told = {"before": {"appendices": before}, "after": {"appendices": moved}}
        audit.record("papertemplate.order", row, by=by, **told)


def why_not_order(sections: list[TemplateSection]) -> str:
    if not sections:
        return _("A template has at least one section.")
    if sections[0].level != PartLevel.SECTION:
        return _("The first thing in a paper is the heading of a section.")
    return ""


def order(sections: list[TemplateSection]) -> None:
    for place, one in enumerate(sections, 1):
        one.position = place
    TemplateSection.objects.bulk_update(sections, ["position"])


@transaction.atomic
def take_word_file(*, template: PaperTemplate, file: Checked, by: User | None) -> PaperTemplate:
    """Keep a council's Word file as the base of this template's papers. What could do harm is refused in words."""
    row = locked(template, by)
    try:
        check_base(file.content)
    except Unreadable as unreadable:
        raise Refused(unreadable.message) from unreadable
    stored_as = f"paper-templates/{file.sha256[:2]}/{file.sha256}.docx"
    keep(stored_as, file.content)
    new = {"word_file": stored_as, "word_name": file.name[-255:], "word_size": file.size, "word_sha256": file.sha256}
    set_fields(row, new, verb="papertemplate.edit", by=by, scope="")
    return row


@transaction.atomic
def drop_word_file(*, template: PaperTemplate, by: User | None) -> PaperTemplate:
    """Papers in Word are in our looks again. The file goes with the last template that has it."""
    row = locked(template, by)
    stored_as = row.word_file
    new = {"word_file": "", "word_name": "", "word_size": 0, "word_sha256": ""}
    set_fields(row, new, verb="papertemplate.edit", by=by, scope="")
    forget(stored_as)
    return row


@transaction.atomic
def delete_template(*, template: PaperTemplate, by: User | None) -> None:
    """One that no paper was made from."""
    row = locked(template, by)
    refuse_if(rules.why_not_delete_template(by, row))
    stored_as = row.word_file
    audit.record("papertemplate.delete", row, by=by, before={"name": row.name})
    row.delete()
    forget(stored_as)


def forget(stored_as: str) -> None:
    """Delete a kept Word file once no template has it any more."""
    if stored_as and not PaperTemplate.objects.filter(word_file=stored_as).exists():
        transaction.on_commit(lambda: default_storage.delete(stored_as))
