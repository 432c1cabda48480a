package io.schemamigration.core.analysis.several;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Effect.Change;
import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ObjectChange;
import io.schemamigration.core.sql.words.SchemaObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether migrations fit together in the order of their versions: nothing is used before it is
 * created or after it is removed, and nothing is created twice. If it isn't known what a statement
 * does, everything known up to it is forgotten, so that what is reported would really fail.
 */
public final class Succession {
  private static final String PUBLIC = "public.";

  private static final Set<Rule> RULES =
      EnumSet.of(Rule.USED_BEFORE_MADE, Rule.USED_AFTER_REMOVED, Rule.MADE_TWICE);

  /** Where something happened. */
  private record Place(String file, Statement statement) {
    String text() {
      return file + ":" + statement.line();
    }
  }

  private final Dialect dialect;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<DatabaseObject, Place> made = new HashMap<>();
  private final Map<DatabaseObject, Place> gone = new HashMap<>();
  private final Map<DatabaseObject, Place> used = new HashMap<>();
  private final Set<String> temporary = new HashSet<>();
  private boolean elsewhere;

  private Succession(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * What doesn't fit.
   *
   * @param migrations in the order of their versions; what existed before the first isn't known
   */
  public static List<Finding> check(List<MigrationJudgement> migrations, Dialect dialect) {
    var succession = new Succession(dialect);
    for (var migration : migrations) {
      succession.temporary.clear();
      for (var one : migration.statements()) {
        if (!succession.elsewhere) {
          var place = new Place(migration.subject().file(), one.statement());
          succession.statement(place, one.judgement());
        }
      }
    }
    return succession.findings;
  }

  /** Whether the rule is about several migrations, so it can't be checked for one alone. */
  public static boolean looksFor(Rule rule) {
    return RULES.contains(rule);
  }

  private void statement(Place place, Judgement judgement) {
    var words = Footprint.words(place.statement(), dialect);
    if (words.contains("search_path")) {
      elsewhere = true; // from here on a name may mean something else
      return;
    }
    boolean passes = words.contains("temp") || words.contains("temporary");
    if (passes) {
      temporary.addAll(words); // its name is one of them, and leads there until the migration ends
    }
    boolean unnamed =
        judgement.remarks().stream()
            .anyMatch(remark -> remark.rule() == Rule.CASCADE || remark.rule() == Rule.DROP_SCHEMA);
    if (judgement.certainty() == Certainty.UNKNOWN || unnamed || words.contains("rollback")) {
      forget();
      return;
    }
    if (passes) {
      return;
    }
    dropped(place);
    boolean maybe = (words.contains("if") && words.contains("exists")) || isBlock(place);
    boolean creates = judgement.effects().stream().anyMatch(e -> makes(e, Kind.TABLE, Kind.VIEW));
    // names of WITH look like tables, and SQLite lets a table refer to one that comes later
    boolean reads = !words.contains("with") && !(creates && dialect == Dialect.SQLITE);
    for (var effect : judgement.effects()) {
      var object = normal(effect.object());
      if (object == null || temporary.contains(Footprint.relation(object))) {
        continue;
      }
      boolean replaces = words.contains("create") && words.contains("replace");
      switch (effect.change()) {
        case ADDS -> adds(object, place, maybe);
        case REMOVES -> removes(object, place, maybe);
        case RENAMES -> renames(object, normal(effect.becomes()), place);
        case WRITES -> uses(object, place);
        case NARROWS, CHANGES, USES -> touches(effect, object, place, reads, replaces);
      }
    }
  }

  /** DO makes only what doesn't exist, or nobody knows what it makes. */
  private static boolean isBlock(Place place) {
    return place.statement().sql().regionMatches(true, 0, "DO", 0, 2);
  }

  /** A drop whose effect is only known with what follows, such as the view that takes the place. */
  private void dropped(Place place) {
    for (var change : ObjectChange.of(dialect, place.statement())) {
      if (change instanceof ObjectChange.Gone gone
          && gone.object().kind() == SchemaObject.Kind.VIEW) {
        made.remove(new DatabaseObject(Kind.TABLE, gone.object().name()));
      }
    }
  }

  /** CREATE OR REPLACE VIEW makes the view where there is none. */
  private void touches(
      Effect effect, DatabaseObject object, Place place, boolean reads, boolean replaces) {
    if (replaces && effect.change() == Change.CHANGES && object.kind() == Kind.TABLE) {
      adds(object, place, true);
    } else if (reads) {
      uses(object, place);
    }
  }

  private static boolean makes(Effect effect, Kind... kinds) {
    return effect.change() == Change.ADDS && List.of(kinds).contains(effect.object().kind());
  }

  /** Null for what isn't followed. */
  private @Nullable DatabaseObject normal(@Nullable DatabaseObject object) {
    if (object == null) {
      return null;
    }
    var written =
        object.name().startsWith(PUBLIC) ? object.name().substring(PUBLIC.length()) : object.name();
    var name = dialect == Dialect.SQLITE ? written.toLowerCase(Locale.ROOT) : written;
    return switch (object.kind()) {
      case TABLE, VIEW -> new DatabaseObject(Kind.TABLE, name);
      case COLUMN, TYPE -> new DatabaseObject(object.kind(), name);
      case INDEX -> name.startsWith("of ") ? null : new DatabaseObject(Kind.INDEX, name);
      case SCHEMA, CONSTRAINT, FUNCTION, SEQUENCE, TRIGGER, POLICY, PRIVILEGE, OTHER -> null;
    };
  }

  private void adds(DatabaseObject object, Place place, boolean maybe) {
    usesTable(object, place);
    var first = made.get(object);
    if (first != null && !maybe) {
      report(
          Rule.MADE_TWICE,
          place,
          object,
          object.text() + " is made here, and in " + first.text() + " already",
          "Take it out of one of the two places.");
    }
    var use = used.remove(object);
    if (use != null && !maybe) {
      report(
          Rule.USED_BEFORE_MADE,
          use,
          object,
          object.text() + " is used here, but made later, in " + place.text(),
          "Give this migration the higher version, or make it first.");
    }
    gone.remove(object);
    made.putIfAbsent(object, place);
  }

  private void removes(DatabaseObject object, Place place, boolean maybe) {
    if (!maybe) {
      uses(object, place);
    }
    lose(object, place);
  }

  /** What is removed takes along its parts and its indexes, whose names don't show their table. */
  private void lose(DatabaseObject object, Place place) {
    made.remove(object);
    used.remove(object);
    gone.put(object, place);
    var within = object.name() + ".";
    for (var known : List.of(made, gone, used)) {
      known.keySet().removeIf(o -> o.kind() == Kind.COLUMN && o.name().startsWith(within));
    }
    if (object.kind() != Kind.INDEX) {
      made.keySet().removeIf(o -> o.kind() == Kind.INDEX);
    }
  }

  private void renames(DatabaseObject object, @Nullable DatabaseObject becomes, Place place) {
    uses(object, place);
    lose(object, place);
    if (becomes != null) {
      lose(becomes, place);
      gone.remove(becomes);
      made.put(becomes, place);
    }
  }

  private void uses(DatabaseObject object, Place place) {
    var removal = gone.get(object);
    if (removal != null) {
      report(
          Rule.USED_AFTER_REMOVED,
          place,
          object,
          object.text() + " is used here, but " + removal.text() + " has removed or renamed it",
          "Give what removes it the higher version, or leave this out.");
    } else if (!made.containsKey(object)) {
      used.putIfAbsent(object, place);
    }
    usesTable(object, place);
  }

  private void usesTable(DatabaseObject object, Place place) {
    int dot = object.kind() == Kind.COLUMN ? object.name().lastIndexOf('.') : -1;
    if (dot > 0) {
      uses(new DatabaseObject(Kind.TABLE, object.name().substring(0, dot)), place);
    }
  }

  private void forget() {
    made.clear();
    gone.clear();
    used.clear();
  }

  /** Once for each place and rule. */
  private void report(
      Rule rule, Place place, DatabaseObject object, String message, String advice) {
    int offset = place.statement().sql().indexOf(Footprint.member(object));
    var remark = new Remark(rule, Math.max(offset, 0), message, advice);
    var finding = Finding.of(place.file(), place.statement(), remark);
    boolean reported =
        findings.stream()
            .anyMatch(f ->
                f.rule() == rule
                    && f.file().equals(finding.file())
                    && f.line() == finding.line()
                    && f.column() == finding.column());
    if (!reported) {
      findings.add(finding);
    }
  }
}
