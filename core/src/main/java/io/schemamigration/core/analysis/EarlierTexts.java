package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts of statements, in which names are looked for often: each is read once. */
final class EarlierTexts {
  private static final Pattern DYNAMIC = Pattern.compile("\\bexecute\\s+(?!function|procedure)");

  private List<Statement> statements = List.of();
  private final List<String> texts = new ArrayList<>();
  private boolean runTexts;

  /** Continues with a longer list, or begins with another one. */
  void follow(List<Statement> statements) {
    if (!Statement.goesOn(statements, this.statements)) {
      texts.clear();
      runTexts = false;
    }
    for (var statement : statements.subList(texts.size(), statements.size())) {
      var text = statement.sql().toLowerCase(Locale.ROOT);
      texts.add(text);
      runTexts |= text.contains("execute") && DYNAMIC.matcher(text).find();
    }
    this.statements = statements;
  }

  /** Whether one has the name somewhere, also within a longer word. */
  boolean mention(String lowerCaseName) {
    return texts.stream().anyMatch(text -> text.contains(lowerCaseName));
  }

  /** Those that have the name somewhere, in their order. */
  List<Statement> mentioning(String lowerCaseName) {
    var found = new ArrayList<Statement>();
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).contains(lowerCaseName)) {
        found.add(statements.get(i));
      }
    }
    return found;
  }

  /** Whether one runs text as a statement, in which any name could be put together. */
  boolean runTexts() {
    return runTexts;
  }
}
