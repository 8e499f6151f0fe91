"""What the person who signs a period off fills in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.cycles import sign_off_rules as rules
from fingerpost.cycles.findings import RuleGroup
from fingerpost.cycles.models import Cycle, FindingAnswer
from fingerpost.people.models import User
from fingerpost.plans.rules import why_not_reason


class FindingsForm(forms.Form):
    """What is said to the findings of one rule, but for those ticked."""

    what = forms.ChoiceField(label=gettext_lazy("What you say to them"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any = None, *, group: RuleGroup, by: User, cycle: Cycle, **more: Any) -> None:
        super().__init__(data, prefix=group.rule, **more)
        self.group = group
        words = {
            FindingAnswer.What.ANSWERED: _("They are right as they stand: this explains them"),
            FindingAnswer.What.ACCEPTED: _("They are true, and the period is approved all the same"),
        }
        allowed = [(what, said) for what, said in words.items() if not rules.why_not_answer_finding(by, cycle, what)]
        self.fields["what"].choices = [(what.value, said) for what, said in allowed]  # type: ignore[attr-defined]

    def left(self) -> list[str]:
        """The fingerprints of the findings that are left for later."""
        data: Any = self.data
        return list(data.getlist(self.add_prefix("leave"))) if self.is_bound else []

    def seen(self) -> str:
        return str(self.data.get(self.add_prefix("seen"), ""))


class DecisionForm(forms.Form):
    """What happens to the answers: those that are ticked, or all the others."""

    ALL, TICKED, BACK = "approve-all", "approve-ticked", "return"
    what = forms.ChoiceField(label=gettext_lazy("What to do"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why it is sent back"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Mailed to whoever answered, with the link to the form, and kept."),
    )

    def __init__(self, data: Any = None, *, may_approve: bool, to_decide: int, pages: int = 1, **more: Any) -> None:
        super().__init__(data, **more)
        choices = [(self.BACK, _("Send back those that are ticked"))]
        if may_approve and to_decide:
            words = _("Approve all %(count)d, except those that are ticked")
            if pages > 1:  # ticks on other pages are not known here
                words = _("Approve all %(count)d on all %(pages)d pages, except those that are ticked on this one")
            approve_all = words % {"count": to_decide, "pages": pages}
            choices = [(self.ALL, approve_all), (self.TICKED, _("Approve only those that are ticked")), *choices]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].required = len(choices) == 1

    def ticked(self) -> list[str]:
        """The keys of the items that are ticked."""
        data: Any = self.data
        return list(data.getlist("item")) if self.is_bound else []

    def seen(self) -> datetime | None:
        """When the page was made: what was answered later has not been looked at."""
        return parse_datetime(str(self.data.get("seen", ""))[:40])

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        what = found.get("what")
        if what in {self.TICKED, self.BACK} and not self.ticked():
            self.add_error(None, _("Tick at least one answer."))
        if what == self.BACK and (refusal := why_not_reason(found.get("reason", ""))):
            self.add_error("reason", refusal)
        return found
