-- Part of summarise_paths: the seconds before a step.
-- params: none
MAX(CASE WHEN measured.step = /*{step:integer}*/ THEN measured.middle END) AS median_seconds_/*{step:integer}*/,
MAX(CASE WHEN measured.step = /*{step:integer}*/ THEN measured.ninth_decile END) AS ninth_decile_seconds_/*{step:integer}*/
