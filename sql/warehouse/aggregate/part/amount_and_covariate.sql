-- Part of read_fact: what a row adds to a unit's value, in its days to act, or to its covariate, if it is final before the
-- exposure.
-- params: none
    CASE
      WHEN (
        (
          final_fact.time >= unit./*{from:identifier}*/
          AND final_fact.time < unit./*{until:identifier}*//*{final:fragment}*/
        )
        OR (final_fact.time >= unit./*{before:identifier}*/ AND final_fact.settled_at < unit.exposed_at)
      )/*{filters:fragment}*/
      THEN /*{value:fragment}*/
    END AS /*{name:identifier}*/
