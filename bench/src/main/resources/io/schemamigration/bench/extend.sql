-- Support asked for more to search by.
ALTER TABLE %1$s ADD COLUMN extra_%2$d jsonb, ADD COLUMN seen_%2$d timestamptz;
CREATE INDEX idx_extra_%2$d ON %1$s (seen_%2$d) WHERE seen_%2$d IS NOT NULL;
COMMENT ON COLUMN %1$s.extra_%2$d IS 'What the importer of file %2$d left over.';
