CREATE INDEX runs_by_task ON runs (task_id);
