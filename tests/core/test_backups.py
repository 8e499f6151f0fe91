"""A backup holds everything, and a restore gives it back exactly, or changes nothing."""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.core.backups.archive import Manifest, pack, unpack
from fingerpost.core.refusals import Refused

ROOT = Path(__file__).parents[2]
POSTGRESQL = os.environ.get("DATABASE_URL", "")
DAMAGED = "The backup is damaged or cut short, or is no backup of Fingerpost. Nothing was changed."
CASTS = re.compile(r"::character varying|::text(\[\])?|[()]")  # PostgreSQL words its checks anew each time
FILL = """
from django.db import transaction
from fingerpost.core import audit, files
from tests import factories
milestone = factories.make_milestone(title="Ràith \\U0001f6a9 'quoted' \\\\ and long " + "x" * 500)
with transaction.atomic():
    audit.record("milestone.add", milestone, by=None, after={"due": milestone.due, "b": 1, "a": [None, 1.5]})
files.keep("imports/abc", b"first")
files.keep("evidence/deep/er/\\u00e0 b.pdf", bytes(range(256)) * 50)
files.keep("empty", b"")
"""


def quiet(_bytes: int) -> None:
    pass


def made(folder: Path, *, members: dict[str, bytes] | None = None, format: int = 1) -> Path:
    """A backup of a database that nobody looks into."""
    content = {"database": b"rows" * 500, "files/a/b": b"kept", "files/empty": b""} if members is None else members
    source = folder / "source"
    source.mkdir(exist_ok=True)
    placed = []
    for number, (name, stored) in enumerate(content.items()):
        (source / str(number)).write_bytes(stored)
        placed.append((name, source / str(number)))
    manifest = Manifest("sqlite", "0.1", "2009-09-30", [["core", "0001_initial"]], {"t": 1}, format=format)
    with (folder / "made").open("wb") as file:
        pack(file, manifest, placed, quiet)
    return folder / "made"


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def refusal(path: Path, folder: Path) -> str:
    with pytest.raises(Refused) as caught:
        unpack(path, folder, quiet)
    return caught.value.reason


def test_what_is_packed_comes_out_the_same(tmp_path: Path) -> None:
    heard: list[int] = []
    path = made(tmp_path)
    manifest = unpack(path, tmp_path / "out", heard.append)
    assert content_of(tmp_path / "out") == {"database": b"rows" * 500, "files/a/b": b"kept", "files/empty": b""}
    assert (manifest.size, list(manifest.members)) == (2004, ["database", "files/a/b", "files/empty"])
    assert sum(heard) == path.stat().st_size


