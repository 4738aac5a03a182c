-- Remember that a migration was applied, with the checksum of its text.
-- params: name, checksum
INSERT INTO migration (name, checksum)
VALUES ($1, $2);
