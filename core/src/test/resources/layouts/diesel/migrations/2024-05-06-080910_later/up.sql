ALTER TABLE dated ADD COLUMN name text;
