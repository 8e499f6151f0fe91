"""Committee papers: the templates that they are made from, their working text, comments, and frozen editions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from fingerpost.committee.content import Layout, LayoutPart, Level, Part
from fingerpost.core.periods import Period
from fingerpost.people.models import Group, User
from fingerpost.plans.models import Plan

KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another one


def new_key() -> str:
    return get_random_string(10, KEY_LETTERS)


class Numbering(models.TextChoices):
    PLAIN = "plain", _("1. and 1.1")
    ZERO = "zero", _("1.0 and 1.1.")


class Laid(models.Model):
    """What a paper takes over from its template: see `content.Layout`."""

    title = models.CharField(_("title"), max_length=200, default="{group}")
    header = models.TextField(_("header lines"))
    closing = models.TextField(_("closing lines"), blank=True)
    numbering = models.CharField(_("numbering"), max_length=10, choices=Numbering.choices, default=Numbering.PLAIN)
    capitals = models.BooleanField(_("header and headings in capitals"), default=False)
    classification = models.CharField(_("classification"), max_length=200, blank=True)
    exempt_wording = models.CharField(_("wording of an exempt paper"), max_length=200)
    appendices = models.JSONField(_("appendices"), default=list, blank=True)

    class Meta:
        abstract = True


LAID = ("title", "header", "closing", "numbering", "capitals", "classification", "exempt_wording", "appendices")


class PaperTemplate(Laid):
    """How a council has its papers. `word_file` is a Word file of the council, stored under its SHA-256."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    word_file = models.CharField(max_length=200, blank=True)
    word_name = models.CharField(max_length=255, blank=True)
    word_size = models.PositiveIntegerField(default=0)
    word_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(numbering__in=Numbering.values), name="a_template_numbering_is_known"),
            models.CheckConstraint(
                condition=Q(word_file="", word_name="", word_sha256="")
                | (~Q(word_file="") & ~Q(word_name="") & ~Q(word_sha256="")),
                name="a_word_file_has_name_and_sha256",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def layout_of(row: Laid, name: str, sections: list[TemplateSection]) -> Layout:
    """A template, or a paper with what it took over from one, as the builders take it."""
    return Layout(
        name=name,
        parts=tuple(LayoutPart(level_of(one.level), one.heading, one.wording, tuple(one.drafts)) for one in sections),
        **{**{field: getattr(row, field) for field in LAID}, "appendices": tuple(row.appendices)},
    )


class PartLevel(models.TextChoices):
    SECTION = "section", _("Section")
    IMPLICATION = "implication", _("Lettered implication")
    PARAGRAPH = "paragraph", _("Paragraph")


def level_of(word: str) -> Level:
    match word:
        case "section" | "implication":
            return word
        case _:
            return "paragraph"


class TemplateSection(models.Model):
    """A section, or a lettered implication of the section before it. `drafts` are names of `drafting.DRAFTERS`."""

    template = models.ForeignKey(PaperTemplate, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=20, default=new_key, editable=False)
    position = models.PositiveIntegerField()
    level = models.CharField(max_length=12, choices=PartLevel.choices[:2], default=PartLevel.SECTION)
    heading = models.CharField(_("heading"), max_length=200)
    wording = models.TextField(_("standard wording"), blank=True)
    drafts = models.JSONField(_("drafted from the data"), default=list, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="a_section_has_one_key_in_its_template"),
            models.CheckConstraint(condition=Q(level__in=["section", "implication"]), name="a_section_level_is_known"),
            models.CheckConstraint(condition=~Q(heading=""), name="a_section_has_a_heading"),
        ]

    def __str__(self) -> str:
        return self.heading


class PaperState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CLEARED = "cleared", _("Cleared")
    ISSUED = "issued", _("Issued")


class CommitteePaper(Laid):
    """A paper of a plan for a period, to a group. Its working text is in `parts`; what went out is in `editions`.

    `exempt` is why the paper is not for the public, "" for one that is. `correction` is why the text is being
    corrected after an edition went out.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="committee_papers")
    period = models.CharField(max_length=20)
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, related_name="papers")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="committee_papers")
    meeting_on = models.DateField(_("date of the meeting"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    by_whom = models.CharField(_("by"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    background = models.CharField(_("background papers"), max_length=500, blank=True)
    exempt = models.CharField(_("why it is exempt"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    correction = models.TextField(blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(numbering__in=Numbering.values), name="a_paper_numbering_is_known"),
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="a_committee_paper_state_is_known"),
            models.CheckConstraint(condition=~Q(subject=""), name="a_committee_paper_has_a_subject"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def of(self) -> Period:
        return Period.parse(self.period)

    @property
    def is_issued(self) -> bool:
        return self.state == PaperState.ISSUED


class PaperPart(models.Model):
    """A heading or paragraph of the working text. `drafted` is what the data gave for it, to be told apart from what an
    editor made of it; `draft` names the drafter."""

    paper = models.ForeignKey(CommitteePaper, on_delete=models.CASCADE, related_name="parts")
    ref = models.SlugField(max_length=60)
    position = models.PositiveIntegerField()
    level = models.CharField(max_length=12, choices=PartLevel.choices, default=PartLevel.PARAGRAPH)
    text = models.TextField(_("text"))
    draft = models.CharField(max_length=30, blank=True)
    drafted = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "ref"], name="a_part_has_a_reference_of_its_own"),
            models.CheckConstraint(condition=Q(level__in=PartLevel.values), name="a_part_level_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="a_part_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def edited(self) -> bool:
        """Whether an editor changed what the data gave."""
        return bool(self.draft) and self.text != self.drafted

    def as_part(self) -> Part:
        return Part(level_of(self.level), self.text, self.ref, self.draft)


class PaperComment(models.Model):
    """What a reader said of the working text: of one part, named by its `ref`, or of the paper."""

    paper = models.ForeignKey(CommitteePaper, on_delete=models.CASCADE, related_name="comments")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    ref = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="a_comment_is_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class PaperEdition(models.Model):
    """A paper as it went to the group. Only ever added: the database refuses to change one.

    `content` is all of it as data: header, parts with their numbers, closing, and the lines of each appendix. `body` is
    the page that people read.
    """

    paper = models.ForeignKey(CommitteePaper, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    content: Any = models.JSONField()
    body = models.TextField()
    issued_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="an_edition_has_a_number_of_its_own"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="a_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(_("Edition %(number)d") % {"number": self.number})

    @property
    def day(self) -> date:
        return self.issued_at.date()


class EditionFile(models.Model):
    """A file of an edition, stored under its SHA-256. Only ever added."""

    edition = models.ForeignKey(PaperEdition, on_delete=models.PROTECT, related_name="files")
    format = models.SlugField(max_length=10)
    stored_as = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "format"], name="an_edition_has_one_file_of_a_format")
        ]

    def __str__(self) -> str:
        return f"{self.edition}.{self.format}"
