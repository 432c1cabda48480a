CREATE TABLE notes (id integer PRIMARY KEY); CREATE INDEX notes_i ON notes (id);
