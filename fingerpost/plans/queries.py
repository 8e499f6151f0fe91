"""What pages and papers read of a plan's structure. Progress is not known here: `reporting` adds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Length

from fingerpost.core.slugs import free_slug
from fingerpost.people.models import Area, Group, User
from fingerpost.people.roles import may
from fingerpost.plans.models import (
    Action,
    ActionOutcome,
    Category,
    Indicator,
    Milestone,
    MilestoneState,
    Outcome,
    Plan,
    Theme,
)
from fingerpost.plans.structure import ActionNode, OutcomeNode, Structure, ThemeNode


def plans_visible_to(user: User | None) -> QuerySet[Plan]:
    """The plans that a person may see: drafts only with `plans.view_drafts`. None is the system: all of them."""
    plans = Plan.objects.select_related("area", "owner", "predecessor", "serves")
    if user is None or may(user, "plans.view_drafts"):
        return plans
    return plans.exclude(state=Plan.State.DRAFT) if may(user, "plans.view") else plans.none()


def outcomes_visible_to(user: User | None) -> QuerySet[Outcome]:
    """The outcomes of those plans."""
    return Outcome.objects.filter(plan__in=plans_visible_to(user)).select_related("plan", "theme", "parent", "lead")


def actions_visible_to(user: User | None) -> QuerySet[Action]:
    """The key actions at home in those plans."""
    return Action.objects.filter(plan__in=plans_visible_to(user)).select_related("plan", "lead")


def milestones_visible_to(user: User | None) -> QuerySet[Milestone]:
    """The milestones of those actions."""
    return Milestone.objects.filter(action__plan__in=plans_visible_to(user)).select_related("action__plan", "lead")


def indicators_visible_to(user: User | None) -> QuerySet[Indicator]:
    """The indicators of those plans."""
    return Indicator.objects.filter(plan__in=plans_visible_to(user)).select_related("plan", "outcome", "lead")


def plan_for(user: User | None, slug: str) -> Plan:
    """One plan. Raises `Plan.DoesNotExist` where there is none or this person may not see it."""
    return plans_visible_to(user).get(slug=slug)


def outcome_for(user: User | None, plan: str, slug: str) -> Outcome:
    """One outcome by its plan's slug and its own. Raises `Outcome.DoesNotExist`."""
    return outcomes_visible_to(user).get(plan__slug=plan, slug=slug)


def action_for(user: User | None, plan: str, slug: str) -> Action:
    """One key action by its home plan's slug and its own. Raises `Action.DoesNotExist`."""
    return actions_visible_to(user).get(plan__slug=plan, slug=slug)


def milestone_for(user: User | None, plan: str, action: str, slug: str) -> Milestone:
    """One milestone by the slugs of plan, action and itself. Raises `Milestone.DoesNotExist`."""
    return milestones_visible_to(user).get(action__plan__slug=plan, action__slug=action, slug=slug)


def indicator_for(user: User | None, plan: str, slug: str) -> Indicator:
    """One indicator by its plan's slug and its own. Raises `Indicator.DoesNotExist`."""
    return indicators_visible_to(user).get(plan__slug=plan, slug=slug)


def structure(plan: Plan, *, within: Outcome | None = None, milestones: bool = True) -> Structure:
    """All that a plan holds, in its order: themes, outcomes nested, indicators, actions, milestones.

    Actions are those at home and those shared in.

    Five queries whatever the size. `within` keeps only the actions that count towards that outcome, for a plan too
    large for one page; the outcomes are all listed. With `milestones=False` the lists of milestones are empty.
    """
    themes = list(plan.themes.all())
    outcomes = list(plan.outcomes.select_related("lead"))
    links = ActionOutcome.objects.filter(outcome__plan=plan)
    if within is not None:
        links = links.filter(outcome=within)
    steps = milestones_by_action(links) if milestones else {}
    nodes = {row.pk: OutcomeNode(row) for row in outcomes}
    for indicator in plan.indicators.select_related("lead"):
        nodes[indicator.outcome_id].indicators.append(indicator)
    for link in links.select_related("action__plan", "action__lead"):
        shared_from = link.action.plan if link.action.plan_id != plan.pk else None
        node = ActionNode(link.action, link, steps.get(link.action_id, []), shared_from)
        nodes[link.outcome_id].actions.append(node)
    return Structure(plan, theme_nodes(themes, nest(nodes)))


