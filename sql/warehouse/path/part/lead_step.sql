-- Part of summarise_paths: the event that came so many places later, and when.
-- params: none
LEAD(followed.name, /*{step:integer}*/) OVER (
  PARTITION BY followed.person
  ORDER BY
    followed.time ASC,
    followed.log_transaction ASC,
    followed.log_position ASC
) AS name_/*{step:integer}*/,
LEAD(followed.moment, /*{step:integer}*/) OVER (
  PARTITION BY followed.person
  ORDER BY
    followed.time ASC,
    followed.log_transaction ASC,
    followed.log_position ASC
) AS moment_/*{step:integer}*/
