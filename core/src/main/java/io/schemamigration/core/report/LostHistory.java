package io.schemamigration.core.report;

import io.schemamigration.core.window.Version;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A database whose minimum is lower than it was known to be: its history is gone, or an older one
 * has taken its place. Code that was kept out would come back, and migrations would run twice.
 *
 * @param known the minimum that the database reported before
 * @param found the minimum now; null where there is neither a window nor a history
 */
public record LostHistory(Version known, @Nullable Version found) {
  /** The annotation of the SchemaMigration by which a person accepts it. */
  public static final String ANNOTATION = "schemamigration.io/accept-minimum";

  private static final String NONE = "none";

  /** What is lost; null where nothing is. */
  public static @Nullable LostHistory between(@Nullable Version known, @Nullable Version found) {
    if (known == null) {
      return null;
    }
    return found == null || found.isBelow(known) ? new LostHistory(known, found) : null;
  }

  /**
   * Reads what a person has accepted, as {@link #consent} writes it; null for anything else, or
   * where another minimum is known.
   */
  public static @Nullable LostHistory accepted(@Nullable String text, @Nullable Version known) {
    if (text == null || known == null) {
      return null;
    }
    var start = "from-" + known + "-to-";
    var given = text.strip().toLowerCase(Locale.ROOT);
    if (!given.startsWith(start)) {
      return null;
    }
    var rest = given.substring(start.length());
    return rest.equals(NONE)
        ? new LostHistory(known, null)
        : Version.parse(rest).map(found -> new LostHistory(known, found)).orElse(null);
  }

  /** What to write to accept it: {@code from-3-to-none}. It is of no use against another loss. */
  public String consent() {
    return "from-" + known + "-to-" + (found == null ? NONE : found);
  }

  /**
   * As the report and the status say it.
   *
   * @param owner cluster uid/namespace/name
   */
  public Failure failure(String owner) {
    var parts = owner.split("/", -1);
    var name = parts[parts.length - 1];
    var namespace = parts.length > 1 ? parts[parts.length - 2] : "NAMESPACE";
    var what =
        found == null
            ? "the history of this database is gone: code had to know schema "
                + known
                + " at least, and now no migration is recorded"
            : "the history of this database went back: code had to know schema "
                + known
                + " at least, and now it is "
                + found;
    return Failure.of(
        Reason.HISTORY_LOST,
        what,
        "Nothing was changed. Check that the URL, the user's search_path and spec.database.historySchema lead to the"
            + " database and schema that they led to before. If it was replaced on purpose: kubectl annotate"
            + " schemamigration "
            + name
            + " -n "
            + namespace
            + " "
            + ANNOTATION
            + "="
            + consent()
            + " --overwrite");
  }
}