def milestones_by_action(links: QuerySet[ActionOutcome]) -> dict[int, list[Milestone]]:
    """The milestones of the actions of those links, by the action's key, in order."""
    grouped: dict[int, list[Milestone]] = defaultdict(list)
    for row in Milestone.objects.filter(action__in=links.order_by().values("action")).select_related("lead"):
        grouped[row.action_id].append(row)
    return grouped


def nest(nodes: dict[int, OutcomeNode]) -> list[OutcomeNode]:
    """Hang each node under its parent's, siblings in the order of `nodes`; returns those at the top."""
    tops: list[OutcomeNode] = []
    for node in nodes.values():
        siblings = nodes[node.outcome.parent_id].children if node.outcome.parent_id else tops
        siblings.append(node)
    for top in tops:
        top.number_levels()
    return tops


def theme_nodes(themes: Iterable[Theme], tops: Iterable[OutcomeNode]) -> list[ThemeNode]:
    """The themes in order, empty ones too; then, where there are any, the outcomes under no theme."""
    by_theme: dict[int | None, list[OutcomeNode]] = defaultdict(list)
    for node in tops:
        by_theme[node.outcome.theme_id].append(node)
    found = [ThemeNode(theme, by_theme.pop(theme.pk, [])) for theme in themes]
    return found + [ThemeNode(None, nodes) for nodes in by_theme.values()]


def outcome_at(plan: Plan, mark: str) -> Outcome | None:
    """The outcome at which an item of a plan stands, by the item's mark on the structure page: "outcome-…",
    "action-…", "milestone-(action)-(milestone)" or "shared-(outcome)-…". Slugs hold dashes, so the longest counts."""
    kind, _dash, name = mark.partition("-")
    outcomes = plan.outcomes.annotate(wanted=Value(name))
    if kind == "indicator":
        return outcomes.filter(indicators__slug=name).first()
    if kind in {"action", "milestone"}:
        outcomes = outcomes.annotate(own=F("links__action__slug")).filter(links__home=True)
    else:
        outcomes = outcomes.annotate(own=F("slug"))
    exact = Q(wanted=F("own"))
    within = Q(wanted__startswith=Concat(F("own"), Value("-")))
    fitting = outcomes.filter(exact if kind in {"action", "outcome"} else within)
    return fitting.order_by(Length("own").desc()).first()


def outcome_levels(plan: Plan) -> dict[int, int]:
    """How deep each outcome of a plan stands, by its key; 1 is the top."""
    tops = nest({row.pk: OutcomeNode(row) for row in plan.outcomes.all()})
    return {node.outcome.pk: node.depth for top in tops for node in top.walk()}


def theme_slugs(plan: Plan) -> dict[str, Theme]:
    """The themes of a plan by the names that they bear in addresses, which are made of their titles."""
    named: dict[str, Theme] = {}
    for theme in plan.themes.order_by("id"):
        named[free_slug(theme.title, named, fallback="theme")] = theme
    return named


def leads(keep: User | None = None) -> QuerySet[User]:
    """Whom a form offers as lead officer: everybody who has not left, and `keep`, with their organisations."""
    return User.objects.filter(Q(is_active=True) | Q(pk=keep.pk if keep else None)).select_related("organisation")


def owners() -> QuerySet[Group]:
    """The groups that a form offers as owner of a plan."""
    return Group.objects.all()


