"""The outbox: each mail, and each attempt to hand it over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fingerpost.people.models import User

# kind -> its words. A kind that is not here is shown as it is.
KINDS = {
    "request": _("Request for an update"),
    "reminder": _("Reminder"),
    "escalation": _("Escalation"),
    "returned": _("Update sent back"),
    "thanks": _("Thanks"),
    "follow-up": _("Follow-up"),
    "committee-paper": _("Committee paper"),
    "test": _("Test"),
}


class Message(models.Model):
    """One mail to one address. `key` makes it one of a kind: a second one with the same key is not queued.

    `text` has places such as "{link}" for what nobody may read here; `links` says what fills them at the moment of
    handing over, {"link": "purpose:reference"}. `message_id` is the header of that name, the same in every attempt.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Bounced")
        IN_DOUBT = "in-doubt", _("In doubt")
        HELD = "held", _("Held")

    slug = models.CharField(max_length=32, unique=True)
    key = models.CharField(max_length=200, unique=True)
    kind = models.SlugField(max_length=40)
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="mails")
    to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    links = models.JSONField(default=dict)
    message_id = models.CharField(max_length=300, unique=True)
    again_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    why = models.TextField(blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-queued_at", "-id"]
        verbose_name = _("mail")
        indexes = [
            models.Index(fields=["-queued_at", "-id"], name="mails_the_latest_first"),
            models.Index(fields=["state", "not_before", "id"], name="mails_that_wait"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "bounced", "in-doubt", "held"]),
                name="state_of_a_mail_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="a_mail_is_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="a_mail_is_being_sent_since_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["bounced", "in-doubt", "held"]) | ~Q(why=""),
                name="a_mail_that_did_not_go_says_why",
            ),
            models.CheckConstraint(condition=Q(state="held") | ~Q(to=""), name="a_mail_without_an_address_is_held"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind_words(self) -> str:
        return str(KINDS.get(self.kind, self.kind.replace("-", " ")))


class Attempt(models.Model):
    """One handing over of a mail. Without an end it is under way, or its worker has gone."""

    class Outcome(models.TextChoices):
        SEND = "send", _("Sent")
        BOUNCE = "bounce", _("Bounced")
        PUT_OFF = "put-off", _("Put off")
        HOLD = "hold", _("Held")
        DOUBT = "doubt", _("In doubt")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome__in=["send", "bounce", "put-off", "hold", "doubt"]),
                name="an_attempt_ends_with_an_outcome",
            ),
            models.UniqueConstraint(fields=["message", "started_at"], name="attempts_of_a_mail_start_one_by_one"),
        ]

    def __str__(self) -> str:
        return f"{self.message}, {self.started_at}"
