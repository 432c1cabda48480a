package io.schemamigration.runner.apply;

import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.words.MadeObjects;
import io.schemamigration.core.sql.words.SchemaObject;
import io.schemamigration.core.sql.words.SchemaObject.Kind;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.db.ledger.RepeatableRows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Views of repeatable files that keep a statement of a migration from being carried out. */
public final class MadeAgain {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern POSTGRESQL =
      Pattern.compile("((?:materialized )?view) ((?:" + NAME + "\\.)?(" + NAME + ")) depends on ");
  private static final Pattern SQLITE =
      Pattern.compile("error in (view) (([^\\n]+)) after (?:drop column|rename)");

  private MadeAgain() {}

  /**
   * What to do about the views in the way; null where no repeatable file makes them.
   *
   * @param said what the database said; the session is outside of a transaction
   * @param follow whether files that have changed are run after the migration
   */
  public static @Nullable String hint(
      Session session, List<Repeatable> repeatables, SqlFailure said, boolean follow) {
    boolean postgresql = session.dialect() == Dialect.POSTGRESQL;
    if (repeatables.isEmpty() || (postgresql && !said.state().equals("2BP01"))) {
      return null;
    }
    var views = (postgresql ? POSTGRESQL : SQLITE).matcher(String.valueOf(said.getMessage()));
    Set<Repeatable> makers = new LinkedHashSet<>();
    Set<String> drops = new LinkedHashSet<>();
    while (views.find()) {
      var maker = maker(session.dialect(), repeatables, views);
      if (maker == null) {
        return null; // the other view stays in the way
      }
      makers.add(maker);
      drops.add("DROP " + views.group(1).toUpperCase(Locale.ROOT) + " " + views.group(2) + ";");
    }
    return makers.isEmpty() ? null : words(session, makers, drops, follow);
  }

  private static @Nullable Repeatable maker(
      Dialect dialect, List<Repeatable> repeatables, Matcher view) {
    var name = view.group(3).replaceAll("^\"|\"$", "").replace("\"\"", "\"");
    for (var file : repeatables) {
      var made = new MadeObjects(dialect).add(file.file(), file.statements()).there().keySet();
      if (made.stream().anyMatch(object -> isView(object, name))) {
        return file;
      }
    }
    return null;
  }

  private static boolean isView(SchemaObject object, String name) {
    return object.kind() == Kind.VIEW && object.name().equalsIgnoreCase(name);
  }

  /** What depends on another view stands after it in the error, and has to go first. */
  private static String words(
      Session session, Set<Repeatable> makers, Set<String> drops, boolean follow) {
    var ran = follow ? new RepeatableRows(session).checksums() : Map.<String, String>of();
    var again = new ArrayList<String>();
    var not = new ArrayList<String>();
    for (var file : makers) {
      (follow && !file.isText(ran.get(file.name())) ? again : not).add(file.file());
    }
    var hint = new StringBuilder("Write ");
    hint.append(String.join(" ", List.copyOf(drops).reversed())).append(" before the statement.");
    if (!again.isEmpty()) {
      hint.append(" After the migrations it is recreated by what has changed: ")
          .append(String.join(", ", again))
          .append('.');
    }
    if (!not.isEmpty()) {
      hint.append(
              " Create it again in this file, too: what makes it isn't run again unless it changes: ")
          .append(String.join(", ", not))
          .append('.');
    }
    return hint.toString();
  }
}
