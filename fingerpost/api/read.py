"""The addresses of the read API. Descriptions here are the documentation: the schema and its page are made of them.

Annotations are read while the program runs, so they are not put off here.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from ninja.pagination import PaginationBase, paginate

from fingerpost.api import finding
from fingerpost.api.door import problem
from fingerpost.api.finding import NotThere
from fingerpost.api.shapes import (
    Band,
    MilestoneRow,
    MilestoneStanding,
    PlaceKind,
    PlanRow,
    Problem,
    PublicationRow,
    Slice,
    Status,
    ValueRow,
    row_of,
)
from fingerpost.public.content import (
    ActionFacts,
    Change,
    GroupFacts,
    IndicatorFacts,
    Locality,
    OutcomeFacts,
    Snapshot,
)

api = NinjaAPI(
    title="Fingerpost read API",
    version="1.0",
    description="What a partnership published of its plans: outcomes, key actions, milestones and indicators.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
FAULTS = {404: Problem, 410: Problem, 422: Problem}
Plan = Annotated[str, Path(description="the plan as in addresses, such as smarter-plan-2009-10", max_length=80)]
At = Annotated[str, Path(description="2009-10-q2, 2009-10-h1, 2009-10 or latest", max_length=20)]
Slug = Annotated[str, Path(description="the item as in addresses", max_length=80)]
Version = Annotated[int | None, Query(ge=1, le=32_767, description="an earlier version; the one in force unless given")]
Facts = TypeVar("Facts")
PERIOD = r"^(\d{4}(-\d{2})?(-(q[1-4]|h[12]|m([1-9]|1[0-2])))?)?$"
PLAINER = {"string_pattern_mismatch": "write a period like 2009-10-q2, 2009-10-h1 or 2009-10"}
HERE = "/plans/{plan}/{period}"


class Sliced(PaginationBase):
    """Rows of a list, with how many there are in all."""

    Input = Slice  # type: ignore[assignment]  # it is told to subclass one that is not named there

    def paginate_queryset(self, queryset: Any, pagination: Any, request: HttpRequest, **_asked: Any) -> dict[str, Any]:
        rows = list(queryset)
        return {"items": rows[pagination.offset : pagination.offset + pagination.limit], "count": len(rows)}


@api.exception_handler(NotThere)
def not_there(_request: HttpRequest, fault: NotThere) -> HttpResponse:
    return problem(fault.status, fault.detail)


@api.exception_handler(ValidationError)
def wrongly_asked(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return problem(422, "; ".join(f"{one['loc'][-1]}: {PLAINER.get(one['type'], one['msg'])}" for one in fault.errors))


@api.get(
    "/plans",
    response={200: list[PlanRow], 422: Problem},
    summary="Plans of which something is public",
    tags=["Publications"],
)
@paginate(Sliced)
def plans(request: HttpRequest) -> list[PlanRow]:
    return finding.plans()


@api.get(
    "/publications",
    response={200: list[PublicationRow], 422: Problem},
    summary="What was given out",
    tags=["Publications"],
)
@paginate(Sliced)
def publications(
    request: HttpRequest,
    plan: Annotated[str, Query(max_length=80)] = "",
    period: Annotated[str, Query(pattern=PERIOD, description="such as 2009-10-q2")] = "",
    state: Literal["", "public", "superseded", "withdrawn"] = "",
) -> list[PublicationRow]:
    """Every version, the latest period first. Withdrawn ones say why."""
    return finding.publications(plan, period, state)


@api.get(HERE, response={200: Snapshot, **FAULTS}, summary="A publication, whole", tags=["Publications"])
def whole(request: HttpRequest, plan: Plan, period: At, version: Version = None) -> HttpResponse:
    """Byte for byte what its SHA-256 is of."""
    row = finding.publication(plan, period, version)
    return HttpResponse(row.snapshot, content_type="application/json")


@api.get(f"{HERE}/outcomes", response={200: list[OutcomeFacts], **FAULTS}, summary="Outcomes", tags=["Plan"])
@paginate(Sliced)
def outcomes(
    request: HttpRequest, plan: Plan, period: At, version: Version = None, band: Band | None = None
) -> list[OutcomeFacts]:
    """In the order of the plan. `band`: how progress compares with the time gone by."""
    return [one for one in finding.snapshot(plan, period, version).outcomes if band in {None, one.standing.band.code}]


@api.get(f"{HERE}/outcomes/{{slug}}", response={200: OutcomeFacts, **FAULTS}, summary="One outcome", tags=["Plan"])
def outcome(request: HttpRequest, plan: Plan, period: At, slug: Slug, version: Version = None) -> OutcomeFacts:
    return one_of(finding.snapshot(plan, period, version).outcome, slug)


@api.get(f"{HERE}/actions", response={200: list[ActionFacts], **FAULTS}, summary="Key actions", tags=["Plan"])
@paginate(Sliced)
def actions(
    request: HttpRequest,
    *,
    plan: Plan,
    period: At,
    version: Version = None,
    outcome: Annotated[str | None, Query(max_length=80)] = None,
    band: Band | None = None,
) -> list[ActionFacts]:
    """With their milestones. `outcome`: those that count towards it."""
    found = finding.snapshot(plan, period, version).actions
    return [
        one for one in found if band in {None, one.standing.band.code} and (outcome is None or outcome in one.outcomes)
    ]


@api.get(f"{HERE}/actions/{{slug}}", response={200: ActionFacts, **FAULTS}, summary="One key action", tags=["Plan"])
def action(request: HttpRequest, plan: Plan, period: At, slug: Slug, version: Version = None) -> ActionFacts:
    return one_of(finding.snapshot(plan, period, version).action, slug)


@api.get(f"{HERE}/milestones", response={200: list[MilestoneRow], **FAULTS}, summary="Milestones", tags=["Plan"])
@paginate(Sliced)
def milestones(
    request: HttpRequest,
    *,
    plan: Plan,
    period: At,
    version: Version = None,
    action: Annotated[str | None, Query(max_length=80)] = None,
    standing: MilestoneStanding | None = None,
    overdue: bool | None = None,
) -> list[MilestoneRow]:
    return [
        row_of(MilestoneRow, one, action=of.slug)
        for of in finding.snapshot(plan, period, version).actions
        for one in of.milestones
        if action in {None, of.slug} and standing in {None, one.standing.code} and overdue in {None, one.overdue}
    ]


@api.get(f"{HERE}/indicators", response={200: list[IndicatorFacts], **FAULTS}, summary="Indicators", tags=["Plan"])
@paginate(Sliced)
def indicators(
    request: HttpRequest,
    *,
    plan: Plan,
    period: At,
    version: Version = None,
    outcome: Annotated[str | None, Query(max_length=80)] = None,
    status: Status | None = None,
) -> list[IndicatorFacts]:
    """With every figure and target of theirs."""
    found = finding.snapshot(plan, period, version).indicators
    return [one for one in found if status in {None, one.status.code} and outcome in {None, one.outcome}]


@api.get(
    f"{HERE}/indicators/{{slug}}", response={200: IndicatorFacts, **FAULTS}, summary="One indicator", tags=["Plan"]
)
def indicator(request: HttpRequest, plan: Plan, period: At, slug: Slug, version: Version = None) -> IndicatorFacts:
    return one_of(finding.snapshot(plan, period, version).indicator, slug)


@api.get(f"{HERE}/values", response={200: list[ValueRow], **FAULTS}, summary="Figures of indicators", tags=["Plan"])
@paginate(Sliced)
def values(
    request: HttpRequest,
    *,
    plan: Plan,
    period: At,
    version: Version = None,
    indicator: Annotated[str | None, Query(max_length=80)] = None,
    kind: Annotated[PlaceKind | None, Query(description="the whole, areas, categories or benchmarks")] = None,
) -> list[ValueRow]:
    """`value` is exact, null where there is no figure: `words` and `state` then say why. Small numbers are withheld."""
    return [
        row_of(ValueRow, one, indicator=of.slug)
        for of in finding.snapshot(plan, period, version).indicators
        for one in of.values
        if indicator in {None, of.slug} and kind in {None, one.kind}
    ]


@api.get(f"{HERE}/changes", response={200: list[Change], **FAULTS}, summary="What changed", tags=["Plan"])
@paginate(Sliced)
def changes(request: HttpRequest, plan: Plan, period: At, version: Version = None) -> Iterable[Change]:
    """Since the period that was published before."""
    return finding.snapshot(plan, period, version).changes


@api.get(f"{HERE}/localities", response={200: list[Locality], **FAULTS}, summary="Locality plans", tags=["Plan"])
@paginate(Sliced)
def localities(request: HttpRequest, plan: Plan, period: At, version: Version = None) -> Iterable[Locality]:
    """The plans of localities that serve it, as they stood."""
    return finding.snapshot(plan, period, version).localities


@api.get(f"{HERE}/groups", response={200: list[GroupFacts], **FAULTS}, summary="Groups", tags=["Plan"])
@paginate(Sliced)
def groups(request: HttpRequest, plan: Plan, period: At, version: Version = None) -> Iterable[GroupFacts]:
    """Who is responsible, by role and organisation. People are not named."""
    return finding.snapshot(plan, period, version).groups


def one_of(known: dict[str, Facts], slug: str) -> Facts:
    if slug not in known:
        raise NotThere(404, f"There is no “{slug}” in it.")
    return known[slug]
