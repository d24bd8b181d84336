"""Rows of the lower layer: documents, places, organisations, sites, bodies and their rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from governance.models import (
    Body,
    BodyReference,
    Organisation,
    Place,
    ReportingLine,
    ReportingRequirement,
    Seat,
    Site,
    SourceDocument,
)
from outcomes.loading.rows.shared import Row, To, sourced, text
from outcomes.loading.schema import FrameworkData
from outcomes.loading.schema.governance import Body as BodyRecord
from outcomes.loading.schema.shared import Quotation


def governance_rows(data: FrameworkData) -> Iterator[Row]:
    """Every row of the governance layer, what is referred to first."""
    yield from _documents(data)
    yield from _places(data)
    yield from _organisations(data)
    yield from _sites(data)
    yield from _bodies(data)
    for body in data.bodies:
        yield from _references(body, {other.code: other.name for other in data.bodies})
    for body in data.bodies:
        yield from _seats(body)
    for body in data.bodies:
        yield from _lines(body)
    yield from _requirements(data)


def _documents(data: FrameworkData) -> Iterator[Row]:
    for document in data.documents:
        yield Row(
            at=document.at,
            model=SourceDocument,
            name=document.code,
            key={"code": document.code},
            values={
                "title": document.title,
                "kind": document.kind,
                "file": document.file,
                "sha256": document.sha256,
            },
        )


def _places(data: FrameworkData) -> Iterator[Row]:
    for order, place in enumerate(data.places.places):
        yield Row(
            at=place.at,
            model=Place,
            name=place.code,
            key={"code": place.code},
            values={
                "slug": slugify(place.name),
                "name": place.name,
                "kind": place.kind,
                "parent": To(Place, place.parent) if place.parent else None,
                "order": order,
            },
        )


def _organisations(data: FrameworkData) -> Iterator[Row]:
    for organisation in data.organisations:
        yield Row(
            at=organisation.at,
            model=Organisation,
            name=organisation.code,
            key={"code": organisation.code},
            values={
                "name": organisation.name,
                "aliases": list(organisation.aliases),
                "quote": organisation.quote,
                **sourced(organisation.source),
            },
        )


def _sites(data: FrameworkData) -> Iterator[Row]:
    for site in data.places.sites:
        yield Row(
            at=site.at,
            model=Site,
            name=site.code,
            key={"code": site.code},
            values={
                "name": site.name,
                "kind": site.kind,
                "locality": To(Place, site.place),
                "hub": To(Site, site.hub) if site.hub else None,
                "name_is_stated": site.name_stated,
                **sourced(site.source),
            },
        )


def _bodies(data: FrameworkData) -> Iterator[Row]:
    """A body as described, then its instances: one in each locality."""
    for body in data.bodies:
        common = {
            "kind": body.kind,
            "group": body.group,
            "cadence": text(body.cadence.value),
            "cadence_is_stated": body.cadence.stated,
            "cadence_quote": text(body.cadence.quote),
            "meets": text(body.cadence.meets),
            "confidence": body.confidence,
        }
        sources = {"sources": [To(SourceDocument, code) for code in body.sources]}
        yield Row(
            at=body.at,
            model=Body,
            name=body.code,
            key={"code": body.code},
            values={
                **common,
                "name": body.name,
                "aliases": list(body.aliases),
                "kind_note": text(body.kind_note),
                "per_locality": body.per_locality,
                "chair": text(body.chair),
                "note": text(body.note),
            },
            many=sources,
        )
        for instance in body.local_instances.instances if body.local_instances else ():
            yield Row(
                at=instance.at,
                model=Body,
                name=instance.code,
                key={"code": instance.code},
                values={
                    **common,
                    "name": instance.name,
                    "instance_of": To(Body, body.code),
                    "place": To(Place, instance.place),
                },
                many=sources,
            )


def _references(body: BodyRecord, names: dict[str, str]) -> Iterator[Row]:
    yield from _quotations(body, "purpose", body.purposes)
    yield from _quotations(body, "mention", body.mentions)
    for order, member in enumerate(body.members):
        yield _reference(
            body, "member", order, member, what=member.who, represents=member.represents
        )
    for order, product in enumerate(body.produces):
        yield _reference(
            body, "produces", order, product, what=product.what, cadence=product.cadence
        )
    for order, receipt in enumerate(body.receives):
        sender = names[receipt.from_] if receipt.from_ else receipt.from_group
        yield _reference(
            body,
            "receives",
            order,
            receipt,
            what=receipt.what,
            cadence=receipt.cadence,
            counterpart=sender,
        )


def _quotations(body: BodyRecord, kind: str, quotations: Iterable[Quotation]) -> Iterator[Row]:
    for order, quotation in enumerate(quotations):
        yield _reference(body, kind, order, quotation, what=quotation.quote)


def _reference(
    body: BodyRecord,
    kind: str,
    order: int,
    quotation: Quotation,
    *,
    what: str,
    cadence: str | None = None,
    counterpart: str | None = None,
    represents: str | None = None,
) -> Row:
    return Row(
        at=quotation.at,
        model=BodyReference,
        name=f"{body.code} {kind} {order + 1}",
        key={"body": To(Body, body.code), "kind": kind, "order": order},
        values={
            "text": what,
            "quote": quotation.quote,
            "cadence": text(cadence),
            "counterpart": text(counterpart),
            "represents": text(represents),
            **sourced(quotation.source),
        },
        part_of=To(Body, body.code),
    )


def _seats(body: BodyRecord) -> Iterator[Row]:
    for seat in body.seats:
        holder = To(Organisation, seat.organisation) if seat.organisation else None
        yield Row(
            at=seat.at,
            model=Seat,
            name=f"{body.code} {seat.organisation or ''} {seat.role or ''}".strip(),
            key={
                "body": To(Body, body.code),
                "organisation": holder,
                "role": text(seat.role),
            },
            values={
                "represents": text(seat.represents),
                "is_chair": seat.chair,
                "quote": seat.quote,
                **sourced(seat.source),
            },
            part_of=To(Body, body.code),
        )


def _lines(body: BodyRecord) -> Iterator[Row]:
    for line in body.reports_to:
        yield Row(
            at=line.at,
            model=ReportingLine,
            name=f"{body.code} to {line.body}",
            key={"body": To(Body, body.code), "reports_to": To(Body, line.body)},
            values={
                "strength": line.strength,
                "basis": text(line.basis),
                "quote": line.quote,
                **sourced(line.source),
            },
            part_of=To(Body, body.code),
        )


def _requirements(data: FrameworkData) -> Iterator[Row]:
    rules = [*data.reporting_rules, *data.accelerate.reporting_rules]
    for order, rule in enumerate(rules):
        read = rule.schedule
        to = rule.to or (read.to if read else None)
        yield Row(
            at=rule.at,
            model=ReportingRequirement,
            name=rule.code,
            key={"code": rule.code},
            values={
                "rule": rule.rule,
                "owed_by": To(Body, rule.from_) if rule.from_ else None,
                "owed_by_text": text(rule.from_group),
                "owed_to": To(Body, to) if to else None,
                "cadence": text(rule.cadence),
                "kind": read.kind if read else "",
                "rhythm": text(read.rhythm) if read else "",
                "basis": text(read.basis) if read else "",
                "evidence_types": list(rule.evidence_types),
                "quote": rule.quote,
                "order": order,
                **sourced(rule.source),
            },
            many={"bodies": [To(Body, code) for code in read.by] if read else []},
        )
