package io.schemamigration.runner.prove;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.JudgedStatement;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One migration on the copy.
 *
 * @param looked the migration, with the phase that counts and with what its statements do
 * @param changes of the catalog
 * @param rewritten PostgreSQL: tables that were rewritten
 * @param locks PostgreSQL: the strongest on each table
 * @param lost queries of older code that worked before, and what the database says against them
 */
public record ProvedMigration(
    JudgedMigration looked,
    List<CatalogChange> changes,
    List<String> rewritten,
    List<String> locks,
    List<Lost> lost) {

  /** A query that older code loses. */
  public record Lost(OldQueries.Query query, String said) {}

  /** Makes the lists safe to share. */
  public ProvedMigration {
    changes = List.copyOf(changes);
    rewritten = List.copyOf(rewritten);
    locks = List.copyOf(locks);
    lost = List.copyOf(lost);
  }

  /** The migration, with the phase that counts. */
  public Migration migration() {
    return looked.migration();
  }

  /** The phase that counts for the rollout without the copy; null where it isn't known. */
  public @Nullable Phase counts() {
    return migration().phase();
  }

  /** The phase that counts after all that was seen: never more lenient, and null where that was. */
  public @Nullable Phase proved() {
    var proved = counts();
    if (proved == null) {
      return null;
    }
    for (var change : stricter()) {
      proved = change.phase().compareTo(proved) > 0 ? change.phase() : proved;
    }
    return breaksPromise() && proved == Phase.EXPAND ? Phase.CONTRACT : proved;
  }

  /**
   * The changes that are stricter than what counts. One that the author has accepted isn't held
   * against the migration, where the accepted statement names that very change; what it hides is.
   */
  public List<CatalogChange> stricter() {
    var counts = counts();
    return counts == null
        ? List.of()
        : changes.stream().filter(c -> c.phase().compareTo(counts) > 0 && !isAccepted(c)).toList();
  }

  /** Whether older code loses queries that it was promised. */
  public boolean breaksPromise() {
    return counts() == Phase.EXPAND && !lost.isEmpty();
  }

  /** What is held against it, at the statement that seems to be the cause. */
  public List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    for (var change : stricter()) {
      findings.add(finding(change.table(), change.text(), change.phase()));
    }
    if (breaksPromise()) {
      for (var one : lost) {
        var text = "older code loses the query on line " + one.query().line() + ": " + one.said();
        findings.add(finding("", text, Phase.CONTRACT));
      }
    }
    return findings;
  }

  private Finding finding(String table, String text, Phase phase) {
    var cause = cause(table);
    var counts = counts();
    return new Finding(
        Rule.PROVED_STRICTER,
        Rule.PROVED_STRICTER.severity(),
        migration().file(),
        cause == null ? 1 : cause.line(),
        cause == null ? 1 : cause.column(),
        "on a copy of the database "
            + text
            + ": that is "
            + phase.text()
            + ", and the migration counts as "
            + Phase.words(counts),
        "Declare it: -- phase: " + phase.text() + ". Or take it out.");
  }

  /** The first statement that is unknown, else the first one about the table, else the first. */
  private @Nullable Statement cause(String table) {
    Statement about = null;
    for (var one : looked.judgement().statements()) {
      if (one.judgement().certainty() == Certainty.UNKNOWN) {
        return one.statement();
      }
      if (about == null && touches(one.judgement(), table)) {
        about = one.statement();
      }
    }
    var up = migration().up();
    return about != null || up.isEmpty() ? about : up.getFirst();
  }

  private static boolean touches(Judgement statement, String table) {
    return !table.isEmpty()
        && statement.effects().stream().anyMatch(effect -> isOf(effect, lastPart(table)));
  }

  private boolean isAccepted(CatalogChange change) {
    var judged = looked.judgement();
    return judged.statements().stream()
        .map(JudgedStatement::judgement)
        .anyMatch(s ->
            s.phase().compareTo(change.phase()) >= 0
                && judged.subject().accepts(s)
                && s.effects().stream().anyMatch(effect -> tellsOf(effect, change)));
  }

  /** Names are compared by their ends: a statement may leave out the schema. */
  private static boolean tellsOf(Effect effect, CatalogChange change) {
    var harmless = effect.change() == Effect.Change.USES || effect.change() == Effect.Change.WRITES;
    var object = change.object().substring(change.object().indexOf(' ') + 1);
    boolean same = lastPart(effect.object().name()).equalsIgnoreCase(lastPart(object));
    return switch (effect.object().kind()) {
      case COLUMN ->
          !harmless
              && isOf(effect, lastPart(change.table()))
              && (same || !change.object().startsWith("column "));
      case TABLE, CONSTRAINT, INDEX ->
          !harmless && (same || isOf(effect, lastPart(change.table())));
      case SCHEMA, VIEW, FUNCTION, TYPE, SEQUENCE, TRIGGER, POLICY, PRIVILEGE, OTHER ->
          !harmless && same;
    };
  }

  /** Whether it is about that table, or about a part of it. */
  private static boolean isOf(Effect effect, String table) {
    var parts = effect.object().name().toLowerCase(Locale.ROOT).split("\\.", -1);
    var name = table.toLowerCase(Locale.ROOT);
    return parts[parts.length - 1].equals(name)
        || (parts.length > 1 && parts[parts.length - 2].equals(name));
  }

  private static String lastPart(String name) {
    var bare = name.replace("\"", "");
    int signature = bare.indexOf('(');
    var plain = signature < 0 ? bare : bare.substring(0, signature);
    return plain.substring(plain.lastIndexOf('.') + 1).strip();
  }
}
