"""The site as plain files."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from fingerpost.core.refusals import Refused
from fingerpost.public import general, pages, services
from fingerpost.public.exporting.links import Checked, LeadsOut, relative
from fingerpost.public.exporting.writing import Wanted, export
from fingerpost.public.models import Publication, PublicationState
from fingerpost.public.site import Site, pages_of
from tests.mail.installation import installation_in
from tests.public.published import make_file, make_publication

pytestmark = pytest.mark.django_db
PLAN = "2009-10/q2/young-people/"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    versions = [
        make_publication(period="2009-10-q1"),
        make_publication(state=PublicationState.SUPERSEDED),
        make_publication(version=2, notice="Corrected."),
    ]
    for one in versions:
        make_file(one, "milestones.pdf", b"%PDF")
    return tmp_path / "site"


def everything(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_every_page_and_file_that_is_served_is_written(site: Path) -> None:
    done = export(Wanted(site))
    found = everything(site)
    listed = [one.path for one in pages_of(Site.now())]
    assert set(listed) <= set(found)
    assert found[f"{PLAN}files/milestones.pdf"] == b"%PDF"
    served = Client().get(f"/public/{PLAN}data/milestones.csv").content
    assert found[f"{PLAN}data/milestones.csv"] == found["latest/young-people/data/milestones.csv"] == served
    assert (done.pages, done.written) == (len(listed) + 2, len(found) - 1)  # search, not found; the manifest
    assert done.pages + done.files == done.written


def test_no_link_is_bound_to_the_root_of_a_server(site: Path) -> None:
    export(Wanted(site))
    bound = {path for path, body in everything(site).items() if re.search(rb'(?:href|src|action)="/', body)}
    assert bound == set()
    page = (site / PLAN / "outcomes/safe/index.html").read_text()
    assert 'href="../../../../../archive/"' in page
    assert 'href="../../actions/early-help/"' in page


def test_with_an_address_canonical_links_are_whole_and_the_page_for_what_is_not_found_works_anywhere(
    site: Path,
) -> None:
    export(Wanted(site, url="https://example.org/plans/"))
    page = (site / "latest/young-people/index.html").read_text()
    assert f'<link rel="canonical" href="https://example.org/plans/{PLAN}">' in page
    assert 'href="/plans/archive/"' in (site / "404.html").read_text()


def test_comments_go_to_the_service_where_it_has_an_address(site: Path, settings: Settings) -> None:
    settings.URL = "https://service.example.org"
    export(Wanted(site))
    assert "https://service.example.org/public/rate/?page=" in (site / "index.html").read_text()


def test_without_one_no_page_offers_what_plain_files_cannot_do(site: Path, settings: Settings) -> None:
    settings.URL = ""
    export(Wanted(site))
    assert not any(b"rate/?page" in body or b"contact/" in body for body in everything(site).values())


def test_a_second_run_writes_nothing(site: Path) -> None:
    export(Wanted(site))
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.*")}
    again = export(Wanted(site))
    assert (again.written, again.deleted) == (0, 0)
    kept = {path: path.stat().st_mtime_ns for path in site.rglob("*.*") if path.name != ".fingerpost-export.json"}
    assert kept.items() <= before.items()


def test_only_what_changed_is_written_and_what_is_no_longer_public_goes(site: Path) -> None:
    export(Wanted(site))
    q1 = Publication.objects.get(period="2009-10-q1")
    outcome = site / "2009-10/q1/young-people/outcomes/safe/index.html"
    chart = site / "2009-10/q1/young-people/data/milestones.csv"
    untouched = site / PLAN / "index.html"
    before = untouched.stat().st_mtime_ns
    services.withdraw(publication=q1, reason="A figure was wrong.", by=None)
    done = export(Wanted(site))
    assert "A figure was wrong." in outcome.read_text()
    assert not chart.exists()
    assert not (site / "compare/young-people/2009-10-q1").exists()
    assert untouched.stat().st_mtime_ns == before
    assert done.deleted > 0
    assert done.written < done.pages


def test_what_somebody_changed_by_hand_is_put_right(site: Path) -> None:
    export(Wanted(site))
    page, index = site / "index.html", site / "pagefind" / "pagefind.js"
    was = (page.read_bytes(), index.read_bytes())
    page.write_text("<p>Defaced")
    index.unlink()
    assert export(Wanted(site)).written == 2
    assert (page.read_bytes(), index.read_bytes()) == was


def test_what_a_broken_run_left_behind_is_known_to_the_next(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> str:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(pages, "embed", broken)
        with pytest.raises(OSError):  # noqa: PT011  (it has no words)
            export(Wanted(site))
    left = site / PLAN / "files/milestones.pdf"
    assert left.exists()
    for one in Publication.objects.filter(state=PublicationState.PUBLIC):
        services.withdraw(publication=one, reason="Wrong.", by=None)
    export(Wanted(site))
    assert not left.exists()


def test_a_folder_of_anything_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(Refused, match="is not empty and holds no earlier export"):
        export(Wanted(tmp_path))
    (tmp_path / ".fingerpost-export.json").write_text("{")
    with pytest.raises(Refused, match="cannot be read"):
        export(Wanted(tmp_path))
    assert (tmp_path / "letter.txt").read_text() == "Dear"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<a href="/public/nowhere/">', r"lead nowhere.*accessibility/index.html → /nowhere/index.html"),
        ('<a href="/public/#nothing">', r"lead nowhere.*accessibility/index.html → /index.html#nothing"),
        ('<a href="/accounts/login/">', r"The page accessibility/index.html links to /accounts/login/"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(
    html: str, words: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(general, "accessibility", lambda: html)
    with pytest.raises(Refused, match=words):
        export(Wanted(site))


@pytest.mark.parametrize(
    ("to", "path", "found"),
    [
        ("/public/", "index.html", "./"),
        ("/public/", "a/b/index.html", "../../"),
        ("/public/a/c/#x", "a/b/index.html", "../c/#x"),
        ("/public/a/b/", "a/b/index.html", "./"),
        ("/public/a/b.csv", "a/index.html", "b.csv"),
        ("/static/x.css", "a/index.html", "../assets/x.css"),
    ],
)
def test_links_become_relative(to: str, path: str, found: str) -> None:
    assert relative(f'<a href="{to}">', path, {"/static/x.css": "assets/x.css"}) == f'<a href="{found}">'


def test_a_link_out_of_the_site_is_told() -> None:
    with pytest.raises(LeadsOut, match="/plans/"):
        relative('<a href="/plans/">', "index.html", {})


def test_links_are_looked_up_with_their_fragments(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text('<p id="there">')
    checked = Checked()
    checked.add("index.html", '<a href="a/#there"><a href="a/#gone"><a href="https://example.org/"><a href="../">')
    assert sorted(checked.broken(tmp_path)) == [("../index.html", "index.html"), ("a/index.html#gone", "index.html")]


def test_the_command_says_what_it_did(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("export-site", str(site), "--jobs", "1", "--json")
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert found["written"] == found["pages"] + found["files"]
    assert f"{found['pages']} pages and {found['files']} other files are in {site}." in told.err


@pytest.mark.django_db(transaction=True)
def test_several_processes_write_the_same_files_as_one(site: Path, tmp_path: Path, settings: Settings) -> None:
    program = """
from pathlib import Path
from fingerpost.public.exporting import writing
writing.FEW = %(few)d
if __name__ == "__main__":
    done = writing.export(writing.Wanted(Path(%(folder)r), jobs=2))
    print(json.dumps([done.written, done.pages + done.files]))
"""
    found: list[dict[str, bytes]] = []
    for few in (1, 100_000):
        data = tmp_path / f"data-{few}"
        shutil.copytree(settings.MEDIA_ROOT, data / "files")
        installation = installation_in(data)
        written, files = installation.run(program % {"few": few, "folder": str(tmp_path / f"site-{few}")})
        assert written == files
        found.append(everything(tmp_path / f"site-{few}"))
    assert found[0] == found[1]
