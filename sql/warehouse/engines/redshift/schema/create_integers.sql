-- 0 to 999,999: what other databases have GENERATE_SERIES for.
-- params: none
CREATE TABLE IF NOT EXISTS integers (n BIGINT NOT NULL)
DISTSTYLE ALL
SORTKEY (n);
