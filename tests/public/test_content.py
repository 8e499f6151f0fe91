from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from fingerpost.public.content import as_json, from_json, sha256
from tests.public.snapshots import snapshot


def test_a_snapshot_comes_back_whole_from_its_text() -> None:
    assert from_json(as_json(snapshot())) == snapshot()


def test_the_text_of_the_same_content_is_the_same() -> None:
    assert as_json(from_json(as_json(snapshot()))) == as_json(snapshot())
    assert sha256(as_json(snapshot())) != sha256(as_json(snapshot(version=2)))


def test_exact_figures_are_no_floats() -> None:
    plain = json.loads(as_json(snapshot()))
    assert plain["indicators"][0]["values"][1]["value"] == "72.9"


def test_things_are_found_by_slug() -> None:
    found = snapshot()
    assert (found.outcome["safe"], found.action["early-help"]) == (found.outcomes[0], found.actions[0])
    assert found.indicator["offend-once"] == found.indicators[0]


def test_a_text_that_is_no_snapshot_is_refused_with_the_place() -> None:
    text = as_json(replace(snapshot(), version=1)).replace('"version":1', '"version":"one"')
    with pytest.raises(ValidationError, match="version"):
        from_json(text)
