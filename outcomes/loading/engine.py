"""Brings tables to what the fixtures say, without undoing what people edited in the portal.

For each value the fixtures own there are three: what the fixture says, what the database holds and
what the last load wrote. Where the database still holds what was loaded, the fixture's new value
goes in. Where it does not, somebody edited it: it stays, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from outcomes.loading.report import Change, Kept, KindReport, LoadReport
from outcomes.loading.rows.shared import Row, To
from outcomes.models import FrameworkVersion, LoadedRecord
from outcomes.services.exceptions import Refused

PK = "pk"
REMOVED_IN_PORTAL = "it was removed there"
EDITED_AND_DROPPED = "edited there, though no longer in the fixtures"
SETTLED = "a person has settled it; the fixture differs in "


class LoadRefused(Refused):
    """The fixtures cannot be loaded as they are; nothing was changed."""


class Loader:
    """One load. `overwrite` lets the fixtures win over edits made in the portal."""

    def __init__(self, *, overwrite: bool = False) -> None:
        self.overwrite = overwrite
        self.report = LoadReport()
        self.memory = {(item.kind, item.name): item for item in LoadedRecord.objects.all()}
        self.names = _Names(self.memory)
        self.frozen = {
            version.pk for version in FrameworkVersion.objects.all() if version.is_frozen
        }
        self.created: set[tuple[type[Model], str]] = set()

    def load(self, rows: Iterable[Row]) -> LoadReport:
        """Loads the rows, a table at a time in order of appearance; returns the report.

        Raises LoadRefused where a value does not fit its column, or where rows would be added to
        or taken from a published framework version. The caller's transaction undoes what was
        written before that.
        """
        rows = list(rows)
        tables: dict[type[Model], list[Row]] = {}
        for row in rows:
            tables.setdefault(row.model, []).append(row)
        for model, of_model in tables.items():
            _Table(self, model).load(of_model)
        self._drop(rows)
        self._remember()
        return self.report

    def of(self, model: type[Model]) -> KindReport:
        return self.report.of(str(model._meta.verbose_name_plural))

    def is_frozen(self, row: Row) -> bool:
        return row.frozen_in is not None and self.names.pk(row.frozen_in) in self.frozen

    def note(self, row: Row, values: Mapping[str, Any]) -> None:
        """Remembers what the fixtures say of a row, whether or not it was written."""
        kind = row.model._meta.label_lower
        item = self.memory.get((kind, row.name)) or LoadedRecord(kind=kind, name=row.name)
        if item.pk is None or item.values != values:
            item.values = dict(values)
            item.is_stale = True  # type: ignore[attr-defined]
        self.memory[kind, row.name] = item

    def _drop(self, rows: list[Row]) -> None:
        """Deals with rows that an earlier load wrote and that the fixtures hold no longer."""
        present = {(row.model._meta.label_lower, row.name) for row in rows}
        models = {row.model._meta.label_lower: row for row in rows}
        versions = {row.name for row in rows if row.model is FrameworkVersion}
        for (kind, name), item in list(self.memory.items()):
            sample = models.get(kind)
            if sample is None or (kind, name) in present:
                continue
            # The rows of an earlier version of a framework are its history.
            if "/" in name and name.partition(" ")[0] not in versions:
                continue
            self._drop_one(sample, item)

    def _drop_one(self, sample: Row, item: LoadedRecord) -> None:
        row = sample.model._default_manager.filter(pk=item.values[PK]).first()
        if row is not None and sample.part_of is None:
            self.of(sample.model).no_longer_in_fixtures.append(item.name)
            return
        if row is not None and self._was_edited(row, item) and not self.overwrite:
            self.of(sample.model).kept.append(Kept(item.name, EDITED_AND_DROPPED))
            return
        if row is not None:
            row.delete()
            self.of(sample.model).removed.append(item.name)
        del self.memory[item.kind, item.name]
        item.delete()

    def _was_edited(self, row: Model, item: LoadedRecord) -> bool:
        columns = [field for field in row._meta.concrete_fields if field.name in item.values]
        return any(
            plain(self.names, field, getattr(row, field.attname)) != item.values[field.name]
            for field in columns
        )

    def _remember(self) -> None:
        stale = [item for item in self.memory.values() if getattr(item, "is_stale", False)]
        known = [item for item in stale if item.pk]
        LoadedRecord.objects.bulk_create(item for item in stale if not item.pk)
        LoadedRecord.objects.bulk_update(known, ["values"], batch_size=200)


class _Names:
    """Primary keys by the fixtures' names, and back."""

    def __init__(self, memory: Mapping[tuple[str, str], LoadedRecord]) -> None:
        self._pks: dict[str, dict[str, Any]] = {}
        self._names: dict[str, dict[Any, str]] = {}
        for (kind, name), item in memory.items():
            self._add(kind, name, item.values[PK])

    def _add(self, kind: str, name: str, pk: Any) -> None:
        self._pks.setdefault(kind, {})[name] = pk
        self._names.setdefault(kind, {})[pk] = name

    def add(self, model: type[Model], name: str, pk: Any) -> None:
        self._add(model._meta.label_lower, name, pk)

    def pk(self, to: To) -> Any:
        """The key of the row, or None where it was removed in the portal."""
        return self._pks.get(to.model._meta.label_lower, {}).get(to.name)

    def name(self, model: type[Model], pk: Any) -> str:
        return self._names.get(model._meta.label_lower, {}).get(pk, f"number {pk}")


