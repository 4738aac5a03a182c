-- Part of stage_levels: a truth, whose text not every engine can make.
-- params: none
CASE WHEN fact./*{column:identifier}*/ THEN 'true' ELSE 'false' END
