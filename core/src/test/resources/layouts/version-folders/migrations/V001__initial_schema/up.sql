CREATE TABLE conversations (id TEXT PRIMARY KEY, started TEXT);
