"""Series for the comparison of two versions of the control chart. Nothing depends on the clock."""

from __future__ import annotations

import random
from collections.abc import Iterator


def generated_series(number: int, seed: int) -> Iterator[list[int | None]]:
    """Series of whole numbers with steps, slopes, ties, outliers and gaps."""
    rng = random.Random(seed)
    for _ in range(number):
        level, noise = rng.randint(-20, 200), rng.choice([0, 1, 2, 5, 20])
        slope = rng.choice([0, 0, 0, 1, -1, 3])
        step_at, step = rng.randint(0, 30), rng.choice([0, 0, 4, -10, 30])
        length, gaps = rng.randint(0, 30), rng.choice([0, 0, 0.1, 0.3])
        series: list[int | None] = []
        for i in range(length):
            value = level + slope * i + (step if i >= step_at else 0) + rng.randint(-noise, noise)
            value += rng.choice([0] * 19 + [60])
            series.append(None if rng.random() < gaps else value)
        yield series
