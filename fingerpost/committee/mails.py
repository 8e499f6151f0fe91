"""Who is told of a step of a paper. The mail names the paper and links to it; what the paper says stays inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.committee.models import CommitteePaper
from fingerpost.mail.services import NewMail
from fingerpost.people import roles
from fingerpost.people.models import Membership, User

KIND = "committee-paper"


def clearing(paper: CommitteePaper) -> list[User]:
    """The chair of its group; where it has none who signs in, whoever writes papers."""
    chairs = Membership.objects.filter(group=paper.group_id, position=Membership.Position.CHAIR, user__is_active=True)
    found = [row.user for row in chairs.select_related("user").order_by("user__name") if row.user and row.user.email]
    allowed, _words = roles.PERMISSIONS["committee.write"]
    return found or list(User.objects.filter(role__in=allowed, is_active=True).order_by("name"))


def writing(paper: CommitteePaper) -> list[User]:
    return [paper.made_by] if paper.made_by and paper.made_by.is_active else []


# step -> (whom it is told, the subject of the mail)
TOLD: dict[str, tuple[Callable[[CommitteePaper], list[User]], Promise | str]] = {
    "submit": (clearing, gettext_lazy("To be cleared: %(paper)s")),
    "send-back": (writing, gettext_lazy("Sent back: %(paper)s")),
    "clear": (writing, gettext_lazy("Cleared: %(paper)s")),
}


def of_step(paper: CommitteePaper, step: str, *, by: User | None, reason: str) -> Iterator[NewMail]:
    """One for each person but whoever took the step."""
    if step not in TOLD:
        return
    people, subject = TOLD[step]
    moment = timezone.now().isoformat()
    for person in people(paper):
        if by is not None and person.pk == by.pk:
            continue
        words = {
            "person": person,
            "paper": paper,
            "step": step,
            "reason": reason,
            "by_name": by.name if by else settings.PARTNERSHIP_NAME,
            "address": settings.SITE + reverse("committee:paper", args=[paper.plan.slug, paper.key]),
            "partnership_name": settings.PARTNERSHIP_NAME,
        }
        named = _("an exempt paper") if paper.exempt else paper.subject
        yield NewMail(
            key=f"committee:{paper.key}:{step}:{person.pk}:{moment}",
            kind=KIND,
            subject=str(subject) % {"paper": named},
            text=render_to_string("committee/mail/step.txt", words),
            person=person,
        )
