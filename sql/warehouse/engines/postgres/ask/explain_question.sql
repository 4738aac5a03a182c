-- How would a question be answered? It is not run.
-- params: none
EXPLAIN
/*{question:fragment}*/;
