"""Follow-ups: what somebody undertook to do, and what was said of it since."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from fingerpost.people.models import User
from fingerpost.plans.models import Action, Milestone, Plan

KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another one


def new_key() -> str:
    """Ten letters and digits that tell nothing of the follow-up, nor of how many there are."""
    return get_random_string(10, KEY_LETTERS)


class State(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Origin(models.TextChoices):
    """What a follow-up came out of."""

    REVIEW = "review", _("Review")
    CHECK = "check", _("Check")
    NON_RESPONSE = "non-response", _("No response")
    MEETING = "meeting", _("Meeting")
    OTHER = "other", _("Other")


class FollowUp(models.Model):
    """A piece of work with an owner and a date.

    `owner_words` says by whom where that is nobody on the list, such as a group; `by_when` says when where there is
    no date. `origin_words` names the finding, the cycle or the meeting. `key_of_origin` is the cause as a program
    names it: the same cause never makes two. `ended_on` is the day on which it was done or dropped.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="follow_ups")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    text = models.CharField(_("what is to be done"), max_length=500)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups")
    owner_words = models.CharField(_("by whom, in words"), max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    by_when = models.CharField(_("by when, in words"), max_length=200, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.OTHER)
    origin_words = models.CharField(_("where it came from"), max_length=500, blank=True)
    key_of_origin = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups")
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups")
    agreed_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_follow_up_says_what_is_to_be_done"),
            models.CheckConstraint(
                condition=Q(action=None) | Q(milestone=None), name="a_follow_up_is_about_one_thing_at_most"
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(owner_words=""), name="a_follow_up_has_an_owner_or_words_for_one"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_follow_up_state_is_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="a_follow_up_origin_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_on=None) | (~Q(state="open") & Q(ended_on__isnull=False)),
                name="a_follow_up_that_ended_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due"], condition=Q(state="open"), name="open_follow_ups_of_an_owner"),
            models.Index(fields=["plan", "agreed_on"], name="follow_ups_of_a_plan"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def by_whom(self) -> str:
        """The owner's name, or the words for one, "" where nobody took it on yet."""
        return self.owner.name if self.owner else self.owner_words

    @property
    def about(self) -> Action | Milestone | None:
        return self.action or self.milestone

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and its day has gone by. On the day itself it is not overdue yet."""
        return self.state == State.OPEN and self.due is not None and self.due < today


class FollowUpNote(models.Model):
    """What was said of a follow-up on a day: progress, or that it ended or was taken up again. Only ever added.

    So what held on a past day can be told: the latest row up to that day which is no progress names the state.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("Progress")
        FINISH = "finish", _("Done")
        DROP = "drop", _("Dropped")
        REOPEN = "reopen", _("Reopened")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PROGRESS)
    on = models.DateField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["follow_up", "on", "id"], name="notes_of_a_follow_up")]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__range=(0, 100)), name="a_follow_up_percent_is_from_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(kind="finish") | ~Q(words="") | Q(kind="progress", percent__isnull=False),
                name="a_note_on_a_follow_up_says_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["progress", "finish", "drop", "reopen"]), name="a_follow_up_note_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.follow_up}"
