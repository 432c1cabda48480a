-- phase: expand
-- Up Migration
ALTER TABLE orders ADD COLUMN status text;
-- Down Migration: takes the column away
ALTER TABLE orders DROP COLUMN status;
