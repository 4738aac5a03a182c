-- Forget which geographic version is valid when, to write it anew.
-- params: none
DELETE FROM geo_validity;
