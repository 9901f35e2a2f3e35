"""Dates as they are written in files, as numbers that sort."""

import pytest

from tm.model.units import moment


@pytest.mark.parametrize(
    ("date", "number"),
    [
        ("2025-03-01", 20250301000000),
        ("20250301T120000Z", 20250301120000),
        ("2025-03-01T12:00:00.123456Z", 20250301120000),
        ("2025", 20250000000000),
        ("٢٠٢٥²", 0),
        ("yesterday", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_dates_are_numbers_that_sort_by_time(date: str | None, number: int) -> None:
    assert moment(date) == number
