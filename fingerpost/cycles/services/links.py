"""Links: minted when a mail is handed over, used, taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.cycles import rules
from fingerpost.cycles.links import PURPOSE, digest_of, new_token
from fingerpost.cycles.models import Link, Request
from fingerpost.cycles.queries import arrangements, asked_of
from fingerpost.mail.models import Message
from fingerpost.mail.services import NewMail, queue
from fingerpost.people.models import User

FIVE_MINUTES = 300


def mint(*, request: Request, person: User) -> str:
    """A whole address that lets `person` in to a request. Where people have to sign in it holds no secret.

    Called by the outbox at the moment of handing over, once for each attempt; the delivery log says when and to whom.
    """
    if arrangements().sign_in_required:
        return settings.SITE + reverse("cycles:mine-answer", args=[request.key])
    token = new_token()
    Link.objects.create(request=request, person=person, digest=digest_of(token))
    return settings.SITE + reverse("cycles:link-answer", args=[token])


def minted(reference: str, message: Message) -> str:
    """The link of a mail, for the outbox. `reference` is the key of a request."""
    request = Request.objects.select_related("cycle", "person").filter(key=reference).first()
    if request is None or message.person is None or not rules.is_asked(message.person, request):
        raise Refused(_("This person is not asked for it any more."))
    return mint(request=request, person=message.person)


@transaction.atomic
def send_fresh_link(*, link: Link) -> None:
    """Mail a fresh link to whom an old one went, for what is asked of that person now; nothing where nothing is.

    No more than one mail in five minutes.
    """
    wanted = [row for row in asked_of(link.person) if rules.takes_links(row) and row.answered < row.expected]
    wanted = [row for row in wanted if row.pk == link.request_id] or wanted[:1]
    for request in wanted:
        queue(link_mail(request, person=link.person))


def link_mail(request: Request, *, person: User) -> NewMail:
    """The mail with a link to one request: to who asked for a fresh one, or who stands in."""
    words = {"person": person, "asked": request, "link_place": "{link}", "partnership_name": settings.PARTNERSHIP_NAME}
    return NewMail(
        key=f"fresh-link:{request.key}:{person.slug}:{int(timezone.now().timestamp()) // FIVE_MINUTES}",
        kind="request",
        subject=_("Your link: %(plan)s, %(period)s") % {"plan": request.cycle.plan, "period": request.cycle.of.label},
        text=render_to_string("cycles/mail/link.txt", words),
        person=person,
        links={"link": f"{PURPOSE}:{request.key}"},
    )


@transaction.atomic
def revoke_links(*, request: Request, by: User | None) -> int:
    """Take back every link of a request. How many there were."""
    refuse_if(rules.why_not_run(by))
    gone = request.links.filter(revoked_at=None).update(revoked_at=timezone.now())
    scope = request.cycle.plan.slug
    audit.record("request.revoke-links", request, by=by, after={"links": gone}, scope=scope)
    return gone


def note_used(link: Link) -> None:
    """A person has done something through a link; the first time is kept."""
    if link.used_at is None:
        Link.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
