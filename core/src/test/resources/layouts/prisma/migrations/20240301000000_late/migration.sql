ALTER TABLE "notes" ADD COLUMN "text" text;