@given(data=st.data())
@settings(max_examples=200)
def test_damage_to_any_byte_is_refused_or_harmless(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    whole = made(folder).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    (folder / "damaged").write_bytes(whole[:at] + bytes([changed]) + whole[at + 1 :])
    try:
        unpack(folder / "damaged", folder / "out", quiet)
    except Refused:
        return
    assert content_of(folder / "out") == {"database": b"rows" * 500, "files/a/b": b"kept", "files/empty": b""}


@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_backup_that_is_cut_short_is_refused(cut: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("cut")
    whole = made(folder).read_bytes()
    (folder / "cut").write_bytes(whole[: int(len(whole) * cut)])
    assert refusal(folder / "cut", folder / "out") == DAMAGED


@pytest.mark.parametrize(
    "content", [b"", b"words", b"\x1f\x8b", gzip.compress(b"words" * 500, mtime=0), b"PK\x03\x04" * 100]
)
def test_what_is_no_backup_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(content)
    assert refusal(tmp_path / "other", tmp_path / "out") == DAMAGED


def test_bytes_that_were_changed_with_their_checksums_do_not_fit_the_manifest(tmp_path: Path) -> None:
    content = gzip.decompress(made(tmp_path).read_bytes())
    (tmp_path / "changed").write_bytes(gzip.compress(content.replace(b"kept", b"lost")))
    assert refusal(tmp_path / "changed", tmp_path / "out") == DAMAGED


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "files/../../evil",
        "files/./a",
        "files//a",
        "files",
        "other",
        "files/a\\..\\b",
        "files/c:a",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    path = made(tmp_path, members={"database": b"d", name: b"evil"})
    said = refusal(path, tmp_path / "deep" / "out")
    assert said == f"The backup holds “{name}”, which no backup of Fingerpost does. Nothing was changed."
    assert list(tmp_path.rglob("evil")) == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(kind: bytes, tmp_path: Path) -> None:
    entry = tarfile.TarInfo("files/link")
    entry.type, entry.linkname = kind, "/etc/passwd"
    made_of = io.BytesIO()
    with tarfile.open(fileobj=made_of, mode="w") as tar:
        tar.addfile(entry)
    (tmp_path / "links").write_bytes(gzip.compress(made_of.getvalue()))
    assert refusal(tmp_path / "links", tmp_path / "out").startswith("The backup holds “files/link”")


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    made_of = io.BytesIO()
    with tarfile.open(fileobj=made_of, mode="w") as tar:
        for _ in range(2):
            tar.addfile(tarfile.TarInfo("files/a"))
    (tmp_path / "twice").write_bytes(gzip.compress(made_of.getvalue()))
    assert refusal(tmp_path / "twice", tmp_path / "out").startswith("The backup holds “files/a”")


def test_a_backup_without_a_database_is_refused(tmp_path: Path) -> None:
    assert refusal(made(tmp_path, members={"files/a": b"a"}), tmp_path / "out") == DAMAGED


def test_a_backup_of_a_later_kind_is_refused(tmp_path: Path) -> None:
    said = refusal(made(tmp_path, format=2), tmp_path / "out")
    assert said == "The backup was made by a newer Fingerpost. Install that first."


@dataclass(frozen=True, slots=True)
class Installation:
    """One of its own, beside that of the tests."""

    folder: Path
    address: str

    def run(self, *program: str, **more: str) -> subprocess.CompletedProcess[str]:
        known = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST", "DATABASE"))}
        told = {"FINGERPOST_DATA": str(self.folder), "DATABASE_URL": self.address, **more}
        return subprocess.run(
            [sys.executable, *program], cwd=ROOT, env={**known, **told}, capture_output=True, text=True, check=False
        )

    def fingerpost(self, *words: str, **more: str) -> tuple[int, str]:
        done = self.run("-m", "fingerpost", *words, **more)
        return done.returncode, done.stderr.strip()

    def python(self, code: str) -> str:
        setup = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'fingerpost.settings'; django.setup()\n"
        done = self.run("-c", setup + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def state(self) -> tuple[list[str], dict[str, bytes]]:
        """Everything in the database, triggers too, and every kept file."""
        if self.address:
            told = subprocess.run(
                ["pg_dump", "--no-owner", self.address], capture_output=True, text=True, check=True
            ).stdout
            dump = [CASTS.sub("", line) for line in told.splitlines() if not re.match(r"\\(un)?restrict ", line)]
        else:
            with closing(sqlite3.connect(self.folder / "fingerpost.sqlite3")) as database:
                dump = list(database.iterdump())
        return sorted(dump), content_of(self.folder / "files")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Installation]]:
    """Makes installations without tables; their databases go when the tests are done."""
    names: list[str] = []

    def make() -> Installation:
        folder = tmp_path_factory.mktemp("installation")
        if not POSTGRESQL:
            return Installation(folder, "")
        names.append(f"backup_{os.getpid()}_{len(names)}")
        with psycopg.connect(POSTGRESQL, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {names[-1]}")  # type: ignore[arg-type]
        return Installation(folder, urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{names[-1]}")))

    yield make
    for name in names:
        with psycopg.connect(POSTGRESQL, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def full(empty: Callable[[], Installation]) -> Installation:
    """An installation with rows and files. Tests leave it as it is."""
    installation = empty()
    assert installation.fingerpost("migrate", "--verbosity", "0") == (0, "")
    installation.python(FILL)
    return installation


@pytest.fixture(scope="module")
def backup(full: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "monday.backup"
    code, said = full.fingerpost("backup", str(path))
    assert (code, said.startswith(f"Wrote {path}: "), said.endswith(" rows and 3 files.")) == (0, True, True)
    return path


def test_a_restored_installation_is_the_same_to_the_last_value(
    full: Installation, backup: Path, empty: Callable[[], Installation]
) -> None:
    other = empty()
    code, said = other.fingerpost("restore", str(backup))
    assert (code, said.startswith("Restored the backup of ")) == (0, True)
    assert other.state == full.state
    assert backup.stat().st_mode & 0o777 == 0o600
    again = backup.with_name("again.backup")
    other.fingerpost("backup", str(again))
    assert again.stat().st_size > 0


def test_what_is_there_is_replaced_only_where_that_is_said(
    full: Installation, backup: Path, empty: Callable[[], Installation]
) -> None:
    other = empty()
    other.fingerpost("restore", str(backup))
    other.python("from tests import factories; factories.make_plan(title='Newer')\n")
    other.python("from fingerpost.core import files; files.keep('newer', b'newer')\n")
    before = other.state
    code, said = other.fingerpost("restore", str(backup))
    assert (code, said) == (
        1,
        "fingerpost: There is something in this installation already. Give --replace to put the backup in its place.",
    )
    assert other.state == before
    assert other.fingerpost("restore", "--replace", str(backup))[0] == 0
    assert other.state == full.state


def test_a_damaged_backup_changes_nothing(full: Installation, backup: Path, tmp_path: Path) -> None:
    whole, before = backup.read_bytes(), full.state
    (tmp_path / "damaged").write_bytes(whole[:-2000] + b"\0" + whole[-1999:])
    assert full.fingerpost("restore", "--replace", str(tmp_path / "damaged")) == (1, f"fingerpost: {DAMAGED}")
    assert full.state == before
    assert [file.name for file in full.folder.iterdir() if file.name.startswith(".")] == []


def test_where_the_last_step_fails_all_comes_back(full: Installation, backup: Path) -> None:
    before = full.state
    said = full.python(
        f"""
from pathlib import Path
from tempfile import mkdtemp
from django.conf import settings
from fingerpost.core.backups.archive import unpack
from fingerpost.core.backups.databases import in_place
from fingerpost.core.backups.restoring import files_in_place
folder = Path(mkdtemp(dir=settings.DATA_DIR))
manifest = unpack(Path({str(backup)!r}), folder, lambda _bytes: None)
try:
    with in_place(folder / "database", manifest.rows), files_in_place(folder / "files", Path(settings.MEDIA_ROOT)):
        raise RuntimeError("the disk is gone")
except RuntimeError as fault:
    print(fault)
"""
    )
    assert said == "the disk is gone\n"
    assert full.state == before


def test_a_database_that_has_other_rows_than_its_manifest_says_is_refused(full: Installation, backup: Path) -> None:
    before = full.state
    said = full.python(
        f"""
from pathlib import Path
from tempfile import mkdtemp
from django.conf import settings
from fingerpost.core.backups.archive import unpack
from fingerpost.core.backups.databases import in_place
from fingerpost.core.refusals import Refused
folder = Path(mkdtemp(dir=settings.DATA_DIR))
manifest = unpack(Path({str(backup)!r}), folder, lambda _bytes: None)
try:
    with in_place(folder / "database", {{**manifest.rows, "plans_plan": 7}}):
        print("in place")
except Refused as refused:
    print(refused)
"""
    )
    assert said == "The database in the backup does not have the rows that its manifest tells of.\n"
    assert full.state == before


def test_a_backup_of_an_older_fingerpost_is_brought_up_to_date(
    backup: Path, empty: Callable[[], Installation], tmp_path: Path
) -> None:
    old, new = empty(), empty()
    old.fingerpost("restore", str(backup))
    old.fingerpost("migrate", "--verbosity", "0", "people", "0001")
    assert old.fingerpost("backup", str(tmp_path / "old"))[0] == 0
    assert new.fingerpost("restore", str(tmp_path / "old"))[0] == 0
    assert new.fingerpost("migrate", "--check") == (0, "")
    assert old.fingerpost("migrate", "--check")[0] == 1


def test_a_backup_of_a_newer_fingerpost_is_refused(
    full: Installation, backup: Path, empty: Callable[[], Installation], tmp_path: Path
) -> None:
    newer = empty()
    newer.fingerpost("restore", str(backup))
    newer.python(
        "from django.db import connection\nfrom django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('people', '9999_from_tomorrow')\n"
    )
    newer.fingerpost("backup", str(tmp_path / "newer"))
    before = full.state
    code, said = full.fingerpost("restore", "--replace", str(tmp_path / "newer"))
    assert (code, said) == (1, "fingerpost: The backup was made by a newer Fingerpost (0.1.0). Install that first.")
    assert full.state == before


def test_a_backup_does_not_overwrite_another_file(full: Installation, backup: Path) -> None:
    before = backup.read_bytes()
    assert full.fingerpost("backup", str(backup)) == (
        1,
        f"fingerpost: {backup} is there already. Give a new name.",
    )
    assert backup.read_bytes() == before


def test_a_backup_into_a_folder_that_is_not_there_says_so(full: Installation, tmp_path: Path) -> None:
    path = tmp_path / "no" / "monday"
    assert full.fingerpost("backup", str(path)) == (
        1,
        f"fingerpost: {path} could not be written: No such file or directory. Nothing was written.",
    )


def test_a_backup_that_is_not_there_says_so(full: Installation, tmp_path: Path) -> None:
    path = tmp_path / "monday"
    assert full.fingerpost("restore", "--replace", str(path)) == (
        1,
        f"fingerpost: {path}: No such file or directory. Nothing was changed.",
    )


@pytest.mark.skipif(bool(POSTGRESQL), reason="of SQLite")
def test_a_backup_is_of_what_was_finished_while_others_write(full: Installation, tmp_path: Path) -> None:
    with closing(sqlite3.connect(full.folder / "fingerpost.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM core_auditevent")
        assert full.fingerpost("backup", str(tmp_path / "while"))[0] == 0
        writer.execute("ROLLBACK")
    unpack(tmp_path / "while", tmp_path / "out", quiet)
    with closing(sqlite3.connect(tmp_path / "out" / "database")) as copy:
        assert copy.execute("SELECT COUNT(*) FROM core_auditevent").fetchone() == (1,)


@pytest.mark.skipif(bool(POSTGRESQL), reason="of SQLite")
def test_a_database_that_somebody_uses_is_not_replaced(full: Installation, backup: Path) -> None:
    before = full.state
    with closing(sqlite3.connect(full.folder / "fingerpost.sqlite3")) as reader:
        reader.execute("SELECT COUNT(*) FROM core_auditevent").fetchone()
        assert full.fingerpost("restore", "--replace", str(backup)) == (
            1,
            "fingerpost: The database is in use. Stop the server and the worker first.",
        )
    assert full.state == before


@pytest.mark.skipif(not POSTGRESQL, reason="of PostgreSQL")
def test_without_the_programs_of_postgresql_it_says_what_to_install(full: Installation, tmp_path: Path) -> None:
    assert full.fingerpost("backup", str(tmp_path / "monday"), PATH=str(tmp_path)) == (
        1,
        "fingerpost: pg_dump is not installed. Install the client programs of PostgreSQL.",
    )


@pytest.mark.skipif(not POSTGRESQL or not shutil.which("pg_restore"), reason="of PostgreSQL")
def test_a_backup_of_the_other_engine_is_refused(full: Installation, tmp_path: Path) -> None:
    assert full.fingerpost("restore", "--replace", str(made(tmp_path))) == (
        1,
        "fingerpost: The backup is of a sqlite database and this installation uses postgresql. Nothing was changed.",
    )
