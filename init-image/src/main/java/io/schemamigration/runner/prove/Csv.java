package io.schemamigration.runner.prove;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one column of a CSV file with a header (RFC 4180: quotes are doubled in quotes). */
final class Csv {
  private final String text;
  private int position;
  private int line = 1;

  private Csv(String text) {
    this.text = text;
  }

  /** Null where the first line doesn't name the column. */
  static @Nullable List<OldQueries.Query> column(String text, String name) {
    var csv = new Csv(text);
    int column = csv.row().indexOf(name);
    if (column < 0) {
      return null;
    }
    var found = new ArrayList<OldQueries.Query>();
    while (csv.position < text.length()) {
      int begins = csv.line;
      var row = csv.row();
      if (column < row.size() && !row.get(column).isBlank()) {
        found.add(new OldQueries.Query(begins, row.get(column).strip()));
      }
    }
    return found;
  }

  private List<String> row() {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    while (position < text.length()) {
      char c = text.charAt(position++);
      line += c == '\n' ? 1 : 0;
      if (c == '"') {
        boolean doubled = quoted && position < text.length() && text.charAt(position) == '"';
        if (doubled) {
          field.append('"');
          position++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (!quoted && c == '\n') {
        break;
      } else if (quoted || c != '\r') {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
