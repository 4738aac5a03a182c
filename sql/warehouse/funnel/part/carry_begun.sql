-- Part of advance_level: what an earlier level has found.
-- params: none
level_/*{level:integer}*/.begun_/*{step:integer}*/ AS begun_/*{step:integer}*/
