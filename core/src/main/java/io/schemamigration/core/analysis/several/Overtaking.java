package io.schemamigration.core.analysis.several;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Effect.Change;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an expand migration may be applied before a contract migration of a lower version that
 * still waits: if they touch different objects, the database is the same whichever is applied
 * first. Only what is on a list of known cases counts as different; names are compared without
 * schema and case, and everything that a statement mentions counts as touched.
 */
public final class Overtaking {
  /** What goes with something unnamed could be anything. */
  private static final Set<Rule> UNNAMED = EnumSet.of(Rule.CASCADE, Rule.TRUNCATE_CASCADE);

  private final List<Footprint> later;
  private final List<Footprint> contract;

  private Overtaking(List<Footprint> later, List<Footprint> contract) {
    this.later = later;
    this.contract = contract;
  }

  /**
   * Why the later one has to wait, as a clause after "because"; null if it doesn't have to.
   *
   * @param later an expand migration
   * @param contract a pending contract migration of a lower version
   */
  public static @Nullable String obstacle(
      JudgedMigration later, JudgedMigration contract, Dialect dialect) {
    for (var migration : List.of(later, contract)) {
      for (var one : migration.judgement().statements()) {
        if (isUnclear(one.judgement())) {
          var place = migration.migration().file() + ":" + one.statement().line();
          return "what " + place + " touches isn't known";
        }
      }
    }
    for (var one : later.judgement().statements()) {
      if (one.judgement().phase() != Phase.EXPAND) {
        return later.migration().file() + " breaks older code by what its statements do";
      }
    }
    return new Overtaking(
            Footprint.of(later.judgement(), dialect), Footprint.of(contract.judgement(), dialect))
        .obstacle(contract.migration().file());
  }

  private static boolean isUnclear(Judgement judgement) {
    return judgement.certainty() == Certainty.UNKNOWN
        || judgement.remarks().stream().anyMatch(remark -> UNNAMED.contains(remark.rule()))
        || judgement.effects().stream().anyMatch(Overtaking::reachesFar);
  }

  /** What it changes may matter to statements that don't name it. */
  private static boolean reachesFar(Effect effect) {
    return switch (effect.object().kind()) {
      case SCHEMA, OTHER -> effect.change() != Change.ADDS && effect.change() != Change.USES;
      case FUNCTION -> effect.change() != Change.USES;
      case TRIGGER -> effect.change() != Change.REMOVES && effect.change() != Change.USES;
      case TABLE, VIEW, COLUMN, INDEX, CONSTRAINT, TYPE, SEQUENCE, POLICY, PRIVILEGE -> false;
    };
  }

  private @Nullable String obstacle(String file) {
    if (Stream.concat(later.stream(), contract.stream()).anyMatch(f -> f.mentions("search_path"))) {
      return "names lead elsewhere with another search_path";
    }
    if (writesRows() && !later.stream().allMatch(Overtaking::onlyBuilds)) {
      return file + " writes rows, which foreign keys and triggers may carry anywhere";
    }
    if (removesIndex() && later.stream().anyMatch(f -> f.does(Change.WRITES))) {
      return file + " removes an index, which ON CONFLICT may need";
    }
    for (var name : shared()) {
      if (!differentParts(name)) {
        return "both touch " + name;
      }
    }
    boolean asks =
        later.stream().anyMatch(f -> asksFor(f, contract))
            || contract.stream().anyMatch(f -> asksFor(f, later));
    return asks ? "one asks the catalog for what the other makes or removes" : null;
  }

  /** Whether it may find in the catalog what the others make or remove. */
  private static boolean asksFor(Footprint asking, List<Footprint> others) {
    return switch (asking.catalog()) {
      case IGNORES -> false;
      case ASKS -> true;
      case ASKS_BY_NAME ->
          others.stream().flatMap(f -> f.touched().stream()).anyMatch(asking.words()::contains);
    };
  }

