-- Part of summarise_paths: a step as a column.
-- params: none
/*{relation:identifier}*/.step_/*{step:integer}*/
