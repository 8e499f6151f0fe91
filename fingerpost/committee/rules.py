"""Who may do what with committee papers and their templates, and when. "" for yes, else the reason why not.

`by` is None for the system itself (the demo), which has no role to check.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fingerpost.committee.content import names, references, unknown_placeholders
from fingerpost.committee.models import CommitteePaper, PaperComment, PaperPart, PaperState, PaperTemplate, PartLevel
from fingerpost.people import roles
from fingerpost.people.models import Membership, User

# what happens -> (the states it starts from, the state it leads to). docs/reference/states.md is made from this.
PAPER_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({PaperState.DRAFT}), PaperState.SUBMITTED),
    "send-back": (frozenset({PaperState.SUBMITTED, PaperState.CLEARED}), PaperState.DRAFT),
    "clear": (frozenset({PaperState.SUBMITTED}), PaperState.CLEARED),
    "issue": (frozenset({PaperState.CLEARED}), PaperState.ISSUED),
    "correct": (frozenset({PaperState.ISSUED}), PaperState.DRAFT),
}
WITH_REASON = {"send-back", "correct"}


def why_not_write(by: User | None) -> str:
    """Make and change papers and templates."""
    return "" if by is None else roles.why_not(by, "committee.write")


def writes(user: User) -> bool:
    return roles.may(user, "committee.write")


def is_member(user: User, paper: CommitteePaper) -> bool:
    return user.is_active and Membership.objects.filter(group=paper.group_id, user=user).exists()


def reads_working_text(user: User, paper: CommitteePaper) -> bool:
    """See the text that is not issued yet: who writes papers, and the members of the group that it goes to."""
    return writes(user) or is_member(user, paper)


def why_not_edit(by: User | None, paper: CommitteePaper) -> str:
    if refusal := why_not_write(by):
        return refusal
    if paper.state == PaperState.DRAFT:
        return ""
    if paper.is_issued:
        return _("The paper is issued and stays as it is. Begin a correction to make another edition.")
    return _("The paper is %(state)s. Send it back to change its text.") % {"state": paper.get_state_display().lower()}


def why_not_clear(by: User | None, paper: CommitteePaper) -> str:
    """Clear a paper and send it back: who writes papers, and the chair of the group."""
    if not (refusal := why_not_write(by)) or by is None:
        return ""
    chair = Membership.objects.filter(group=paper.group_id, user=by, position=Membership.Position.CHAIR)
    return "" if by.is_active and chair.exists() else refusal


def why_not_step(by: User | None, paper: CommitteePaper, step: str) -> str:
    """Whether this person may take the step, and whether the paper is where it begins."""
    may = why_not_clear if step in {"clear", "send-back"} else lambda by, _paper: why_not_write(by)
    if refusal := may(by, paper):
        return refusal
    if paper.state in PAPER_TRANSITIONS[step][0]:
        return ""
    words = {
        "submit": _("Only a draft can be submitted."),
        "send-back": _("Only a paper that is submitted or cleared can be sent back."),
        "clear": _("Only a paper that is submitted can be cleared."),
        "issue": _("Only a paper that is cleared can be issued."),
        "correct": _("Only a paper that is issued can be corrected. Change the draft instead."),
    }
    return words[step]


def why_not_ready(paper: CommitteePaper, parts: Sequence[PaperPart]) -> str:
    """What a paper lacks before it can be submitted."""
    if not paper.meeting_on or not paper.by_whom:
        return _("Say on which day the group meets and who reports, before the paper is submitted.")
    if not any(part.level == PartLevel.PARAGRAPH for part in parts):
        return _("The paper has no paragraphs yet.")
    return next(filter(None, (why_not_references(part.text, paper, parts) for part in parts)), "")


def why_not_delete(by: User | None, paper: CommitteePaper) -> str:
    """A draft that never went out."""
    if refusal := why_not_edit(by, paper):
        return refusal
    if paper.editions.exists():
        return _("An edition of the paper went out, so the paper stays.")
    return ""


def why_not_delete_template(by: User | None, template: PaperTemplate) -> str:
    if refusal := why_not_write(by):
        return refusal
    if template.papers.exists():
        return _("Papers were made from this template, so it stays.")
    if not PaperTemplate.objects.exclude(pk=template.pk).exists():
        return _("It is the only template. Copy it first.")
    return ""


def why_not_reason(step: str, reason: str) -> str:
    if step not in WITH_REASON or reason.strip():
        return ""
    return _("Give a reason: it is kept and shown beside the change.")


def why_not_text(text: str, paper: CommitteePaper, parts: Sequence[PaperPart]) -> str:
    """What a part would say: something, on one line, that names only what is there."""
    if not text.strip():
        return _("Write the text, or remove the paragraph.")
    return why_not_references(text, paper, parts)


def why_not_references(text: str, paper: CommitteePaper, parts: Sequence[PaperPart]) -> str:
    known = names([part.as_part() for part in parts], paper.numbering, paper.appendices)
    lost = [ref for ref in references(text) if ref not in known]
    if not lost:
        return ""
    return _("[[%(ref)s]] names nothing in this paper. The references that you can use are listed below the text.") % {
        "ref": lost[0]
    }


def why_not_remove(part: PaperPart, parts: Sequence[PaperPart]) -> str:
    """What another part names stays, and so does a heading with something under it."""
    naming = [one for one in parts if one.ref != part.ref and part.ref in references(one.text)]
    if naming:
        return _("“%(text)s” names it. Change that text first.") % {"text": naming[0]}
    at = next(place for place, one in enumerate(parts) if one.ref == part.ref)
    following = parts[at + 1].level if at + 1 < len(parts) else PartLevel.SECTION
    under = {
        PartLevel.SECTION: {PartLevel.PARAGRAPH, PartLevel.IMPLICATION},
        PartLevel.IMPLICATION: {PartLevel.PARAGRAPH},
        PartLevel.PARAGRAPH: set(),
    }[PartLevel(part.level)]
    if following in under:
        return _("Something stands under this heading. Move or remove it first.")
    return ""


def why_not_move(part: PaperPart, parts: Sequence[PaperPart], down: bool) -> str:
    """The first part is always a section, and a lettered implication stays under one."""
    at = next(place for place, one in enumerate(parts) if one.ref == part.ref)
    to = at + (1 if down else -1)
    if not 0 <= to < len(parts):
        return _("It is the last.") if down else _("It is the first.")
    first = parts[1] if 0 in (at, to) else parts[0]
    if first.level != PartLevel.SECTION:
        return _("The first thing in a paper is the heading of a section.")
    return ""


def why_not_appendices(paper: CommitteePaper, kinds: Sequence[str], parts: Sequence[PaperPart]) -> str:
    """An appendix that a paragraph names stays."""
    gone = {f"appendix-{kind}" for kind in paper.appendices if kind not in kinds}
    for part in parts:
        if lost := gone & set(references(part.text)):
            return _("“%(text)s” names [[%(ref)s]]. Change that text first.") % {"text": part, "ref": min(lost)}
    return ""


def why_not_comment(by: User, paper: CommitteePaper) -> str:
    if not reads_working_text(by, paper):
        return _("Comments are for the members of the group and those who write papers.")
    return _("The paper is issued. Comments are for drafts.") if paper.is_issued else ""


def why_not_resolve(by: User, comment: PaperComment) -> str:
    """Who writes papers, and whoever made the comment."""
    if comment.resolved_at:
        return _("This comment is resolved already.")
    return "" if comment.by_id == by.pk else why_not_write(by)


def why_not_wording(*wordings: str) -> str:
    """Placeholders of a template are those that a paper can fill in."""
    unknown = [name for wording in wordings for name in unknown_placeholders(wording)]
    if not unknown:
        return ""
    return _("{%(name)s} is no placeholder. Use those that are listed.") % {"name": unknown[0]}
