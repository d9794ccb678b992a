"""Great-circle distances on a sphere of the mean earth radius (haversine; error against the ellipsoid below 0.6 %)."""

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius

Floats = NDArray[np.float64]


def great_circle_km(from_degrees: Floats, to_degrees: Floats) -> Floats:
    """Distance in km of every row of the first (latitude, longitude) array to every row of the second, in degrees."""
    here, there = np.radians(from_degrees)[:, None, :], np.radians(to_degrees)[None, :, :]
    half = np.sin((there - here) / 2.0) ** 2
    chord = half[..., 0] + np.cos(here[..., 0]) * np.cos(there[..., 0]) * half[..., 1]
    distance: Floats = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return distance
