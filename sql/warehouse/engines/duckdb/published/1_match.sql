-- People's questions find this in the place of DuckDB's own, which asks of `~` that all of a text matches: elsewhere a part will do.
-- params: none
CREATE OR REPLACE MACRO published.regexp_full_match(string, pattern) AS
  system.main.regexp_matches(string, pattern);