def plain(names: _Names, field: Field[Any, Any], value: Any) -> Any:
    """The value as the memory keeps it: a row by its name, numbers and days by their digits."""
    if field.is_relation and value is not None:
        return names.name(field.related_model, value)  # type: ignore[arg-type]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


class _Table:
    """The rows of one model."""

    def __init__(self, loader: Loader, model: type[Model]) -> None:
        self.loader = loader
        self.model = model
        self.names = loader.names
        self.report = loader.of(model)
        self.by_pk = {row.pk: row for row in model._default_manager.all()}

    def load(self, rows: list[Row]) -> None:
        keys = list(rows[0].key)
        by_key = {
            tuple(getattr(row, self._field(key).attname) for key in keys): row
            for row in self.by_pk.values()
        }
        links = _Links(self.loader, self.model, {name for row in rows for name in row.many})
        pending = []
        for row in rows:
            wanted = {name: self._resolved(value) for name, value in self._owned(row)}
            found = self._find(row, by_key.get(tuple(wanted[key] for key in keys)))
            if found is None and self._was_removed_in_portal(row):
                self.report.kept.append(Kept(row.name, REMOVED_IN_PORTAL))
                continue
            pending.append((row, found, self._write(row, found, wanted)))
        # Links follow, because rows may be linked to rows of their own kind.
        for row, found, merge in pending:
            links.merge(row, merge)
            self._close(row, found, merge)

    def _owned(self, row: Row) -> Iterator[tuple[str, Any]]:
        yield from row.key.items()
        yield from row.values.items()

    def _field(self, name: str) -> Field[Any, Any]:
        field: Field[Any, Any] = self.model._meta.get_field(name)  # type: ignore[assignment]
        return field

    def _resolved(self, value: Any) -> Any:
        return self.names.pk(value) if isinstance(value, To) else value

    def _find(self, row: Row, by_key: Model | None) -> Model | None:
        """The row in the database: the one loaded before, wherever its key has gone since."""
        item = self.loader.memory.get((self.model._meta.label_lower, row.name))
        loaded = self.by_pk.get(item.values[PK]) if item else None
        return loaded or by_key

    def _was_removed_in_portal(self, row: Row) -> bool:
        if row.part_of is None or self.loader.overwrite:
            return False
        owner_is_new = (row.part_of.model, row.part_of.name) in self.loader.created
        return (self.model._meta.label_lower, row.name) in self.loader.memory and not owner_is_new

    def _write(self, row: Row, found: Model | None, wanted: Mapping[str, Any]) -> _Merge:
        merge = _Merge(self.loader, row, found)
        instance = found or self.model()
        if found is None and self.loader.is_frozen(row):
            raise LoadRefused(
                f"{row.at}: {row.frozen_in.name if row.frozen_in else ''} is published, so "
                f"'{row.name}' cannot be added to it; give the framework a new version."
            )
        for name, value in wanted.items():
            field = self._field(name)
            held = getattr(instance, field.attname) if found else None
            said = plain(self.names, field, value)
            if merge.takes(
                name, held=plain(self.names, field, held), said=said, same=held == value
            ):
                setattr(instance, field.attname, value)
        if found is None or merge.after:
            self._save(row, instance)
        merge.instance = instance
        self.names.add(self.model, row.name, instance.pk)
        return merge

    def _save(self, row: Row, instance: Model) -> None:
        relations = [field.name for field in self.model._meta.fields if field.is_relation]
        try:
            instance.clean_fields(exclude=relations)
        except ValidationError as error:
            faults = "; ".join(
                f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()
            )
            raise LoadRefused(f"{row.at}: {row.name} does not fit: {faults}") from None
        instance.save()

    def _close(self, row: Row, found: Model | None, merge: _Merge) -> None:
        if found is None:
            self.report.created.append(row.name)
            self.loader.created.add((self.model, row.name))
        elif merge.after:
            self.report.changed.append(Change(row.name, merge.before, merge.after))
        else:
            self.report.unchanged += 1
        if merge.kept:
            reason = SETTLED if merge.settled else "edited there: "
            self.report.kept.append(Kept(row.name, reason + ", ".join(merge.kept)))
        self.loader.note(row, {**merge.said, PK: merge.instance.pk})


