-- Part of summarise_steps: up to each event, the latest first step of those that had come as far as the step before this
-- one within the window. The latest leaves the most time. Only an event of this step will ask for it, so that the event
-- itself cannot be what it follows; of what is two steps at once, the later step comes first.
-- params: none
level_/*{step:integer}*/ AS (
  SELECT
    level_/*{before:integer}*/.unit AS unit,
    level_/*{before:integer}*/.value AS value,
    level_/*{before:integer}*/.step AS step,
    level_/*{before:integer}*/.moment AS moment,
    level_/*{before:integer}*/.log_transaction AS log_transaction,
    level_/*{before:integer}*/.log_position AS log_position,
    level_/*{before:integer}*/.longest AS longest,
    /*{carried:fragment}*/,
    MAX(
      CASE
        WHEN level_/*{before:integer}*/.step = /*{before:integer}*/
          AND level_/*{before:integer}*/.moment - level_/*{before:integer}*/.begun_/*{before:integer}*/ < level_/*{before:integer}*/.longest
        THEN level_/*{before:integer}*/.begun_/*{before:integer}*/
      END
    ) OVER (
      PARTITION BY level_/*{before:integer}*/.unit
      ORDER BY
        level_/*{before:integer}*/.moment ASC,
        level_/*{before:integer}*/.log_transaction ASC,
        level_/*{before:integer}*/.log_position ASC,
        level_/*{before:integer}*/.step DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS begun_/*{step:integer}*/
  FROM level_/*{before:integer}*/
)
