"""Rows of the groups of people whose voice the strategies seek."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes.loading.rows.shared import Row, sourced
from outcomes.loading.schema import FrameworkData
from outcomes.models import VoiceGroup


def voice_rows(data: FrameworkData) -> Iterator[Row]:
    """The groups in their order; whether a year without one is flagged is the portal's."""
    for order, group in enumerate(data.voice_groups):
        yield Row(
            at=group.at,
            model=VoiceGroup,
            name=group.code,
            key={"code": group.code},
            values={
                "name": group.name,
                "quote": group.quote,
                "order": order,
                **sourced(group.source),
            },
        )
