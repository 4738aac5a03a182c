-- What is known of networks: one row for all that share it. NULL: the database does not say.
-- params: none
CREATE TABLE IF NOT EXISTS geo_fact (
  geo_version BIGINT NOT NULL,
  fact BIGINT NOT NULL,
  -- Where the address is used; ISO 3166-1 alpha-2, like the next two.
  country VARCHAR(2048),
  -- Where its network is registered.
  registered_country VARCHAR(2048),
  -- For whom it is used, such as an army abroad.
  represented_country VARCHAR(2048),
  -- Two letters, as in EU.
  continent VARCHAR(2048),
  is_in_european_union BOOLEAN,
  -- The largest part of the country, English name and ISO 3166-2 code without the country's.
  subdivision VARCHAR(2048),
  subdivision_code VARCHAR(2048),
  city VARCHAR(2048),
  postal_code VARCHAR(2048),
  -- GeoNames' number of the smallest place that is known.
  geoname_id BIGINT,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  accuracy_radius_km BIGINT,
  metro_code BIGINT,
  time_zone VARCHAR(2048),
  -- Percent.
  country_confidence BIGINT,
  subdivision_confidence BIGINT,
  city_confidence BIGINT,
  postal_confidence BIGINT,
  is_anycast BOOLEAN,
  is_legitimate_proxy BOOLEAN,
  asn BIGINT,
  as_organisation VARCHAR(2048),
  isp VARCHAR(2048),
  organisation VARCHAR(2048),
  mobile_country_code VARCHAR(2048),
  mobile_network_code VARCHAR(2048),
  connection_type VARCHAR(2048),
  user_type VARCHAR(2048),
  domain VARCHAR(2048),
  is_anonymous BOOLEAN,
  is_vpn BOOLEAN,
  is_hosting BOOLEAN,
  is_public_proxy BOOLEAN,
  is_residential_proxy BOOLEAN,
  is_tor BOOLEAN,
  anonymizer_confidence BIGINT,
  provider_name VARCHAR(2048),
  network_last_seen DATE,
  ip_risk DOUBLE PRECISION,
  static_ip_score DOUBLE PRECISION,
  -- Users behind the address's /24, the address itself, its /32, /48 and /64.
  ipv4_24_users BIGINT,
  ipv4_32_users BIGINT,
  ipv6_32_users BIGINT,
  ipv6_48_users BIGINT,
  ipv6_64_users BIGINT,
  -- US dollars a year, and people per square kilometre.
  average_income BIGINT,
  population_density BIGINT
);