  /** Rows, or the numbers of a sequence, of what existed before. */
  private boolean writesRows() {
    var made = new HashSet<DatabaseObject>();
    for (var footprint : contract) {
      for (var effect : footprint.effects()) {
        boolean rows =
            (effect.change() == Change.WRITES && effect.object().kind() != Kind.COLUMN)
                || (effect.change() == Change.CHANGES && effect.object().kind() == Kind.SEQUENCE);
        if (rows && !made.contains(effect.object())) {
          return true;
        }
        if (effect.change() == Change.ADDS) {
          made.add(effect.object());
        }
      }
    }
    return false;
  }

  /** Whether it only creates what has no rows yet, or what doesn't depend on which rows exist. */
  private static boolean onlyBuilds(Footprint footprint) {
    boolean adds = false;
    boolean addsRows = false;
    boolean uses = footprint.words().contains("select");
    for (var effect : footprint.effects()) {
      var kind = effect.object().kind();
      if (effect.change() != Change.ADDS && effect.change() != Change.USES) {
        return false;
      }
      adds |= effect.change() == Change.ADDS;
      addsRows |= effect.change() == Change.ADDS && (kind == Kind.TABLE || kind == Kind.VIEW);
      uses |= effect.change() == Change.USES && (kind == Kind.TABLE || kind == Kind.VIEW);
    }
    return adds && !(addsRows && uses);
  }

  private boolean removesIndex() {
    for (var footprint : contract) {
      for (var effect : footprint.effects()) {
        if (effect.change() == Change.REMOVES && effect.object().kind() == Kind.INDEX) {
          return true;
        }
      }
    }
    return false;
  }

  private Set<String> shared() {
    var shared = new TreeSet<String>();
    addMentioned(later, contract, shared);
    addMentioned(contract, later, shared);
    return shared;
  }

  private static void addMentioned(
      List<Footprint> touching, List<Footprint> others, Set<String> shared) {
    for (var footprint : touching) {
      for (var name : footprint.relations()) {
        if (others.stream().anyMatch(other -> other.mentions(name))) {
          shared.add(name);
        }
      }
    }
  }

  /**
   * Whether the later one adds columns to a table of which the contract changes other parts only:
   * neither names a part of the other's.
   */
  private boolean differentParts(String table) {
    var added = new HashSet<String>();
    for (var footprint : later) {
      if (footprint.mentions(table) && !addsColumns(footprint, table, added)) {
        return false;
      }
    }
    var changed = new HashSet<String>();
    for (var footprint : contract) {
      if (footprint.mentions(table) && !changesParts(footprint, table, changed)) {
        return false;
      }
    }
    return later.stream().noneMatch(f -> changed.stream().anyMatch(f.words()::contains))
        && contract.stream().noneMatch(f -> added.stream().anyMatch(f.words()::contains));
  }

  private static boolean addsColumns(Footprint footprint, String table, Set<String> added) {
    boolean adds = false;
    for (var effect : footprint.effects()) {
      var object = effect.object();
      boolean column = object.kind() == Kind.COLUMN && effect.change() == Change.ADDS;
      if (column && Footprint.relation(object).equals(table)) {
        added.add(Footprint.member(object));
        adds = true;
      } else if (effect.change() != Change.USES) {
        return false;
      }
    }
    return adds;
  }

  private static boolean changesParts(Footprint footprint, String table, Set<String> changed) {
    boolean changes = false;
    for (var effect : footprint.effects()) {
      var object = effect.object();
      switch (object.kind()) {
        case COLUMN, CONSTRAINT -> {
          if (effect.change() == Change.RENAMES || effect.change() == Change.WRITES) {
            return false;
          }
          changed.add(Footprint.member(object));
          changes |= Footprint.relation(object).equals(table);
        }
        case TABLE -> {
          if (effect.change() != Change.USES && effect.change() != Change.NARROWS) {
            return false;
          }
          changes |= effect.change() == Change.NARROWS && Footprint.relation(object).equals(table);
        }
        case INDEX, TYPE, SEQUENCE, FUNCTION -> {
          if (object.kind() != Kind.INDEX && effect.change() != Change.USES) {
            return false;
          }
        }
        case SCHEMA, VIEW, TRIGGER, POLICY, PRIVILEGE, OTHER -> {
          return false;
        }
      }
    }
    return changes;
  }
}
