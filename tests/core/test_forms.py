from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from lxml import html

from fingerpost.core.forms import DateField, DecimalField, PercentField
from fingerpost.core.gallery import SampleForm


@pytest.mark.parametrize(
    "text",
    [
        "30 June 2009",
        "30 Jun 2009",
        "30th June, 2009",
        " 30  june  2009 ",
        "30/06/2009",
        "30/6/2009",
        "30.6.09",
        "30.06.2009",
        "30-06-2009",
        "30/06/09",
        "2009-06-30",
    ],
)
def test_a_date_may_be_written_as_people_write_it(text: str) -> None:
    assert DateField().clean(text) == date(2009, 6, 30)


def test_sept_is_september() -> None:
    assert DateField().clean("1st Sept 2009") == date(2009, 9, 1)


@pytest.mark.parametrize("text", ["June 2009", "31 June 2009", "06/30/2009", "soon"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DateField().clean(text)
    assert refused.value.messages == ["Enter a date, such as 30 June 2009"]


def test_a_number_may_have_separators_and_a_percent_sign() -> None:
    assert DecimalField().clean("1,250.5") == Decimal("1250.5")
    assert PercentField().clean(" 80 % ") == Decimal(80)
    assert DecimalField().prepare_value(Decimal("41.00")) == "41"


def test_a_share_over_100_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        PercentField().clean("101")


def rendered(form: forms.Form) -> html.HtmlElement:
    return html.fromstring(f"<div>{form}</div>")


def ids(page: html.HtmlElement) -> set[str]:
    return set(page.xpath("//@id"))


def test_every_error_of_the_summary_links_to_a_field_of_the_form() -> None:
    page = rendered(SampleForm({}))
    links = page.xpath("//*[@class='govuk-error-summary']//a/@href")
    assert links == ["#id_title", "#id_due", "#id_lead", "#id_state_0"]
    assert {link[1:] for link in links} <= ids(page)


def test_every_description_that_a_field_names_is_in_the_form() -> None:
    page = rendered(SampleForm({}))
    named = {name for names in page.xpath("//@aria-describedby") for name in names.split()}
    fields = ["title", "due", "lead", "state"]
    assert named == {"id_title_helptext", "id_due_helptext", *(f"id_{name}_error" for name in fields)}
    assert named <= ids(page)


def test_every_label_names_a_field_and_every_field_has_a_label() -> None:
    page = rendered(SampleForm())
    fields = page.xpath("//input/@id | //select/@id | //textarea/@id")
    assert sorted(page.xpath("//label/@for")) == sorted(fields)


def test_fields_are_grouped_under_their_legends() -> None:
    legends = rendered(SampleForm()).xpath("//legend[contains(@class, '--m')]/text()")
    assert legends == ["What", "Who and where"]


def test_only_fields_that_may_be_left_out_say_so() -> None:
    labels = [" ".join(label.text_content().split()) for label in rendered(SampleForm()).xpath("//label | //legend")]
    assert [label for label in labels if "optional" in label] == [
        "Progress (optional)",
        "Note (optional)",
        "Areas (optional)",
        "Report (optional)",
    ]


def test_what_was_typed_is_kept_and_escaped() -> None:
    page = rendered(SampleForm({"title": "<b>", "note": "a < b", "state": "done", "areas": ["s"]}))
    assert page.xpath("//*[@id='id_title']/@value") == ["<b>"]
    assert page.xpath("//*[@id='id_note']/text()") == ["\na < b"]  # browsers drop the first line break of a textarea
    assert page.xpath("//input[@checked]/@value") == ["done", "s"]
