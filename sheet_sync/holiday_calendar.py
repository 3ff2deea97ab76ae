"""The public holidays of a country or region ("US", "DE-BY"), from the library that keeps them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=32)
def public_holidays(region: str, years: tuple[int, ...]) -> tuple[np.datetime64, ...]:
    """The public holidays of a region ("US", "DE-BY"; empty for none) in these years, in order."""
    return tuple(np.datetime64(day, "D") for day in sorted(named_holidays(region, years))) if region else ()


@lru_cache(maxsize=32)
def named_holidays(region: str, years: tuple[int, ...]) -> Mapping[date, str]:
    """The English names of the public holidays of a region in these years."""
    import holidays  # noqa: PLC0415 - only trackers that ask for holidays pay for the import

    country, _, subdivision = region.partition("-")
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=years, language="en_US"))
