-- How many units of each type were seen lately, when the warehouse was last asked?
-- params: none
SELECT warehouse_status.report -> 'units' AS units
FROM warehouse_status;
