-- Part of read_fact: one more condition.
-- params: none

        AND /*{condition:fragment}*/
