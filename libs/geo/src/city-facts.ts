import type { GeoFacts } from './geo-lookup.js';
import { countryField, field, flagField, numberField, present, textField } from './record-fields.js';

/** Single-precision coordinates carry noise behind the fifth digit; a metre is the fifth. */
const fiveDigits = (degrees: number | undefined): number | undefined =>
  degrees === undefined ? undefined : Math.round(degrees * 1e5) / 1e5;

/** The flat shape of ip-location-db: no accuracy radius, empty texts where nothing is known. */
function flatFacts(record: unknown): GeoFacts {
  const latitude = numberField(record, ['latitude'], -90, 90);
  const longitude = numberField(record, ['longitude'], -180, 180);
  // Rows without a place have zeros there, which is a place in the sea.
  const isPlace = latitude !== undefined && longitude !== undefined && (latitude !== 0 || longitude !== 0);
  return present<GeoFacts>({
    country: countryField(record, 'country_code'),
    city: textField(record, 'city'),
    subdivision: textField(record, 'state1'),
    latitude: isPlace ? fiveDigits(latitude) : undefined,
    longitude: isPlace ? fiveDigits(longitude) : undefined,
    timeZone: textField(record, 'timezone'),
  });
}

/** The shape of GeoIP2 and GeoLite2 City, Country and Enterprise. */
function nestedFacts(record: unknown): GeoFacts {
  const largest = field(record, 'subdivisions');
  const subdivision: unknown = Array.isArray(largest) ? largest[0] : undefined;
  return present<GeoFacts>({
    country: countryField(record, 'country', 'iso_code'),
    registeredCountry: countryField(record, 'registered_country', 'iso_code'),
    representedCountry: countryField(record, 'represented_country', 'iso_code'),
    city: textField(record, 'city', 'names', 'en'),
    subdivision: textField(subdivision, 'names', 'en'),
    latitude: numberField(record, ['location', 'latitude'], -90, 90),
    longitude: numberField(record, ['location', 'longitude'], -180, 180),
    accuracyRadiusKm: numberField(record, ['location', 'accuracy_radius'], 0, 20_040),
    timeZone: textField(record, 'location', 'time_zone'),
    asn: numberField(record, ['traits', 'autonomous_system_number'], 1, 4_294_967_295),
    asOrganisation: textField(record, 'traits', 'autonomous_system_organization'),
    anycast: flagField(record, 'traits', 'is_anycast'),
  });
}

/** What a City, Country, Enterprise or flat record says. */
export function cityFacts(record: unknown): GeoFacts {
  return field(record, 'country_code') === undefined ? nestedFacts(record) : flatFacts(record);
}
