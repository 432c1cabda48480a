-- phase: expand
-- +migrate Up notransaction
ANALYZE people;
-- +migrate Down
