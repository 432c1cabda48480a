-- Migration: 002_add_prompts
-- Date: 2025-11-14
-- Description: Prompts of a user
-- Author: iofold
-- verify: SELECT count(*) = 0 FROM prompts

CREATE TABLE prompts (id TEXT PRIMARY KEY, user_id TEXT REFERENCES users (id), n INTEGER);
