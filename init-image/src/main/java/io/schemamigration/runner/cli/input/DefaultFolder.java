package io.schemamigration.runner.cli.input;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where migrations are when nobody says it: in the folder that the usual tools make. */
final class DefaultFolder {
  /**
   * sqlx, diesel, D1 and most others; dbmate and Rails; Flyway, as Java projects have it; Prisma;
   * Supabase.
   */
  private static final String[] USUAL = {
    "migrations",
    "db/migrations",
    "db/migration",
    "src/main/resources/db/migration",
    "prisma/migrations",
    "supabase/migrations"
  };

  private DefaultFolder() {}

  /**
   * The one of them that exists, or the first, which {@code create} makes.
   *
   * @param in the folder that the command is called in
   * @throws UsageException when there are two
   */
  static Path in(Path in) {
    String found = null;
    for (var name : USUAL) {
      if (!Files.isDirectory(in.resolve(name))) {
        continue;
      }
      if (found != null) {
        throw new UsageException(
            "which folder? There are " + found + " and " + name + "; name one with --dir");
      }
      found = name;
    }
    return in.resolve(found == null ? USUAL[0] : found);
  }
}