class _Merge:
    """Which of a row's values are taken from the fixture, and which are kept."""

    def __init__(self, loader: Loader, row: Row, found: Model | None) -> None:
        item = loader.memory.get((row.model._meta.label_lower, row.name))
        self.loaded: Mapping[str, Any] = item.values if item and found else {}
        self.is_new = found is None
        self.settled = found is not None and row.settled(found)
        self.overwrite = loader.overwrite
        self.said: dict[str, Any] = {}
        self.before: dict[str, Any] = {}
        self.after: dict[str, Any] = {}
        self.kept: list[str] = []
        self.instance: Any = None

    def takes(self, name: str, *, held: Any, said: Any, same: bool) -> bool:
        """Whether the fixture's value goes in, noting what it replaces or what is kept."""
        self.said[name] = said
        if self.is_new:
            return True
        if same:
            return False
        edited = name in self.loaded and held != self.loaded[name]
        if (edited or self.settled) and not self.overwrite:
            self.kept.append(name)
            return False
        self.before[name], self.after[name] = held, said
        return True


class _Links:
    """The many-to-many columns of one model that the fixtures own."""

    def __init__(self, loader: Loader, model: type[Model], fields: set[str]) -> None:
        self.loader = loader
        self.model = model
        self.held = {name: self._all(name) for name in fields}

    def _all(self, name: str) -> dict[Any, set[Any]]:
        field: Any = self.model._meta.get_field(name)
        pairs = field.remote_field.through._default_manager.values_list(
            f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        )
        found: dict[Any, set[Any]] = {}
        for owner, other in pairs:
            found.setdefault(owner, set()).add(other)
        return found

    def merge(self, row: Row, merge: _Merge) -> None:
        for name, targets in row.many.items():
            field: Any = self.model._meta.get_field(name)
            pks = {self.loader.names.pk(target) for target in targets} - {None}
            held = self.held[name].get(merge.instance.pk, set())
            naming = self.loader.names.name
            said = sorted(naming(field.related_model, pk) for pk in pks)
            was = sorted(naming(field.related_model, pk) for pk in held)
            if merge.takes(name, held=was, said=said, same=held == pks) and pks != held:
                getattr(merge.instance, name).set(pks)
                if field.remote_field.symmetrical:
                    self.held[name] = self._all(name)
