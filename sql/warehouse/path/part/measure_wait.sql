-- Part of summarise_paths: a step, and the milliseconds before it.
-- params: none
led.name_/*{step:integer}*/ AS name_/*{step:integer}*/,
led.moment_/*{step:integer}*/ - led.moment_/*{before:integer}*/ AS wait_/*{step:integer}*/
