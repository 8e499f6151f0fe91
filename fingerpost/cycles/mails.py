"""The mails of a reporting cycle, as plain text: one digest a person, with a section for each request it is about.

A link is never written here: the text has a place for it, "{link1}", which the outbox fills when it hands the mail
over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core.words import day_words
from fingerpost.cycles.links import PURPOSE
from fingerpost.cycles.models import Item, Recipient, Request
from fingerpost.follow_ups.models import FollowUp
from fingerpost.mail.services import NewMail
from fingerpost.people.models import User

NEW, AGAIN, ESCALATED, FOLLOW_UPS = "request", "reminder", "escalation", "follow-up"  # kinds of mail


@dataclass(slots=True)
class Section:
    """One request in a digest: as whom its reader hears of it, and what waits. `is_new`: nothing was sent before."""

    request: Request
    recipient: Recipient
    is_new: bool = False
    items: list[Item] = field(default_factory=list)

    @property
    def may_answer(self) -> bool:
        return self.recipient in {Recipient.LEAD, Recipient.DEPUTY}

    @property
    def kind(self) -> str:
        return ESCALATED if self.recipient != Recipient.LEAD else NEW if self.is_new else AGAIN


@dataclass(slots=True)
class Digest:
    """All that one person is to hear today. `sections` by request: each is told once, in the nearest role."""

    person: User
    sections: dict[int, Section] = field(default_factory=dict)
    follow_ups: list[FollowUp] = field(default_factory=list)

    def add(self, section: Section) -> None:
        ranks = list(Recipient)
        had = self.sections.get(section.request.pk)
        if had is None or ranks.index(section.recipient) < ranks.index(had.recipient):
            self.sections[section.request.pk] = section

    @property
    def in_order(self) -> list[Section]:
        """One's own first, then by due date."""
        ranks = list(Recipient)
        return sorted(
            (section for section in self.sections.values() if section.items),
            key=lambda one: (ranks.index(one.recipient), one.request.due_on, str(one.request.person), one.request.pk),
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every digest of a day has in common."""

    now: datetime
    today: date
    sign_in_required: bool
    contacts: Sequence[User]


def mail_of(digest: Digest, around: Surroundings) -> NewMail | None:
    """The mail; None where there is nothing to say."""
    sections = digest.in_order
    if not sections and not digest.follow_ups:
        return None
    links, parts = {}, [_("Hello %(name)s,") % {"name": digest.person.name}]
    for place, section in enumerate(sections, 1):
        name = f"link{place}"
        if section.may_answer:
            links[name] = f"{PURPOSE}:{section.request.key}"
        parts.append("\n".join(section_lines(section, f"{{{name}}}", around)))
    if digest.follow_ups:
        parts.append("\n".join(follow_up_lines(digest.follow_ups)))
    parts.append("\n".join(closing_lines(sections, around)))
    return NewMail(
        key=key_of(digest, sections, around.now),
        kind=kind_of(sections),
        subject=subject_of(digest, sections, around.today),
        text="\n\n".join(parts) + "\n",
        person=digest.person,
        links=links,
    )


def key_of(digest: Digest, sections: Sequence[Section], now: datetime) -> str:
    """The same for the same digest of a minute, so that it cannot be queued twice."""
    about = [f"{one.request.key}:{one.recipient}:{one.is_new}:{','.join(i.key for i in one.items)}" for one in sections]
    about += [follow_up.key for follow_up in digest.follow_ups]
    said = sha256("|".join(about).encode()).hexdigest()[:32]
    return f"cycles:{digest.person.slug}:{now:%Y-%m-%dT%H:%M}:{said}"


def kind_of(sections: Sequence[Section]) -> str:
    """What weighs most: a new request, a reminder, an escalation."""
    kinds = {section.kind for section in sections}
    return next((kind for kind in (NEW, AGAIN, ESCALATED) if kind in kinds), FOLLOW_UPS)


def subject_of(digest: Digest, sections: Sequence[Section], today: date) -> str:
    """One's own first: what is overdue, what is due next; then whom one hears of; then follow-ups."""
    own = [section for section in sections if section.recipient == Recipient.LEAD]
    if own:
        return own_subject(own, today)
    if sections:
        people = {section.request.person_id for section in sections}
        first = sections[0].request
        if len(sections) == 1:
            words = {"name": first.person.name, "plan": first.cycle.plan.title, "period": first.cycle.of.label}
            return _("%(name)s has not answered: %(plan)s, %(period)s") % words
        count = len(people)
        return ngettext("%(n)d person has not answered", "%(n)d people have not answered", count) % {"n": count}
    count = len(digest.follow_ups)
    return ngettext("%(n)d follow-up of yours is overdue", "%(n)d follow-ups of yours are overdue", count) % {
        "n": count
    }


def own_subject(own: Sequence[Section], today: date) -> str:
    count, first = sum(len(section.items) for section in own), own[0].request
    words = {"n": count, "day": day_words(first.due_on), "about": about(own)}
    if any(section.request.due_on < today for section in own):
        return ngettext("Overdue: %(n)d update, %(about)s", "Overdue: %(n)d updates, %(about)s", count) % words
    return ngettext("%(n)d update by %(day)s: %(about)s", "%(n)d updates by %(day)s: %(about)s", count) % words


def about(sections: Sequence[Section]) -> str:
    """The plan and period, or how many plans."""
    cycle = sections[0].request.cycle
    if len(sections) == 1:
        return f"{cycle.plan.title}, {cycle.of.label}"
    return ngettext("%(n)d plan", "%(n)d plans", len(sections)) % {"n": len(sections)}


def section_lines(section: Section, link: str, around: Surroundings) -> Iterator[str]:
    cycle = section.request.cycle
    yield _("%(plan)s, %(period)s") % {"plan": cycle.plan.title, "period": cycle.of.label}
    yield ""
    yield opening_line(section, around.today)
    for item in section.items:
        yield item_line(item)
    yield ""
    match section.recipient:
        case Recipient.LEAD:
            yield answer_words(around)
            yield link
        case Recipient.DEPUTY:
            yield _("You are their deputy, so you may answer for them. %(how)s") % {"how": answer_words(around)}
            yield link
        case Recipient.LINE:
            yield _("You are their line manager. Please see that they answer, or that somebody answers for them.")
        case Recipient.CHAIR:
            yield _("You chair %(group)s, which owns this plan. Who has answered:") % {"group": cycle.plan.owner.name}
            yield settings.SITE + reverse("cycles:cycle", args=[cycle.plan.slug, cycle.period])


def opening_line(section: Section, today: date) -> str:
    """What is asked, of whom, by when; or what is overdue."""
    request, count = section.request, len(section.items)
    words = {"n": count, "day": day_words(request.due_on), "name": request.person.name}
    is_past = request.due_on < today
    if section.recipient != Recipient.LEAD:
        if is_past:
            text = ngettext(
                "%(name)s has not answered. %(n)d update was due on %(day)s:",
                "%(name)s has not answered. %(n)d updates were due on %(day)s:",
                count,
            )
        else:
            text = ngettext(
                "%(name)s has not answered yet. %(n)d update is due by %(day)s:",
                "%(name)s has not answered yet. %(n)d updates are due by %(day)s:",
                count,
            )
    elif request.delegate_id:
        text = delegate_words(count, is_past=is_past)
    elif is_past:
        text = ngettext(
            "%(n)d update was due on %(day)s and is still missing:",
            "%(n)d updates were due on %(day)s and are still missing:",
            count,
        )
    elif section.is_new:
        text = ngettext("Please give %(n)d update by %(day)s:", "Please give %(n)d updates by %(day)s:", count)
    else:
        text = ngettext(
            "A reminder: %(n)d update is due by %(day)s:", "A reminder: %(n)d updates are due by %(day)s:", count
        )
    return text % words


def delegate_words(count: int, *, is_past: bool) -> str:
    if is_past:
        return ngettext(
            "You answer for %(name)s. %(n)d update was due on %(day)s and is still missing:",
            "You answer for %(name)s. %(n)d updates were due on %(day)s and are still missing:",
            count,
        )
    return ngettext(
        "You answer for %(name)s. %(n)d update is due by %(day)s:",
        "You answer for %(name)s. %(n)d updates are due by %(day)s:",
        count,
    )


def item_line(item: Item) -> str:
    """ "- Train 75 staff (due 30 September 2009)"."""
    return bullet(str(item), item.milestone.due if item.milestone else None)


def bullet(title: str, due: date | None) -> str:
    """One line, whatever the title holds."""
    words = {"title": " ".join(title.split()), "day": day_words(due)}
    return _("- %(title)s (due %(day)s)") % words if due else _("- %(title)s") % words


def answer_words(around: Surroundings) -> str:
    if around.sign_in_required:
        return _("Answer here, after signing in:")
    return _("Answer here; you need no password:")


def follow_up_lines(follow_ups: Sequence[FollowUp]) -> Iterator[str]:
    count = len(follow_ups)
    yield ngettext("%(n)d follow-up of yours is overdue:", "%(n)d follow-ups of yours are overdue:", count) % {
        "n": count
    }
    for row in follow_ups:
        yield bullet(row.text, row.due)
    yield ""
    yield _("Say how it goes:")
    yield settings.SITE + reverse("follow_ups:mine")


def closing_lines(sections: Sequence[Section], around: Surroundings) -> Iterator[str]:
    """What to do where something is wrong, and whom to ask."""
    if any(section.recipient == Recipient.LEAD for section in sections):
        yield _("If something is not yours any more, say so on that page, and who has it now.")
    if any(section.may_answer for section in sections) and not around.sign_in_required:
        yield _("The link is for you alone. Please do not pass it on.")
    if around.contacts:
        names = [f"{one.name} ({one.email})" for one in around.contacts]
        yield _("Questions? Ask %(names)s.") % {"names": _(" or ").join(names)}
    yield ""
    yield str(settings.PARTNERSHIP_NAME)
