-- Date: 2025-11-27
-- phase: expand
CREATE TRIGGER prompts_n AFTER INSERT ON prompts BEGIN
  UPDATE prompts SET n = CASE WHEN new.n IS NULL THEN 1 ELSE new.n END WHERE id = new.id;
END;
