"""How figures, dates and spans of time are written, on pages and in files alike."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NO_FIGURE = "–"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Figure = Decimal | int | float | None


def rounded(value: Decimal | int | float, places: int) -> Decimal:
    """The value to so many decimal places, a half going up, as people round by hand."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Figure, places: int | None = None) -> str:
    """'1,041', '2.5', or a dash where there is no figure.

    Without places, a whole number shows none and any other figure shows those it has.
    """
    if value is None or value == "":
        return NO_FIGURE
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    shown = exact.normalize() if places is None else rounded(exact, places)
    return f"{'−' if shown < 0 else ''}{abs(shown):,f}"


def percentage(value: Figure, places: int = 1) -> str:
    """'24.3%' from 24.3: percentages are kept from 0 to 100. A dash where there is no figure."""
    if value is None or value == "":
        return NO_FIGURE
    return f"{number(value, places)}%"


def day(value: date) -> str:
    """'15 October 2026'."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """'Thursday 15 October': for a deadline that is near, where the year is plain."""
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"


def days_away(value: date, today: date) -> str:
    """'in 6 days', 'today', 'yesterday', '6 days ago'."""
    days = (value - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def span(starts_on: date, ends_on: date, *, short: bool = False) -> str:
    """'July to September 2026', 'October 2025 to March 2026', 'April 2026'; 'Jul to Sep 2026'."""

    def month(value: date) -> str:
        name = MONTHS[value.month - 1]
        return name[:3] if short else name

    last = f"{month(ends_on)} {ends_on.year}"
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return last
    year = "" if starts_on.year == ends_on.year else f" {starts_on.year}"
    return f"{month(starts_on)}{year} to {last}"


def quarter(code: str, *, short: bool = False) -> str:
    """'July to September 2026' from '2026-Q2', the second quarter of financial year 2026/27.

    Raises ValueError for anything that is not a quarter's code.
    """
    year, number_ = _quarter_parts(code)
    first = (number_ % 4) * 3 + 1
    calendar = year + (number_ == 4)
    return span(date(calendar, first, 1), date(calendar, first + 2, 1), short=short)


def financial_quarter(code: str) -> str:
    """'quarter 2, 2026/27' from '2026-Q2'. Raises ValueError as `quarter` does."""
    year, number_ = _quarter_parts(code)
    return f"quarter {number_}, {year}/{(year + 1) % 100:02d}"


def _quarter_parts(code: str) -> tuple[int, int]:
    year, separator, number_ = code.partition("-Q")
    if not separator or number_ not in {"1", "2", "3", "4"} or len(year) != 4:
        raise ValueError(f"{code!r} is not a quarter, such as 2026-Q2.")
    return int(year), int(number_)


def times(value: int) -> str:
    """'once', 'twice', '3 times'."""
    return {1: "once", 2: "twice"}.get(value) or count(value, "time")


def count(value: int, singular: str, plural: str = "") -> str:
    """'1 measure', '1,041 measures', '2 boxes'."""
    word = singular if value == 1 else plural or f"{singular}s"
    return f"{number(value)} {word}"


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning and an ellipsis where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
