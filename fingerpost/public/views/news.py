"""Where coordinators write news and publish it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fingerpost.core.forms import DateField, TextInput
from fingerpost.core.paging import page_of
from fingerpost.core.queries import history_of
from fingerpost.core.refusals import refuse_if
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted
from fingerpost.public import news, rules
from fingerpost.public.forms import WithdrawForm
from fingerpost.public.models import NewsItem, NewsState
from fingerpost.public.views.desk import allowed

FORM = "publications/news_form.html"


class NewsForm(forms.Form):
    """What a news item says; and for one that is out, what changed."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        help_text=gettext_lazy("One or two sentences. They stand in lists and feeds."),
        widget=forms.Textarea({"rows": 2}),
        max_length=300,
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Leave an empty line between paragraphs."),
        widget=forms.Textarea({"rows": 12}),
    )
    notice = forms.CharField(
        label=gettext_lazy("What changed"),
        help_text=gettext_lazy("It stands at the top of the page."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, is_public: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_public:
            del self.fields["notice"]


class WhenForm(forms.Form):
    """Empty for now."""

    day = DateField(label=gettext_lazy("Day"), help_text=gettext_lazy("Leave it empty to publish now."), required=False)
    time = forms.TimeField(label=gettext_lazy("Time"), widget=TextInput(5), initial="09:00", required=False)

    def at(self) -> datetime | None:
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        return timezone.make_aware(datetime.combine(day, time or datetime.min.time())) if day else None


def address(row: NewsItem) -> str:
    return reverse("publications:news-item", args=[row.slug])


def one(request: HttpRequest, slug: str) -> NewsItem:
    allowed(request)
    return found(lambda: NewsItem.objects.get(slug=slug))


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Drafts first, then the latest."""
    allowed(request)
    rows = NewsItem.objects.order_by(F("published_at").desc(nulls_first=True), "-id")
    return render(request, "publications/news.html", {"page": page_of(request, rows), "now": timezone.now()})


@require_safe
def item(request: HttpRequest, slug: str) -> HttpResponse:
    row = one(request, slug)
    may = {verb: not rules.why_not_news(person(request), row, verb) for verb in ("edit", "publish", "withdraw")}
    return render(
        request,
        "publications/news_item.html",
        {"item": row, "can": may, "history": history_of(row), "now": timezone.now()},
    )


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    allowed(request)
    form, by = NewsForm(posted(request)), person(request)
    page = Page(
        heading=_("Write a news item"),
        words=_("Keep the draft"),
        back=reverse("publications:news"),
        done=_("The draft is kept. Nobody but coordinators sees it yet."),
        template=FORM,
    )
    return answer(request, form, page, lambda: news.write_news(**form.cleaned_data, by=by), to=address)


@get_or_post
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    row, by = one(request, slug), person(request)
    refuse_if(rules.why_not_news(by, row, "edit"))
    initial = {"title": row.title, "summary": row.summary, "text": row.text}
    form = NewsForm(posted(request), is_public=row.state == NewsState.PUBLIC, initial=initial)
    page = Page(
        heading=_("Correct it") if row.state == NewsState.PUBLIC else _("Change the draft"),
        words=_("Save"),
        back=address(row),
        done=_("What you changed is saved."),
        template=FORM,
    )
    return answer(request, form, page, lambda: news.edit_news(item=row, **form.cleaned_data, by=by), to=address)


@get_or_post
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row, by = one(request, slug), person(request)
    refuse_if(rules.why_not_news(by, row, "publish"))
    form = WhenForm(posted(request))
    page = Page(
        heading=_("Publish it"),
        words=_("Publish"),
        back=address(row),
        explains=_("Everybody can read it from then on, on the public site and in its feed."),
        done=_("It is published."),
        template=FORM,
    )
    return answer(request, form, page, lambda: news.publish_news(item=row, at=form.at(), by=by), to=address)


@get_or_post
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    row, by = one(request, slug), person(request)
    refuse_if(rules.why_not_news(by, row, "withdraw"))
    form = WithdrawForm(posted(request))
    page = Page(
        heading=_("Withdraw it"),
        words=_("Withdraw"),
        back=address(row),
        explains=_("Its address stays and says that it was withdrawn, and why."),
        warning=True,
        done=_("It is withdrawn."),
        template=FORM,
    )
    return answer(
        request,
        form,
        page,
        lambda: news.withdraw_news(item=row, reason=form.cleaned_data["reason"], by=by),
        to=address,
    )
