"""The two templates that come with the project. They are stored on first use, and edited like any other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fingerpost.committee.content import Layout, LayoutPart

HEADER = "REPORT TO: {group} ON {meeting_date}\nSUBJECT: {subject}\nBY: {by}"
CLOSING = "Author of Report: {author}\nBackground Papers: {background}\nRef: {reference}"
PROGRESS = ("standing", "outcomes", "behind", "indicators", "review", "non-response")


def own_layouts() -> list[Layout]:
    """The default first."""
    return [lettered_layout(), current_layout()]


def lettered_layout() -> Layout:
    """Laid out like a council's paper to a community planning group of 2009."""
    return Layout(
        name=_("Report with four implications"),
        title="{group}",
        header=HEADER,
        closing=CLOSING,
        numbering="plain",
        capitals=True,
        classification="",
        exempt_wording=_("NOT FOR PUBLICATION"),
        appendices=("review", "milestones", "action-log"),
        parts=(
            LayoutPart("section", _("Reason for report"), "", ("purpose",)),
            LayoutPart("section", _("Recommendation"), "", ("recommendation",)),
            LayoutPart("section", _("Background"), "", ("plan", *PROGRESS, "follow-ups", "next")),
            LayoutPart("section", _("Summary of implications")),
            LayoutPart(
                "implication",
                _("Community Plan / Theme Plans / Partner Plans"),
                _("This report tells how far the work that the partners agreed in {plan} has come."),
            ),
            LayoutPart(
                "implication", _("Policy and Legal"), _("Nothing in this report changes policy or a legal duty.")
            ),
            LayoutPart(
                "implication",
                _("Resources (Financial, Staffing and Risks)"),
                _("The work is done within the budgets and staffing that the partners have agreed."),
            ),
            LayoutPart(
                "implication",
                _("Consultations"),
                _("The lead officers of the partner organisations gave the information in this report."),
            ),
            LayoutPart("section", _("Conclusion"), "", ("conclusion",)),
        ),
    )


def current_layout() -> Layout:
    """With the implications that Scottish councils ask for today."""
    none = _("None arise directly from this report.")
    implications = (
        (_("Community plan and local outcomes improvement plan"), _("This report concerns {plan}, for {area}.")),
        (_("Policy and legal"), none),
        (_("Financial"), none),
        (_("Risk"), _("What is behind, and what is done about it, is set out in this report.")),
        (_("Staffing"), none),
        (_("Property"), none),
        (_("Equalities and socio-economic impact"), _("No assessment is needed: this report proposes no new policy.")),
        (_("Climate change and biodiversity"), none),
        (_("Consultations"), _("The lead officers of the partner organisations gave the information in this report.")),
    )
    return Layout(
        name=_("Current report with nine implications"),
        title="{group}",
        header="REPORT TO: {group}\nDATE: {meeting_date}\nSUBJECT: {subject}\nBY: {by}",
        closing=CLOSING,
        numbering="zero",
        capitals=False,
        classification=_("Open report"),
        exempt_wording=_("Exempt report: not for publication"),
        appendices=("review", "milestones", "exceptions", "action-log", "indicators"),
        parts=(
            LayoutPart("section", _("Reason for report"), "", ("purpose",)),
            LayoutPart("section", _("Recommendations"), "", ("recommendation",)),
            LayoutPart("section", _("Background"), "", ("plan",)),
            LayoutPart("section", _("Progress"), "", PROGRESS),
            LayoutPart("section", _("Next steps"), "", ("follow-ups", "next")),
            LayoutPart("section", _("Summary of implications")),
            *(LayoutPart("implication", heading, wording) for heading, wording in implications),
            LayoutPart("section", _("Conclusion"), "", ("conclusion",)),
        ),
    )
