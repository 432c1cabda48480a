create table if not exists "users" ("id" integer not null primary key);
