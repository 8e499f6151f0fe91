"""Evidence of an item: shown, added, removed, handed out as a file to be saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core.files import attachment
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.cycles import rules, services
from fingerpost.cycles.handing_forms import EvidenceForm
from fingerpost.cycles.models import Evidence, Item
from fingerpost.cycles.views.entrances import Entrance
from fingerpost.cycles.views.running import visible_cycle
from fingerpost.plans.views.asking import found, get_or_post, posted


def item_of(way: Entrance, key: str) -> Item:
    item = found(lambda: way.asked.items.select_related("milestone", "action", "indicator").get(key=key))
    item.request = way.asked
    return item


def evidence_of(way: Entrance, key: str) -> Evidence:
    rows = Evidence.objects.filter(item__request=way.asked).select_related("item__request", "item__cycle__plan")
    return found(lambda: rows.get(key=key))


@get_or_post
def page(request: HttpRequest, way: Entrance, item: str) -> HttpResponse:
    """What backs one answer up, and the form that adds a link or a file."""
    row = item_of(way, item)
    refuse_if(rules.why_not_answer(way.by, way.asked) or rules.why_not_submit(row))
    form = EvidenceForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_evidence(item=row, by=way.by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "url", refusal.reason)
        else:
            messages.success(request, _("The evidence is kept."))
            return redirect(way.url("evidence", item))
    listed = [(one, *addresses(way, one)) for one in row.evidence.all()]
    context = {"way": way, "item": row, "form": form, "listed": listed, "back": way.url()}
    return render(request, "cycles/evidence.html", context)


def addresses(way: Entrance, evidence: Evidence) -> tuple[str, str]:
    """Where it leads to, and where it is removed."""
    return evidence.url or way.url("file", evidence.key), way.url("remove-evidence", evidence.key)


@require_POST
def remove(request: HttpRequest, way: Entrance, evidence: str) -> HttpResponse:
    row = evidence_of(way, evidence)
    services.remove_evidence(evidence=row, by=way.by)
    messages.success(request, _("The evidence is removed."))
    return redirect(way.url("evidence", row.item.key))


@require_safe
def file(request: HttpRequest, way: Entrance, evidence: str) -> FileResponse:
    """A file of one's own items."""
    return handed_out(evidence_of(way, evidence))


@require_safe
def file_of_cycle(request: HttpRequest, plan: str, period: str, evidence: str) -> FileResponse:
    """A file of any item, for who may follow the cycle."""
    cycle = visible_cycle(request, plan, period)
    return handed_out(found(lambda: Evidence.objects.get(item__cycle=cycle, key=evidence)))


def handed_out(evidence: Evidence) -> FileResponse:
    if not evidence.file:
        raise Http404
    return attachment(str(evidence.file.name), name=evidence.name, content_type=evidence.content_type)
