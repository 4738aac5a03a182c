-- Where were pledges from, by the version of each kind that was valid when they were made? One row a pledge (and live or test)
-- and kind; a pledge whose address is in no range has none. The address is the one that pledge_fact has.
-- params: none
CREATE OR REPLACE VIEW pledge_geo AS
WITH addressed_pledge AS (
  SELECT
    1 AS meeting,
    pledge_fact.pledge_id AS pledge_id,
    pledge_fact.live AS live,
    pledge_fact.pledged_at AS pledged_at,
    pledge_fact.ip4 AS ip4,
    pledge_fact.ip6 AS ip6
  FROM pledge_fact
  WHERE pledge_fact.ip4 IS NOT NULL
    OR pledge_fact.ip6 IS NOT NULL
),

/*{matched:fragment}*/;
