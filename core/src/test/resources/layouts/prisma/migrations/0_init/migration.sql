-- CreateTable
CREATE TABLE "accounts" ("id" integer NOT NULL PRIMARY KEY);
