package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements of earlier files as they were read by their words, each once, and by each of their
 * words: a folder may have thousands of them, and few are about one table.
 */
final class KnownStatements {
  private final IdentityHashMap<Statement, KnownStatement> read = new IdentityHashMap<>();
  private List<Statement> followed = List.of();
  private final List<KnownStatement> all = new ArrayList<>();
  private final Map<String, List<KnownStatement>> byWord = new HashMap<>();

  /** One, as it was read. */
  KnownStatement of(Statement statement) {
    return read.computeIfAbsent(statement, KnownStatement::of);
  }

  /** All of them, in their order; what is returned continues with the next call. */
  List<KnownStatement> all(List<Statement> earlier) {
    follow(earlier);
    return all;
  }

  /** Those that have the word, or are about what has that name, in their order. */
  List<KnownStatement> about(List<Statement> earlier, String word) {
    follow(earlier);
    return byWord.getOrDefault(word, List.of());
  }

  /** From file to file there are more of them, behind the same ones. */
  private void follow(List<Statement> earlier) {
    if (!Statement.goesOn(earlier, followed)) {
      all.clear();
      byWord.clear();
    }
    for (var statement : earlier.subList(all.size(), earlier.size())) {
      var known = of(statement);
      all.add(known);
      known.words().forEach(word -> add(word, known));
      if (!known.words().contains(known.name())) {
        add(known.name(), known);
      }
    }
    followed = earlier;
  }

  private void add(String word, KnownStatement known) {
    byWord.computeIfAbsent(word, w -> new ArrayList<>()).add(known);
  }
}
