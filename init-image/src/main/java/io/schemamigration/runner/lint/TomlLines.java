package io.schemamigration.runner.lint;

import java.util.HashMap;
import java.util.Map;

/**
 * On which line of a TOML file a key stands, for messages: the parser doesn't say. It looks at
 * headings and at what stands before an equals sign.
 *
 * @param lines by key, {@code rules.drop-index}; in the n-th part of an array {@code paths#n.glob}
 */
record TomlLines(Map<String, Integer> lines) {

  static TomlLines of(String text) {
    var lines = new HashMap<String, Integer>();
    var counts = new HashMap<String, Integer>();
    var heading = "";
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var content = line.strip();
      if (content.startsWith("[[") && content.contains("]]")) {
        var name = name(content.substring(2, content.indexOf("]]")));
        heading = name + "#" + counts.merge(name, 1, Integer::sum);
        lines.put(heading, number);
      } else if (content.startsWith("[") && content.contains("]")) {
        heading = inArray(name(content.substring(1, content.indexOf(']'))), counts);
        lines.putIfAbsent(heading, number);
      } else if (content.indexOf('=') > 0) {
        var key = name(content.substring(0, content.indexOf('=')));
        lines.putIfAbsent(heading.isEmpty() ? key : heading + "." + key, number);
      }
    }
    return new TomlLines(lines);
  }

  /** A heading below an array belongs to the part that was begun last. */
  private static String inArray(String heading, Map<String, Integer> counts) {
    for (var array : counts.entrySet()) {
      if (heading.startsWith(array.getKey() + ".")) {
        return array.getKey() + "#" + array.getValue() + heading.substring(array.getKey().length());
      }
    }
    return heading;
  }

  private static String name(String written) {
    return written.replace("\"", "").replace("'", "").replace(" ", "").strip();
  }

  /**
   * The line of a key, or of what it is in; 1 where it isn't found.
   *
   * @param place which part of the array that the key begins with, from 1; 0: no array
   */
  int line(String key, int place) {
    int dot = key.indexOf('.');
    var first = dot < 0 ? key : key.substring(0, dot);
    var wanted = place == 0 ? key : first + "#" + place + key.substring(first.length());
    for (int end = wanted.length(); end > 0; end = wanted.lastIndexOf('.', end - 1)) {
      var line = lines.get(wanted.substring(0, end));
      if (line != null) {
        return line;
      }
    }
    return 1;
  }
}
