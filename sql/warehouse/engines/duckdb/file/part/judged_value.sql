-- Part of stage_units: a value as a whole number, where it is a number.
-- params: none
    final_fact./*{column:identifier}*/ AS /*{column:identifier}*/,
    CASE WHEN /*{is_number:fragment}*/ THEN /*{value:fragment}*/ END AS /*{name:identifier}*/
