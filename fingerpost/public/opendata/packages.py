"""All tables together: a Frictionless Data Package (version 2), CSVW metadata, and a zip of everything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fingerpost.public.content import Snapshot, as_json
from fingerpost.public.opendata import feeds, stratml
from fingerpost.public.opendata.tables import TABLES, Column, Table, as_csv

METADATA = "csv-metadata.json"
PACKAGE = "datapackage.json"
ARCHIVE = "data.zip"


def name_of(snapshot: Snapshot) -> str:
    """ "young-people-2009-10-q2-v1": of the package and its file."""
    return f"{snapshot.plan.slug}-{snapshot.period.slug}-v{snapshot.version}".lower()


def title_of(snapshot: Snapshot) -> str:
    return f"{snapshot.plan.title}, {snapshot.period.label}"


def json_bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def data_package(snapshot: Snapshot) -> bytes:
    """By https://datapackage.org/profiles/2.0/datapackage.json."""
    return json_bytes(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": name_of(snapshot),
            "title": title_of(snapshot),
            "description": snapshot.standing.sentence,
            "version": f"{snapshot.version}.0.0",
            "created": snapshot.built_at.isoformat(),
            "contributors": [{"title": snapshot.partnership, "roles": ["publisher"]}],
            "resources": [resource(table, snapshot) for table in TABLES],
        }
    )


def resource(table: Table, snapshot: Snapshot) -> dict[str, Any]:
    body = as_csv(table, snapshot)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": table.name,
        "path": f"{table.name}.csv",
        "type": "table",
        "title": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [field(one) for one in table.columns],
        "missingValues": [""],
    }
    if table.key:
        found["primaryKey"] = list(table.key)
    if table.refers:
        found["foreignKeys"] = [
            {
                "fields": list(one.columns),
                "reference": {"resource": "" if one.table == table.name else one.table, "fields": list(one.to)},
            }
            for one in table.refers
        ]
    return found


def field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "type": column.kind}
    if column.about:
        found["description"] = column.about
    return found


def csvw(snapshot: Snapshot) -> bytes:
    """By https://www.w3.org/TR/tabular-metadata/, whose foreign keys may not be empty: those that may are left out."""
    return json_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "dc:title": title_of(snapshot),
            "dc:publisher": snapshot.partnership,
            "tables": [csvw_table(one) for one in TABLES],
        }
    )


def csvw_table(table: Table) -> dict[str, Any]:
    shape: dict[str, Any] = {"columns": [csvw_column(one) for one in table.columns]}
    if table.key:
        shape["primaryKey"] = list(table.key)
    if strict := [one for one in table.refers if not one.may_be_empty]:
        shape["foreignKeys"] = [
            {
                "columnReference": list(one.columns),
                "reference": {"resource": f"{one.table}.csv", "columnReference": list(one.to)},
            }
            for one in strict
        ]
    return {"url": f"{table.name}.csv", "dc:description": table.about, "tableSchema": shape}


def csvw_column(column: Column) -> dict[str, Any]:
    kind = "decimal" if column.kind == "number" else column.kind
    found: dict[str, Any] = {"name": column.name, "titles": column.name, "datatype": kind}
    if column.about:
        found["dc:description"] = column.about
    return found


def zipped(snapshot: Snapshot) -> bytes:
    """Every file, dated as the snapshot and in a fixed order: the same snapshot gives the same archive."""
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, (_media_type, make) in FILES.items():
            year, month, day, hour, minute, second = snapshot.built_at.timetuple()[:6]
            entry = ZipInfo(name, (year, month, day, hour, minute, second))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, make(snapshot), compresslevel=9)
    return whole.getvalue()


FILES: dict[str, tuple[str, Callable[[Snapshot], bytes]]] = {
    PACKAGE: ("application/json", data_package),
    METADATA: ("application/csvm+json", csvw),
    **{f"{one.name}.csv": ("text/csv; charset=utf-8; header=present", partial(as_csv, one)) for one in TABLES},
    "plan.json": ("application/json", lambda snapshot: as_json(snapshot).encode()),
    "calendar.ics": ("text/calendar; charset=utf-8", lambda snapshot: feeds.calendar([snapshot])),
    "stratml-part-1.xml": ("application/xml", stratml.strategic_plan),
    "stratml-part-2.xml": ("application/xml", stratml.performance_report),
}


def file_of(snapshot: Snapshot, name: str) -> tuple[str, bytes] | None:
    """Media type and bytes of a file, `data.zip` for all of them; None where there is none of that name."""
    if name == ARCHIVE:
        return "application/zip", zipped(snapshot)
    if name not in FILES:
        return None
    media_type, make = FILES[name]
    return media_type, make(snapshot)
