package io.schemamigration.runner.cli.input;

import io.schemamigration.runner.words.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people type who know another tool, and what it is called here. */
final class OtherTools {
  private static final Map<String, String> VERBS =
      words(
          """
          up: upgrade migrate apply run deploy update
          down: downgrade rollback undo revert
          mark-applied: stamp resolve fake force
          status: info show list pending showmigrations
          create: new add generate revision make makemigrations
          plan: dry-run preview
          current: version heads
          history: log
          validate: check
          to: goto
          renumber: fix
          adopt: import
          verify: wait
          backup: dump
          """);

  private static final Map<String, String> FLAGS =
      words(
          """
          url: database database-url db dsn connection
          dir: path source folder locations migrations-dir migrations-path
          dry-run: dry preview
          to: target
          yes: force assume-yes
          steps: count
          out-of-order: allow-missing
          exit-code: check
          """);

  private OtherTools() {}

  /** The verb that is probably meant; null where nothing is near. */
  static @Nullable String verb(String typed) {
    return meant(typed, VERBS, Arrays.stream(Verb.values()).map(Verb::text).toList());
  }

  /** The flag of those that is probably meant; null where nothing is near. */
  static @Nullable String flag(String typed, Collection<String> known) {
    return meant(typed, FLAGS, known);
  }

  private static @Nullable String meant(
      String typed, Map<String, String> others, Collection<String> known) {
    var same = others.get(typed);
    return same != null && known.contains(same) ? same : Nearest.of(typed, known);
  }

  private static Map<String, String> words(String lines) {
    var words = new HashMap<String, String>();
    for (var line : lines.lines().toList()) {
      int colon = line.indexOf(':');
      for (var word : List.of(line.substring(colon + 1).strip().split(" ", -1))) {
        words.put(word, line.substring(0, colon));
      }
    }
    return words;
  }
}
