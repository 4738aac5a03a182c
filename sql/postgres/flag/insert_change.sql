-- Who made this version, when, what was before and after it, and what is answered by from then on.
-- params: flag_key, version, action, at, actor, note, before, after, published
INSERT INTO flag_change (flag_key, version, action, at, actor, note, before, after, published)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
