"""Kept files go out to be saved, under their own name, and can do nothing on the way."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.test import Client
from django.urls import path
from pytest_django import Settings

from fingerpost.core import files
from fingerpost.urls import urlpatterns as ours
from tests.conftest import signed_in
from tests.factories import make_user


def kept_file(request: HttpRequest) -> FileResponse:
    return files.attachment("kept/abc", name="Ràith 2.html", content_type="text/plain")


urlpatterns = [*ours, path("kept-file/", kept_file)]


@pytest.fixture
def client(settings: Settings, db: None) -> Client:
    settings.ROOT_URLCONF = __name__
    return signed_in(make_user())


def test_a_kept_file_is_sent_to_be_saved_and_never_shown(client: Client) -> None:
    files.keep("kept/abc", b"<script>alert(1)</script>")
    answer = client.get("/kept-file/")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    names = [
        "Content-Type",
        "X-Content-Type-Options",
        "Content-Disposition",
        "Content-Security-Policy",
        "Cache-Control",
    ]
    assert [answer[name] for name in names] == [
        "text/plain",
        "nosniff",
        "attachment; filename*=utf-8''R%C3%A0ith%202.html",
        "default-src 'none'; sandbox",
        "private, no-store",
    ]


def test_a_file_that_is_gone_is_not_found() -> None:
    with pytest.raises(Http404):
        files.attachment("kept/gone", name="a.txt", content_type="text/plain")


def test_the_same_content_is_kept_once() -> None:
    files.keep("kept/abc", b"first")
    files.keep("kept/abc", b"first")
    assert default_storage.listdir("kept") == ([], ["abc"])
