package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Types that take all that another one takes, so that PostgreSQL doesn't rewrite the table. */
final class Widening {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("character varying", "varchar"),
          Map.entry("bit varying", "varbit"),
          Map.entry("decimal", "numeric"),
          Map.entry("dec", "numeric"),
          Map.entry("timestamp without time zone", "timestamp"),
          Map.entry("timestamp with time zone", "timestamptz"),
          Map.entry("time without time zone", "time"),
          Map.entry("time with time zone", "timetz"));

  /** Their number is a length or a precision, and none means that there is no limit. */
  private static final Set<String> LIMITED =
      Set.of("varchar", "varbit", "timestamp", "timestamptz", "time", "timetz", "interval");

  private static final Pattern WRITTEN =
      Pattern.compile("([a-z ]+?)(?:\\(([0-9]+)(?:,([0-9]+))?\\))?( with(?:out)? time zone)?");

  /**
   * A type with its limits.
   *
   * @param name PostgreSQL's own
   * @param limits in the parentheses
   */
  private record Type(String name, List<Long> limits) {
    static @Nullable Type written(String text) {
      var match = WRITTEN.matcher(text);
      if (!match.matches()) {
        return null;
      }
      var zone = match.group(4) == null ? "" : match.group(4);
      var name = match.group(1).strip() + zone;
      var limits = new ArrayList<Long>();
      for (int i = 2; i <= 3; i++) {
        if (match.group(i) != null) {
          limits.add(Long.valueOf(match.group(i)));
        }
      }
      return new Type(NAMES.getOrDefault(name, name), limits);
    }

    static @Nullable Type parsed(Node type) {
      var limits = new ArrayList<Long>();
      for (var limit : type.nodes("typmods")) {
        var number = limit.node("ival");
        if (number == null) {
          return null;
        }
        limits.add(number.number("ival"));
      }
      var name = BuiltIn.type(type);
      if (name.equals("interval") && limits.size() == 2) {
        limits.removeFirst(); // which fields it has: all
      }
      return name.isEmpty() || type.has("arrayBounds") ? null : new Type(name, limits);
    }
  }

  private Widening() {}

  /** Whether each value of a column fits, and stays as it is. */
  static boolean widens(String written, Node type) {
    var old = Type.written(written);
    var now = Type.parsed(type);
    if (old == null || now == null) {
      return false;
    }
    if (!old.name().equals(now.name())) {
      boolean text = old.name().equals("varchar") && now.name().equals("text");
      boolean varchar = old.name().equals("text") && now.name().equals("varchar");
      boolean net = old.name().equals("cidr") && now.name().equals("inet");
      return (text || varchar || net) && now.limits().isEmpty();
    }
    if (now.limits().isEmpty()) {
      return LIMITED.contains(now.name()) || now.name().equals("numeric") || old.equals(now);
    }
    if (old.limits().isEmpty()) {
      return false;
    }
    return now.name().equals("numeric")
        ? scale(old) == scale(now) && now.limits().getFirst() >= old.limits().getFirst()
        : LIMITED.contains(now.name()) && now.limits().getFirst() >= old.limits().getFirst();
  }

  private static long scale(Type numeric) {
    return numeric.limits().size() < 2 ? 0 : numeric.limits().get(1);
  }

  /** Whether it is another type, and not only another limit. */
  static boolean renames(String written, Node type) {
    var old = Type.written(written);
    return old == null || !old.name().equals(BuiltIn.type(type));
  }
}
