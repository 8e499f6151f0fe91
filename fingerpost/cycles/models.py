"""The reporting cycle: how the partnership reports, cycles, whom they ask for what, and what came of it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from fingerpost.core.periods import Period
from fingerpost.follow_ups.models import FollowUp
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Indicator, Milestone, Plan
from fingerpost.reporting.models import ActionUpdate, IndicatorValue, MilestoneUpdate
from fingerpost.reviews.models import ReviewEntry


def opaque_key() -> str:
    """What stands for a row in an address: nothing can be guessed from it."""
    return get_random_string(16)


class Arrangements(models.Model):
    """How the partnership reports: one row, made by a migration. Days are working days."""

    days_to_answer = models.PositiveSmallIntegerField(default=10)
    days_of_grace = models.PositiveSmallIntegerField(default=5)
    days_to_follow_up = models.PositiveSmallIntegerField(default=10)  # for whoever is to get what was not answered
    sign_in_required = models.BooleanField(default=False)  # the mail's link then leads to signing in

    def __str__(self) -> str:
        return str(_("Reporting arrangements"))


class Recipient(models.TextChoices):
    """Whom a reminder goes to, in the order of escalation."""

    LEAD = "lead", _("The lead officer")
    DEPUTY = "deputy", _("The deputy")
    LINE = "line", _("The line manager")
    CHAIR = "chair", _("The chair of the group that owns the plan")


class ReminderStep(models.Model):
    """One step of the schedule: so many working days after the due date (below zero: before it), to whom."""

    days = models.SmallIntegerField()
    recipient = models.CharField(max_length=10, choices=Recipient.choices, default=Recipient.LEAD)

    class Meta:
        ordering = ["days", "id"]
        constraints = [
            models.UniqueConstraint(fields=["days", "recipient"], name="a_reminder_step_stands_once"),
            models.CheckConstraint(condition=Q(recipient__in=Recipient.values), name="a_recipient_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.days:+d} {self.get_recipient_display()}"


class CycleState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    LOCKED = "locked", _("Approved and locked")


class Cycle(models.Model):
    """One round of reporting on a plan for a period.

    `period` is the slug of a core `Period`. Those asked answer from `opens_on` until `due_on`; what comes until
    `grace_until` is late but still taken by the link. What they say is said as at the period's last day.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cycles")
    period = models.CharField(max_length=20)
    starts = models.DateField()
    ends = models.DateField()
    opens_on = models.DateField()
    due_on = models.DateField()
    grace_until = models.DateField()
    state = models.CharField(max_length=10, choices=CycleState.choices, default=CycleState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ends", "plan_id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "period"], name="a_plan_has_one_cycle_for_a_period"),
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="a_cycle_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), due_on__lte=F("grace_until")),
                name="a_cycle_opens_before_it_is_due_and_grace_comes_last",
            ),
            models.CheckConstraint(condition=Q(state__in=CycleState.values), name="a_cycle_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None) | (~Q(state="planned") & Q(opened_at__isnull=False)),
                name="a_cycle_that_is_not_planned_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.of.label}"

    @property
    def of(self) -> Period:
        """The period that the cycle is for."""
        return Period.parse(self.period)

    def reporting_day(self, today: date | None = None) -> date:
        """The day as at which answers hold: the period's last, or today while the period still runs."""
        return min(self.ends, self.plan.ends, today or timezone.localdate())

    @property
    def takes_answers(self) -> bool:
        return self.state == CycleState.OPEN


class Request(models.Model):
    """What one person is asked for in one cycle: one digest, one link, one set of items.

    `due_on` is the person's own: the cycle's, or later where it was extended. `delegate` answers in the person's
    stead in this cycle. `asked_at` is when the cycle opened for them, `told_at` when the mail that says so was queued,
    `opened_at` when one of those asked first did something on the page, `answered_at` when the last item that was
    waiting was answered; it is None again when an item comes back to them.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="requests")
    delegate = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="delegated_requests"
    )
    key = models.CharField(max_length=16, unique=True, default=opaque_key)
    due_on = models.DateField()
    extension_reason = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "person"], name="a_person_is_asked_once_in_a_cycle"),
            models.CheckConstraint(condition=~Q(delegate=F("person")), name="nobody_is_their_own_delegate"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.cycle}"


class ItemState(models.TextChoices):
    ASKED = "asked", _("Waiting for an answer")
    SUBMITTED = "submitted", _("Answered")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")
    HANDED_BACK = "handed-back", _("Not theirs any more")


class Item(models.Model):
    """One milestone, key action or figure of an indicator that somebody is asked for, and how far the answer has come.

    `figure_period` is the slug of the period that a figure is asked for: a quarter's cycle asks for three of a monthly
    indicator. The answer itself is a row of `reporting`, pointed to; it is only ever added. Beside a figure it may tell
    of the work on its indicator: `review` and `next_step` are those of the cycle's own period. `first_submitted_at`
    says whether it was on time, whatever was sent back later. `reason` is that of the last step that has one: why it
    was sent back, or handed back. `suggested` is who has it now, in the words of who handed it back. `missed`: the
    cycle closed while the first answer was still waited for; what changes later does not undo that, only reopening
    does. `proposed_due` is a later due date that the answer asks for: only who may change the plan moves it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="items")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=16, unique=True, default=opaque_key)
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    figure_period = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.ASKED)
    milestone_update = models.ForeignKey(
        MilestoneUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    action_update = models.ForeignKey(
        ActionUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    value = models.ForeignKey(IndicatorValue, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    review = models.ForeignKey(ReviewEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    next_step = models.ForeignKey(FollowUp, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    no_change_reason = models.TextField(blank=True)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    suggested = models.CharField(max_length=200, blank=True)
    missed = models.BooleanField(default=False)
    proposed_due = models.DateField(null=True, blank=True)
    proposed_reason = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["cycle", "state"], name="items_of_a_cycle_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "milestone"], name="a_milestone_is_asked_about_once_in_a_cycle"),
            models.UniqueConstraint(fields=["cycle", "action"], name="an_action_is_asked_about_once_in_a_cycle"),
            models.UniqueConstraint(
                fields=["cycle", "indicator", "figure_period"], name="a_figure_is_asked_for_once_in_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(milestone__isnull=False, action=None, indicator=None)
                | Q(milestone=None, action__isnull=False, indicator=None)
                | Q(milestone=None, action=None, indicator__isnull=False),
                name="an_item_is_about_one_milestone_key_action_or_indicator",
            ),
            models.CheckConstraint(
                condition=Q(indicator=None, figure_period="", value=None)
                | (Q(indicator__isnull=False) & ~Q(figure_period="")),
                name="an_item_asks_for_the_figure_of_a_period_of_its_indicator",
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | Q(review=None, next_step=None),
                name="only_the_answer_for_an_indicator_has_a_review",
            ),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="an_item_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "approved"]) | Q(submitted_at__isnull=False),
                name="an_answered_item_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "handed-back"]) | ~Q(reason=""),
                name="an_item_that_was_sent_back_or_handed_back_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(proposed_due=None) | ~Q(proposed_reason=""), name="a_proposed_due_date_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        if self.indicator:
            return f"{self.indicator}, {self.figure_of.label}"
        return str(self.milestone or self.action)

    @property
    def figure_of(self) -> Period:
        """The period that a figure is asked for; only of an item about an indicator."""
        return Period.parse(self.figure_period)

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in {ItemState.ASKED, ItemState.RETURNED}


class Draft(models.Model):
    """What somebody has begun to say of an item and not sent: the form's fields as they were typed."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="draft")
    said = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Draft: {self.item}"


class Evidence(models.Model):
    """What backs an answer up: a link, or a file that was checked. `name` is what people see."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=16, unique=True, default=opaque_key)
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=1000, blank=True)
    file = models.FileField(upload_to="evidence/%Y", blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="evidence_is_a_link_or_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaskSheet(models.Model):
    """A task sheet that came back, kept as it came: what was sent of it can be traced to the file.

    `stored_as` is its place in the storage, named by its hash. `sent_at` is when answers were last taken from it.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="task_sheets")
    key = models.CharField(max_length=16, unique=True, default=opaque_key)
    name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "sha256"], name="a_task_sheet_is_kept_once_for_a_request"),
        ]

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """A way in without a password, for one person to one request. Only the SHA-256 of its secret is stored."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")  # to whom it was mailed
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Link of {self.person} to {self.request}"


class Chase(models.Model):
    """A reminder or escalation of a request, to whom, or `why_not` where there was nobody to send it to.

    A step of the schedule is taken once for each due date that the request had (an extension makes a new one). `by` is
    who chased by hand: `days` are then the working days that had gone by since the due date.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="chases")
    due_on = models.DateField()
    days = models.SmallIntegerField()
    recipient = models.CharField(max_length=10, choices=Recipient.choices)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why_not = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "due_on", "days", "recipient"],
                condition=Q(by=None),
                name="a_step_is_taken_once_for_a_due_date",
            ),
            models.CheckConstraint(condition=Q(recipient__in=Recipient.values), name="who_was_chased_is_known"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(why_not=""), name="a_step_reaches_somebody_or_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.days:+d}: {self.request}"


class CalendarFeed(models.Model):
    """The secret address of a person's calendars. The signed `key` stands in it; a new key ends the old one.

    The address itself cannot be worked out from the database alone: it takes the installation's secret too.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.CharField(max_length=16, unique=True, default=opaque_key)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{_('Calendar')}: {self.person}"


class FindingAnswer(models.Model):
    """What was said to a finding of the plan checks before a period is approved.

    `fingerprint` is of rule, subject and evidence: a finding whose evidence changes has to be answered anew. `subject`
    and `message` are the finding's own words at the time.
    """

    class What(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        ACCEPTED = "accepted", _("Accepted")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="finding_answers")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=60)
    subject = models.TextField()
    message = models.TextField()
    what = models.CharField(max_length=10, choices=What.choices)
    reason = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "fingerprint"], name="a_finding_is_answered_once_in_a_cycle"),
            models.CheckConstraint(
                condition=Q(what__in=["answered", "accepted"]), name="a_finding_is_met_in_a_known_way"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_finding_is_met_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject}"
