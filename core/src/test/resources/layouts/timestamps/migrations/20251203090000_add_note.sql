-- phase: expand
ALTER TABLE tasks ADD COLUMN note TEXT;
