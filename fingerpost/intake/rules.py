"""Who may import, and when. Each rule returns the reason why not, "" for yes; `by` None is the system itself."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from fingerpost.intake.models import Import
from fingerpost.people import roles
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.reporting.queries import lock_over
from fingerpost.reporting.rules import why_not_import_into

# what happens -> (the states it starts from, the state it leads to). docs/reference/states.md is made from this.
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "apply": (frozenset({Import.State.READ, Import.State.APPLIED}), Import.State.APPLIED),
    "abandon": (frozenset({Import.State.READ}), Import.State.ABANDONED),
}


def why_not_import(by: User | None) -> str:
    return "" if by is None else roles.why_not(by, "intake.import")


def why_not_apply(by: User | None, source: Import, plan: Plan | None) -> str:
    """Apply an import to a plan, or to a new one. It may be applied again, to the same plan, for what was left out."""
    if refusal := why_not_import(by):
        return refusal
    if source.state not in TRANSITIONS["apply"][0]:
        return _("The import of “%(file)s” was abandoned. Upload the file again.") % {"file": source}
    if source.plan_id and (plan is None or plan.pk != source.plan_id):
        return _("“%(file)s” was applied to “%(plan)s”. Upload it again to apply it to another plan.") % {
            "file": source,
            "plan": source.plan,
        }
    return ""


def why_not_day(plan: Plan | None, as_at: date) -> str:
    """What a file says as at a day of an approved period does not go in, not even in part."""
    return why_not_import_into(lock_over(plan, as_at)) if plan else ""


def why_not_abandon(by: User | None, source: Import) -> str:
    if refusal := why_not_import(by):
        return refusal
    if source.state not in TRANSITIONS["abandon"][0]:
        return _("Only an import that was read and not applied can be abandoned.")
    return ""
