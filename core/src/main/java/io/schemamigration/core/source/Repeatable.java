package io.schemamigration.core.source;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is run again whenever it has changed, such as a view's definition: Flyway's {@code
 * R__}.
 *
 * @param name what the history calls it, {@code R__view}: the file's name without its ending
 * @param description its name in words
 * @param phase what running it does to older code, as for a migration; null: undecided
 * @param file as the user knows it
 * @param checksum SHA-256 of the file's bytes, 64 hex digits
 * @param statements in order; all of them can run in one transaction
 * @param verifications as for a migration
 * @param declared whether the author said the phase
 * @param acceptances the rules whose findings its author accepts
 * @param written {@code file} as it was read
 */
public record Repeatable(
    String name,
    String description,
    @Nullable Phase phase,
    String file,
    String checksum,
    List<Statement> statements,
    List<Verification> verifications,
    boolean declared,
    List<Acceptance> acceptances,
    SourceFile written) {

  /** Makes the lists safe to share. */
  public Repeatable {
    statements = List.copyOf(statements);
    verifications = List.copyOf(verifications);
    acceptances = List.copyOf(acceptances);
  }

  /** Whether a recorded checksum is that of the file as it is, but for its line ends. */
  public boolean isText(@Nullable String recorded) {
    return recorded != null && (recorded.equals(checksum) || written.isText(recorded));
  }

  /** The same file after a look at what its statements do; null: it isn't known. */
  public Repeatable judged(@Nullable Phase settled) {
    return new Repeatable(
        name,
        description,
        settled,
        file,
        checksum,
        statements,
        verifications,
        declared,
        acceptances,
        written);
  }
}
