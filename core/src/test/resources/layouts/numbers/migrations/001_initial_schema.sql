-- Migration: 001_initial_schema
-- Date: 2025-11-13
-- Description: Users and prompts, see ../schema.sql

CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, email TEXT NOT NULL);

SELECT count(*) FROM users;