def areas_of(indicator: Indicator) -> QuerySet[Area]:
    """The areas that an indicator is broken down by: the localities of its plan's area."""
    return Area.objects.filter(parent=indicator.plan.area_id) if indicator.by_area else Area.objects.none()


def categories_of(indicator: Indicator) -> QuerySet[Category]:
    """The categories that an indicator is broken down by, dimension by dimension."""
    return Category.objects.filter(dimension__indicators=indicator).select_related("dimension")


def areas() -> QuerySet[Area]:
    """The areas that a form offers for a plan."""
    return Area.objects.all()


def predecessors(user: User | None, plan: Plan | None = None) -> QuerySet[Plan]:
    """The plans that a plan may follow: any other one, but none that follows it, near or far."""
    plans = plans_visible_to(user)
    if plan is None:
        return plans
    followers, newest = {plan.pk}, {plan.pk}
    while newest:
        newest = set(Plan.objects.filter(predecessor__in=newest).values_list("pk", flat=True)) - followers
        followers |= newest
    return plans.exclude(pk__in=followers)


def servable(user: User | None, plan: Plan | None = None) -> QuerySet[Plan]:
    """The plans that a plan may serve: any other one that serves none itself; none where others serve this one."""
    plans = plans_visible_to(user).filter(serves=None)
    if plan is None:
        return plans
    return plans.none() if plan.served_by.exists() else plans.exclude(pk=plan.pk)


def successor_actions(milestone: Milestone, user: User | None) -> QuerySet[Action]:
    """The actions that a milestone may be carried forward into: those of its plan's open successors."""
    plan = milestone.action.plan
    actions = actions_visible_to(user).filter(plan__predecessor=plan, state=Action.State.ACTIVE)
    return actions.exclude(plan__state=Plan.State.CLOSED).order_by("plan__title", "title")


def merge_targets(milestone: Milestone) -> QuerySet[Milestone]:
    """The milestones that another of the same plan may be merged into, those of the same action first."""
    found = Milestone.objects.filter(action__plan=milestone.action.plan, state=MilestoneState.ACTIVE)
    same = Case(When(action=milestone.action, then=0), default=1)
    return found.exclude(pk=milestone.pk).select_related("action").order_by(same, "action__title", "position", "id")


def homes(plan: Plan) -> dict[int, int]:
    """The outcome under which each action of a plan is at home, by keys."""
    return dict(ActionOutcome.objects.filter(home=True, action__plan=plan).values_list("action", "outcome"))


def actions_by_home(plan: Plan) -> QuerySet[Action]:
    """The actions at home in a plan in its order, each with `home_title`, the title of its home outcome."""
    actions = plan.actions.filter(links__home=True).annotate(home_title=F("links__outcome__title"))
    return actions.order_by("links__outcome__position", "links__position")


def outcomes_to_share(action: Action, user: User | None) -> QuerySet[Outcome]:
    """The outcomes that an action may count towards as well, of plans that are not closed, its own plan first."""
    found = outcomes_visible_to(user).exclude(plan__state=Plan.State.CLOSED).exclude(links__action=action)
    own = Case(When(plan=action.plan, then=0), default=1)
    return found.order_by(own, "plan__title", "plan", "position", "id")


def milestones_to_edit(plan: Plan, action: Action | None = None) -> QuerySet[Milestone]:
    """The milestones at home in a plan, or in one of its actions, in the plan's order, for the bulk edit."""
    found = Milestone.objects.filter(action__plan=plan)
    if action is not None:
        found = found.filter(action=action)
    home = ActionOutcome.objects.filter(action=OuterRef("action"), home=True)
    return (
        found.annotate(
            outcome_position=Subquery(home.values("outcome__position")[:1]),
            action_position=Subquery(home.values("position")[:1]),
        )
        .select_related("action__plan", "lead")
        .order_by("outcome_position", "action_position", "position", "id")
    )
