from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fingerpost.core.colours import contrast_with_white


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#ff0000", 4.0)]
)
def test_contrast_is_that_of_the_guidelines(colour: str, contrast: float) -> None:
    assert round(contrast_with_white(colour), 2) == contrast


def test_a_colour_too_light_for_white_words_stops_the_start() -> None:
    environment = {**os.environ, "FINGERPOST_COLOUR": "#ffcc00"}
    program = [sys.executable, "-m", "fingerpost", "check"]
    ended = subprocess.run(program, cwd=Path(__file__).parents[2], env=environment, capture_output=True, check=False)
    assert ended.returncode == 2
    assert "too light for white words upon it (1.5:1)" in ended.stderr.decode()
