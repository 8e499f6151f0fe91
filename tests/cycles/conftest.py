from __future__ import annotations

from collections.abc import Iterator

import pytest

from fingerpost.mail import links


@pytest.fixture(autouse=True)
def minted() -> Iterator[None]:
    links.register("answer", mint)
    yield
    links.MINTS.pop("answer", None)


def mint(reference: str, message: object) -> str:
    return f"https://x/{reference}"
