package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values that don't fit into a page of a btree: PostgreSQL refuses rows that have them. */
final class LongValues {
  /** Types whose values are documents. */
  private static final Set<String> DOCUMENTS = Set.of("json", "jsonb", "bytea", "xml", "tsvector");

  private static final Set<String> TEXTS = Set.of("text", "citext", "varchar", "charactervarying");

  private LongValues() {}

  /** Judges an index of a table that others write to. */
  static void judge(String table, Node index, Draft draft) {
    var method = index.text("accessMethod");
    if (draft.fresh() || !(method.isEmpty() || method.equals("btree"))) {
      return;
    }
    for (var element : index.nodes("indexParams")) {
      var expression = element.node("expr");
      column(table, expression == null ? element.text("name") : letters(expression), index, draft);
    }
    for (var element : index.nodes("indexIncludingParams")) {
      column(table, element.text("name"), index, draft);
    }
  }

  /** The column that {@code lower(column)} and the like is about; empty for anything else. */
  private static String letters(Node expression) {
    var arguments = expression.nodes("args");
    var first = arguments.size() == 1 ? arguments.getFirst() : null;
    return first != null && BuiltIn.isTotal(expression) ? name(first) : "";
  }

  private static String name(@Nullable Node reference) {
    var fields = reference == null ? null : reference.strings("fields");
    return fields == null || fields.isEmpty() ? "" : fields.getLast();
  }

  private static String type(String table, String column, Draft draft) {
    var written = draft.scope().folder().columnType(table, column);
    return written.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }

  private static void column(String table, String column, Node index, Draft draft) {
    var type = column.isEmpty() ? "" : type(table, column, draft);
    var name = Names.member(table, column);
    if (DOCUMENTS.contains(type) || type.endsWith("]")) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.INDEX_MAY_FAIL,
          Names.at(index, "relation"),
          "values of column "
              + name
              + " that are longer than about 2,700 bytes are refused, also when older code writes them",
          "index md5() or a part of it, or use hash, gin or brin");
    } else if (TEXTS.contains(type)) {
      draft.phaseByData(Phase.EXPAND);
      draft.remark(
          Rule.LONG_VALUES,
          Names.at(index, "relation"),
          "values of column "
              + name
              + " that are longer than about 2,700 bytes are refused, also when older code writes them",
          "where such values occur, index md5() or a part of it, or use hash");
    }
  }
}
