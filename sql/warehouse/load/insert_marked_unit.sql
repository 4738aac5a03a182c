-- Which ids do the new events say to be staff's (`is_staff`) or a bot's (`is_bot`, or a user agent that calls itself one)?
-- Few events say anything of it: the texts are looked at before they are taken apart.
-- params: none
INSERT INTO marked_unit (id, mark, marked_at, live)
WITH telling AS (
  SELECT
    staged_event.distinct_id AS id,
    staged_event.time AS time,
    staged_event.live AS live,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'is_staff') AS is_staff,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'is_bot') AS is_bot,
    LOWER(
      COALESCE(
        NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'user_agent'), ''),
        JSON_EXTRACT_PATH_TEXT(staged_event.properties, '$user_agent')
      )
    ) AS user_agent
  FROM staged_event
  WHERE STRPOS(staged_event.properties, '"is_staff"') > 0
    OR STRPOS(staged_event.properties, '"is_bot"') > 0
    OR STRPOS(staged_event.properties, 'user_agent"') > 0
),

marked AS (
  SELECT
    telling.id AS id,
    'staff' AS mark,
    telling.time AS time,
    telling.live AS live
  FROM telling
  WHERE telling.is_staff = 'true'
  UNION ALL
  SELECT
    telling.id AS id,
    'bot' AS mark,
    telling.time AS time,
    telling.live AS live
  FROM telling
  WHERE telling.is_bot = 'true'
    OR telling.user_agent LIKE '%bot%'
    OR telling.user_agent LIKE '%crawl%'
    OR telling.user_agent LIKE '%spider%'
    OR telling.user_agent LIKE '%headless%'
),

first_marked AS (
  SELECT
    marked.id AS id,
    marked.mark AS mark,
    MIN(marked.time) AS marked_at,
    marked.live AS live
  FROM marked
  GROUP BY
    marked.id,
    marked.mark,
    marked.live
)

SELECT
  first_marked.id AS id,
  first_marked.mark AS mark,
  first_marked.marked_at AS marked_at,
  first_marked.live AS live
FROM first_marked
LEFT JOIN marked_unit ON first_marked.id = marked_unit.id
  AND first_marked.mark = marked_unit.mark
  AND first_marked.live = marked_unit.live
  AND first_marked.marked_at >= marked_unit.marked_at
WHERE marked_unit.id IS NULL;
