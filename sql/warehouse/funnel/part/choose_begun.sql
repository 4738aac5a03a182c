-- Part of summarise_steps: the first step that an event of this step follows.
-- params: none
WHEN /*{step:integer}*/ THEN level_/*{level:integer}*/.begun_/*{step:integer}*/
