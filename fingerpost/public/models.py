"""Publications and their files. Plans and people stand here as references alone: public pages never follow them."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Period


class PublicationState(models.TextChoices):
    PREPARED = "prepared", _("Prepared, not public")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    SUPERSEDED = "superseded", _("Superseded by a later version")
    WITHDRAWN = "withdrawn", _("Withdrawn")


GIVEN_OUT = (PublicationState.PUBLIC, PublicationState.SUPERSEDED, PublicationState.WITHDRAWN)


class Publication(models.Model):
    """One version of a plan for a period as published. What it says is `snapshot`, the text of a `content.Snapshot`.

    `plan_slug` is the plan's part of the address, which stays whatever the plan is called later. `notice` says what a
    later version corrects. A scheduled one is built anew when it becomes public at `at`; `delay_reason` says why that
    could not be.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="publications")
    plan_slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    period = models.CharField(max_length=20)
    ends = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=PublicationState.choices, default=PublicationState.PREPARED)
    notice = models.TextField(blank=True)
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)
    built_at = models.DateTimeField()
    at = models.DateTimeField(null=True, blank=True)
    delay_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdraw_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-ends", "-published_at", "-id"]
        indexes = [models.Index(fields=["plan_slug", "-ends"], name="publications_of_a_plan")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_slug", "period", "version"], name="a_version_of_a_publication_stands_once"
            ),
            models.UniqueConstraint(
                fields=["plan_slug", "period"], condition=Q(state="public"), name="one_version_is_public"
            ),
            models.UniqueConstraint(
                fields=["plan_slug", "period"],
                condition=Q(state__in=["prepared", "scheduled"]),
                name="one_version_is_in_the_making",
            ),
            models.CheckConstraint(condition=Q(state__in=PublicationState.values), name="a_publication_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "scheduled"], published_at=None)
                | Q(state__in=["public", "superseded", "withdrawn"], published_at__isnull=False),
                name="what_was_made_public_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(at__isnull=False), name="what_is_scheduled_says_for_when"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | Q(state="prepared") | ~Q(notice=""), name="a_later_version_says_what_changed"
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdraw_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdraw_reason=""),
                name="what_was_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.of.label}, version {self.version}"

    @property
    def of(self) -> Period:
        return Period.parse(self.period)

    @property
    def place(self) -> str:
        """Its address below /public/, that of the latest version."""
        return f"{period_place(self.of)}{self.plan_slug}/"

    @property
    def address(self) -> str:
        """Where this very version is read."""
        return f"{self.place}version-{self.version}/" if self.state == PublicationState.SUPERSEDED else self.place


def period_place(period: Period) -> str:
    """ "2009-10/q2/": the address of a period below /public/; a year is "2009-10/year/"."""
    part = "year" if period.kind == "year" else f"{period.kind[0]}{period.number}"
    return f"{period.slug_of_year}/{part}/"


class PublicationFile(models.Model):
    """A file of a publication, kept under a name made of its hash."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=120)
    stored_as = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "name"], name="a_file_stands_in_a_publication_once")
        ]

    def __str__(self) -> str:
        return self.name


class LetterKind(models.TextChoices):
    RATING = "rating", _("Comment on a page")
    REQUEST = "request", _("Request for another language or format")


def letter_key() -> str:
    """What stands for a letter in an address."""
    return get_random_string(16)


class Letter(models.Model):
    """What somebody of the public wrote. `page` is the address that it is about; `reach` where an answer is to go,
    which is taken away once it was answered. A comment and its answer are shown to all where a coordinator says so."""

    key = models.CharField(max_length=16, unique=True, default=letter_key)
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    page = models.CharField(max_length=300, blank=True)
    useful = models.BooleanField(null=True)
    text = models.TextField(blank=True)
    reach = models.TextField(blank=True)
    received_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_shown = models.BooleanField(default=False)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="a_kind_of_letter_is_known"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer="") & Q(reach=""),
                name="what_is_answered_has_an_answer_and_no_address",
            ),
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(kind="rating") & ~Q(answer=""), name="only_answered_comments_are_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.received_at:%Y-%m-%d}"


class NewsState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLIC = "public", _("Public")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NewsItem(models.Model):
    """Something that the partnership tells everybody, such as a press release. It is seen from `published_at` on, which
    may be still to come; `notice` says what a correction changed. `text` is paragraphs with an empty line between."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300)
    text = models.TextField(_("text"))
    state = models.CharField(max_length=10, choices=NewsState.choices, default=NewsState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    notice = models.TextField(blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = _("news item")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NewsState.values), name="a_state_of_news_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | ~Q(state="draft") & Q(published_at__isnull=False),
                name="news_that_is_out_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdraw_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdraw_reason=""),
                name="news_that_was_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """Its address below /public/."""
        return f"news/{self.slug}/"

    @property
    def sha256(self) -> str:
        """Of all that its page shows."""
        told = (self.title, self.summary, self.text, self.state, self.published_at, self.notice, self.withdraw_reason)
        return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()
