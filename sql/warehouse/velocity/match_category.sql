-- Part of a feature: an observation within the window that is of its category too.
-- params: none
/*{observed:fragment}*/
    AND observation.category = /*{category:fragment}*/
