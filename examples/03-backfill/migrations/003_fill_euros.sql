-- backfill: orders.id batch 5000 pause 50ms lag 5s
UPDATE orders SET euros = cents / 100.0
WHERE id BETWEEN :from AND :upto AND euros IS NULL;

-- verify: SELECT NOT EXISTS (SELECT 1 FROM orders WHERE euros IS NULL)
