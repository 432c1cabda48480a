-- Setup by diesel; phase is expand
-- phase: expand
SELECT 1;
