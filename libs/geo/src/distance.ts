export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius R1 of the Earth (IUGG), km. */
const earthRadiusKm = 6371.0088;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Great-circle distance in kilometres by the haversine formula, on a sphere: off by at most about 0.5 %.
 * d = 2R·asin √(sin²(Δφ/2) + cos φ₁ · cos φ₂ · sin²(Δλ/2)). Example: London to New York, about 5,570.
 */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const half = (degrees: number): number => Math.sin(radians(degrees) / 2) ** 2;
  const chord =
    half(to.latitude - from.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(to.longitude - from.longitude);
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Distance over time, km/h. At once and elsewhere is infinitely fast; at once and there is 0. `seconds` ≥ 0. */
export function speedKmh(distance: number, seconds: number): number {
  if (distance === 0) return 0;
  return seconds <= 0 ? Infinity : distance / (seconds / 3600);
}
