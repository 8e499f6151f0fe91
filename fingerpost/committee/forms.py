"""What people fill in for committee papers and their templates."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.committee.content import PLACEHOLDERS
from fingerpost.committee.drafting import DRAFTERS
from fingerpost.committee.models import LAID, CommitteePaper, Numbering, PaperTemplate, PartLevel, TemplateSection
from fingerpost.core.forms import DateField
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.core.uploads import Checked, check_upload
from fingerpost.core.words import period_words
from fingerpost.documents.writers.docx_base import LIMITS
from fingerpost.papers.forms import periods_of, usual_choice
from fingerpost.papers.kinds import KINDS
from fingerpost.people.models import Group
from fingerpost.plans.forms.editing import EditForm, TitleField
from fingerpost.plans.models import Plan

NO_APPENDICES = {"committee", "task-sheet"}


def appendix_choices() -> list[tuple[str, Any]]:
    return [(name, kind.title) for name, kind in KINDS.items() if name not in NO_APPENDICES]


def placeholders_hint() -> str:
    listed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    return _("These are filled in: %(list)s.") % {"list": listed}


def appendices_field(**options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext_lazy("Appendices"), widget=forms.CheckboxSelectMultiple, required=False, **options
    )


class HeadsForm(EditForm):
    """Whom a paper goes to, and what stands above and below its text."""

    names: ClassVar[tuple[str, ...]] = (
        "group", "meeting_on", "subject", "by_whom", "author", "reference", "background", "exempt",
    )  # fmt: skip
    group: Any = forms.ModelChoiceField(Group.objects.none(), label=gettext_lazy("The group that it goes to"))
    meeting_on = DateField(label=gettext_lazy("The day on which the group meets"), required=False)
    subject = TitleField(label=gettext_lazy("Subject"), max_length=300)
    by_whom = forms.CharField(
        label=gettext_lazy("By"),
        help_text=gettext_lazy("Who reports, such as a head of service."),
        max_length=300,
        required=False,
    )
    author = forms.CharField(label=gettext_lazy("Author of the report"), max_length=300, required=False)
    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=100, required=False)
    background = forms.CharField(label=gettext_lazy("Background papers"), max_length=500, required=False)
    exempt = forms.CharField(
        label=gettext_lazy("Why it is exempt"),
        help_text=gettext_lazy(
            "Leave this empty for a paper that everybody who sees the plan may read. An exempt paper is marked, and "
            "only members of the group, coordinators and administrators see that it is there."
        ),
        max_length=300,
        required=False,
    )
    appendices = appendices_field()

    def __init__(self, data: Any = None, *, row: CommitteePaper | None = None, **options: Any) -> None:
        if row is not None:
            options["initial"] = {"appendices": row.appendices, **options.get("initial", {})}
        super().__init__(data, row=row, **options)
        self.fields["group"].queryset = Group.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["appendices"].choices = appendix_choices()  # type: ignore[attr-defined]

    def ordered_appendices(self) -> list[str]:
        """Those that were there in their order, then what is new."""
        wanted = self.cleaned_data["appendices"]
        before = list(self.row.appendices) if isinstance(self.row, CommitteePaper) else []
        return [kind for kind in before if kind in wanted] + [kind for kind in wanted if kind not in before]


class NewPaperForm(forms.Form):
    """A paper of a plan: from which template, for which period, to whom."""

    template: Any = forms.ModelChoiceField(
        PaperTemplate.objects.none(), label=gettext_lazy("Template"), to_field_name="slug", empty_label=None
    )
    period = forms.ChoiceField(label=gettext_lazy("Period"))
    group: Any = forms.ModelChoiceField(
        Group.objects.none(), label=gettext_lazy("The group that it goes to"), to_field_name="slug", empty_label=None
    )
    meeting_on = DateField(label=gettext_lazy("The day on which the group meets"), required=False)
    subject = TitleField(
        label=gettext_lazy("Subject"),
        help_text=gettext_lazy("Left empty, it names the plan and the period."),
        max_length=300,
        required=False,
    )
    by_whom = forms.CharField(
        label=gettext_lazy("By"),
        help_text=gettext_lazy("Who reports, such as a head of service."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        usual = {"group": plan.owner.slug, "period": usual_choice(plan)["period"]}
        super().__init__(*args, **{**more, "initial": {**usual, **more.get("initial", {})}})
        self.fields["template"].queryset = PaperTemplate.objects.order_by("pk")  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.order_by("name")  # type: ignore[attr-defined]
        periods = [(period.slug, period_words(period)) for period in periods_of(plan)]
        self.fields["period"].choices = periods  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        return Period.parse(self.cleaned_data["period"])


class PartForm(EditForm):
    """The words of a paragraph or heading."""

    names = ("text",)
    text = TitleField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("To name another paragraph or an appendix, write its reference in double brackets."),
        widget=forms.Textarea({"rows": 6}),
    )


class NewPartForm(forms.Form):
    level = forms.ChoiceField(label=gettext_lazy("What to add"), choices=PartLevel.choices, widget=forms.RadioSelect)
    text = TitleField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("To name another paragraph or an appendix, write its reference in double brackets."),
        widget=forms.Textarea({"rows": 6}),
    )


class CommentForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Your comment"), widget=forms.Textarea({"rows": 4}), max_length=2000)


class NothingForm(forms.Form):
    """Only the button is asked for."""


class TemplateForm(forms.Form):
    """A template without its sections."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    header = forms.CharField(label=gettext_lazy("Header lines"), widget=forms.Textarea({"rows": 4}))
    closing = forms.CharField(label=gettext_lazy("Closing lines"), widget=forms.Textarea({"rows": 4}), required=False)
    numbering = forms.ChoiceField(label=gettext_lazy("Numbering"), choices=Numbering.choices, widget=forms.RadioSelect)
    capitals = forms.BooleanField(label=gettext_lazy("Header and headings in capitals"), required=False)
    classification = forms.CharField(
        label=gettext_lazy("Classification"),
        help_text=gettext_lazy("Stands above the header, such as “Open report”."),
        max_length=200,
        required=False,
    )
    exempt_wording = forms.CharField(
        label=gettext_lazy("Wording of an exempt paper"),
        help_text=gettext_lazy("Stands in its place where a paper is exempt, with the reason behind it."),
        max_length=200,
    )
    appendices = appendices_field()

    def __init__(self, *args: Any, row: PaperTemplate | None = None, **more: Any) -> None:
        given = {name: getattr(row, name) for name in ("name", *LAID)} if row else {}
        super().__init__(*args, **{"initial": given, **more})
        self.fields["appendices"].choices = appendix_choices()  # type: ignore[attr-defined]
        self.fields["header"].help_text = placeholders_hint()
        self.fields["closing"].help_text = _("A line whose placeholders are all empty is left out.")


class CopyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the new template"), max_length=200)


class SectionForm(forms.Form):
    """A section or lettered implication of a template."""

    level = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=PartLevel.choices[:2], widget=forms.RadioSelect, initial="section"
    )
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=200)
    wording = forms.CharField(
        label=gettext_lazy("Standard wording"), widget=forms.Textarea({"rows": 4}), required=False
    )
    drafts = forms.MultipleChoiceField(
        label=gettext_lazy("Drafted from the data, behind the standard wording"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, row: TemplateSection | None = None, **more: Any) -> None:
        given = {name: getattr(row, name) for name in ("level", "heading", "wording", "drafts")} if row else {}
        super().__init__(*args, **{"initial": given, **more})
        self.fields["drafts"].choices = [  # type: ignore[attr-defined]
            (name, drafter.title) for name, drafter in DRAFTERS.items()
        ]
        self.fields["wording"].help_text = _("A paragraph a line.") + " " + placeholders_hint()

    def clean_drafts(self) -> list[str]:
        """In the order that was kept before, then what is new."""
        wanted = self.cleaned_data["drafts"]
        before = list(self.initial.get("drafts", []))
        return [name for name in before if name in wanted] + [name for name in wanted if name not in before]


class WordForm(forms.Form):
    """A council's Word file; what could do harm is refused before anything is kept."""

    file = forms.FileField(
        label=gettext_lazy("The Word file"),
        help_text=gettext_lazy("A .docx file of at most 10 MB, without macros."),
        widget=forms.FileInput({"accept": ".docx"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Checked:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            return check_upload(file, kinds=("docx",), limit=LIMITS.file_bytes)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal
