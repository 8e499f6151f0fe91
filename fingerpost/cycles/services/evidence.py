"""What backs an answer up: links, and files that were checked, until the answer is approved."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from fingerpost.core import audit, files
from fingerpost.core.refusals import refuse_if
from fingerpost.core.uploads import check_upload
from fingerpost.cycles import rules
from fingerpost.cycles.models import Evidence, Item
from fingerpost.cycles.services.handing import locked_item
from fingerpost.cycles.services.marking import note_opened
from fingerpost.people.models import User


@transaction.atomic
def add_evidence(*, item: Item, by: User, name: str = "", url: str = "", file: File[Any] | None = None) -> Evidence:
    """Keep a link or a file, one of the two. What a file is, is decided by what is in it; too much is refused."""
    request, item = locked_item(item)
    refuse_if(rules.why_not_answer(by, request) or rules.why_not_evidence(item, url=url, has_file=file is not None))
    kept = Evidence(item=item, name=name.strip() or url[:200], url=url, by=by)
    if file is not None:
        checked = check_upload(file)
        stored_as = f"evidence/{checked.sha256[:2]}/{checked.sha256}"
        files.keep(stored_as, checked.content)
        kept.name, kept.file.name = name.strip() or checked.name[-200:], stored_as
        kept.content_type, kept.size, kept.sha256 = checked.content_type, checked.size, checked.sha256
    kept.save(force_insert=True)
    event(kept, "add", by)
    note_opened(request, by)
    return kept


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take a link or file away. The file itself goes with the last evidence that has it."""
    request, item = locked_item(evidence.item)
    refuse_if(rules.why_not_answer(by, request) or rules.why_not_submit(item))
    stored_as = evidence.file.name
    event(evidence, "remove", by)
    evidence.delete()
    if stored_as and not Evidence.objects.filter(file=stored_as).exists():
        transaction.on_commit(lambda: default_storage.delete(stored_as))


def event(evidence: Evidence, verb: str, by: User) -> None:
    said = {"evidence": evidence.name, "url": evidence.url, "sha256": evidence.sha256}
    said = {name: value for name, value in said.items() if value}
    audit.record(
        f"item.{verb}-evidence",
        evidence.item,
        by=by,
        before=said if verb == "remove" else None,
        after=said if verb == "add" else None,
        scope=evidence.item.cycle.plan.slug,
    )
