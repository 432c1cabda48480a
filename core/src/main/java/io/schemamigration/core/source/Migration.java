package io.schemamigration.core.source;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One migration of the source.
 *
 * @param version its place in the order; one of a kind in a source
 * @param description its name in words
 * @param phase what it does to older code: as declared, else {@code EXPAND} where every statement
 *     is on the list, else null: undecided
 * @param declared whether the author said the phase
 * @param undecided the first statement that keeps the phase undecided, or null when it is decided
 * @param file the file with its SQL, as the user knows it
 * @param downFile the file with what takes it back: the same one, or one beside it
 * @param checksum SHA-256 of the bytes of {@code file}, 64 hex digits
 * @param up its statements, in order; may be empty
 * @param down the statements that take it back, in order; may be empty
 * @param transactional whether all of {@code up} can run in one transaction
 * @param overtakes the pending contract migrations that its author says it doesn't touch, or of
 *     which a look at what both do shows it
 * @param dependsOn what has to be applied before it; all of it has lower versions
 * @param verifications queries that have to find what is expected once it is applied: one row whose
 *     first column is true, 1 or ok
 * @param metadata what else it says about itself
 * @param breaks what its statements do that older code doesn't survive, in words; null where that
 *     isn't known, or nothing
 * @param written {@code file} as it was read
 * @param blank whether it has no statement, and nothing that says why
 */
public record Migration(
    Version version,
    String description,
    @Nullable Phase phase,
    boolean declared,
    @Nullable Statement undecided,
    String file,
    String downFile,
    String checksum,
    List<Statement> up,
    List<Statement> down,
    boolean transactional,
    List<Version> overtakes,
    List<Version> dependsOn,
    List<Verification> verifications,
    Metadata metadata,
    @Nullable String breaks,
    SourceFile written,
    boolean blank) {

  /** Makes the lists safe to share. */
  public Migration {
    up = List.copyOf(up);
    down = List.copyOf(down);
    overtakes = List.copyOf(overtakes);
    dependsOn = List.copyOf(dependsOn);
    verifications = List.copyOf(verifications);
  }

  /** Whether a recorded checksum is that of the file as it is, but for its line ends. */
  public boolean isText(String recorded) {
    return recorded.equals(checksum) || written.isText(recorded);
  }

  /** What is wrong with a template that nobody has filled in. */
  public Problem notFilledIn() {
    return new Problem(
        file,
        null,
        "migration " + version + " has no statement",
        "write what it does; if it is meant to be empty, say why in a comment,"
            + " such as '-- nothing to do: the column exists already'");
  }

  /** The same migration with one more statement at its end. */
  public Migration and(Statement last) {
    var statements = new ArrayList<>(up);
    statements.add(last);
    return with(statements, transactional);
  }

  /** The same migration done by other statements, each by itself. */
  public Migration apart(List<Statement> statements) {
    return with(statements, false);
  }

  private Migration with(List<Statement> statements, boolean together) {
    var copy = new Copy(this);
    copy.up = statements;
    copy.transactional = together;
    return copy.made();
  }

  /** The same migration without the queries that look at what it did. */
  public Migration unverified() {
    var copy = new Copy(this);
    copy.verifications = List.of();
    return copy.made();
  }

  /** The same migration with its phase as it is, which nobody has to look at again. */
  public Migration taken() {
    var copy = new Copy(this);
    copy.declared = false;
    return copy.made();
  }

  /** What it counts as once it is applied: nobody may rely on what is undecided. */
  public Phase phaseThatCounts() {
    return phase == null ? Phase.OFFLINE : phase;
  }

  /** The rules whose findings its author accepts. */
  public List<Acceptance> acceptances() {
    return metadata.acceptances();
  }

  /**
   * The same migration after a look at what its statements do.
   *
   * @param settled the phase, or null where it isn't known
   * @param unclear the statement that keeps it from being known, or null
   * @param what what older code doesn't survive, in words, or null
   */
  public Migration judged(
      @Nullable Phase settled, @Nullable Statement unclear, @Nullable String what) {
    var copy = new Copy(this);
    copy.phase = settled;
    copy.undecided = unclear;
    copy.breaks = what;
    return copy.made();
  }

  /** The same migration, which doesn't touch what that contract changes. */
  public Migration overtaking(Version contract) {
    var copy = new Copy(this);
    copy.overtakes = new ArrayList<>(overtakes);
    copy.overtakes.add(contract);
    return copy.made();
  }

  /** The same migration but for what is set here. */
  private static final class Copy {
    private final Migration of;
    private @Nullable Phase phase;
    private boolean declared;
    private @Nullable Statement undecided;
    private List<Statement> up;
    private boolean transactional;
    private List<Version> overtakes;
    private List<Verification> verifications;
    private @Nullable String breaks;

    Copy(Migration of) {
      this.of = of;
      this.phase = of.phase;
      this.declared = of.declared;
      this.undecided = of.undecided;
      this.up = of.up;
      this.transactional = of.transactional;
      this.overtakes = of.overtakes;
      this.verifications = of.verifications;
      this.breaks = of.breaks;
    }

    Migration made() {
      return new Migration(
          of.version,
          of.description,
          phase,
          declared,
          undecided,
          of.file,
          of.downFile,
          of.checksum,
          up,
          of.down,
          transactional,
          overtakes,
          of.dependsOn,
          verifications,
          of.metadata,
          breaks,
          of.written,
          of.blank);
    }
  }
}
