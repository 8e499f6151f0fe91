"""The progress that holds of each milestone, as `plans` is told it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.plans.models import Milestone
from fingerpost.plans.progress import progress_of
from tests import factories


@pytest.mark.django_db
def test_the_latest_figure_up_to_the_day_holds_and_words_alone_do_not_end_it() -> None:
    milestone, blank = factories.make_milestone(), factories.make_milestone()
    factories.make_update(milestone, 40, as_at=date(2009, 6, 30))
    factories.make_update(milestone, None, as_at=date(2009, 9, 30), note="Still going")
    factories.make_update(milestone, 90, as_at=date(2009, 12, 31))
    factories.make_update(blank, None)
    found = progress_of(Milestone.objects.all(), date(2009, 10, 1))
    assert found == {milestone.pk: Decimal(40)}
