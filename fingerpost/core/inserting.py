"""Quick writes of many rows: one prepared statement for each thousand, where `bulk_create` writes SQL for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from itertools import islice
from json import JSONEncoder
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

BATCH = 1000
Row = TypeVar("Row", bound=models.Model)


def new_row(model: type[Row], **given: Any) -> Row:
    """An unsaved row as `model(**given)` makes it, in a quarter of the time, for rows made by the thousand.

    For models whose defaults are plain values: rows share them.
    """
    row = model.__new__(model)
    row.__dict__.update(_defaults(model))
    row._state = ModelState()
    for name, value in given.items():
        setattr(row, name, value)
    return row


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    return {name: value for name, value in model().__dict__.items() if name != "_state"}


def create_many(model: type[Row], rows: Sequence[Row]) -> Sequence[Row]:
    """Insert unsaved rows and give them their keys, within a transaction. Sends no signals.

    Rows that they refer to must have been saved before they were set. A third of what `bulk_create` costs.
    """
    if not rows:
        return rows
    for row, key in zip(rows, reserve_keys(model, len(rows)), strict=True):
        row.pk = key
    for field in model._meta.concrete_fields:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            now = field.pre_save(rows[0], add=True)
            for row in rows:
                setattr(row, field.attname, now)
    columns = [field.attname for field in model._meta.concrete_fields]
    values = itemgetter(*columns)
    insert_values(model, columns, (values(row.__dict__) for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Keys for `count` new rows that nobody else will get. On SQLite the transaction is the only writer."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [int(key) for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = (last[0] if last else 0) + 1
        return list(range(first, first + count))


def insert_values(
    model: type[models.Model], attributes: Sequence[str], rows: Iterable[Sequence[Any]], *, unless_taken: str = ""
) -> int:
    """Insert rows, which do not learn their keys, within a transaction: values in the order of `attributes`.

    Gives how many were new: a row whose unique attribute `unless_taken` is there already is left out.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [fields[name] for name in attributes]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours only
    if unless_taken:
        sql += f" ON CONFLICT ({quote(str(fields[unless_taken].column))}) DO NOTHING"
    new = 0
    prepare = [preparing(field) for field in columns]
    left = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(left, BATCH)):
            ready = zip(*(prepared(values) for prepared, values in zip(prepare, zip(*batch, strict=True), strict=True)),
                        strict=True)  # fmt: skip
            cursor.executemany(sql, list(ready))
            new += cursor.rowcount
    return new


def update_many(model: type[models.Model], rows: Iterable[models.Model], names: Sequence[str]) -> None:
    """Store the named fields of many rows, within a transaction: one statement, prepared once."""
    columns = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in columns)  # type: ignore[arg-type, union-attr]
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE id = %s"  # noqa: S608 - names of ours only
    left = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(left, BATCH)):
            values = [preparing(field)([getattr(row, field.attname) for row in batch]) for field in columns]  # type: ignore[arg-type, union-attr]
            cursor.executemany(sql, list(zip(*values, (row.pk for row in batch), strict=True)))


def preparing(field: models.Field[Any, Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What makes a column of values ready for the database. Text and keys are so already; of the others each
    differing value is prepared once."""
    slow = partial(field.get_db_prep_save, connection=connection)
    if isinstance(field, models.JSONField):
        if connection.vendor == "sqlite":
            encode = JSONEncoder().encode  # as the field would, without making an encoder for each value
            empty = encode({})
            return lambda values: [
                slow(value) if value is None else empty if value == {} else encode(value) for value in values
            ]
        return lambda values: [slow(value) for value in values]
    quick = isinstance(field, models.CharField | models.TextField | models.ForeignKey | models.AutoField)
    ready = {str, int, type(None)} if quick else {int, type(None)} if isinstance(field, models.IntegerField) else set()

    def prepared(values: Sequence[Any]) -> Sequence[Any]:
        if ready.issuperset(map(type, values)):
            return values
        known = {value: slow(value) for value in set(values)}
        return [known[value] for value in values]

    return prepared
