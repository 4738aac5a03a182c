-- Part of json: a field.
-- params: none
/*{column:identifier}*/: 'VARCHAR'
