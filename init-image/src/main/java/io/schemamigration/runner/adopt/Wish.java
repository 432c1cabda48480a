package io.schemamigration.runner.adopt;

import io.schemamigration.core.window.Version;
import io.schemamigration.runner.tool.Tool;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What someone asks for.
 *
 * @param from whose history; null: the existing one
 * @param table where it is, as {@code SCHEMA.NAME} or {@code NAME}; null: where that tool has it
 * @param mapped the versions that Alembic's revisions and names of files stand for
 * @param accepted which files are taken as they are
 * @param zone of times that were noted without one; null: the system's
 */
public record Wish(
    @Nullable Tool from,
    @Nullable String table,
    Map<String, Version> mapped,
    Accepted accepted,
    @Nullable ZoneId zone) {
  /** Makes the map safe to share. */
  public Wish {
    mapped = Map.copyOf(mapped);
  }

  /**
   * Files that differ from what was applied, and are taken as they are.
   *
   * @param all why all are; null: only those that are named
   * @param files why each of these is
   */
  public record Accepted(@Nullable String all, Map<String, String> files) {
    /** Makes the map safe to share. */
    public Accepted {
      files = Map.copyOf(files);
    }

    @Nullable String reason(String file) {
      return files.getOrDefault(file, all);
    }
  }
}
