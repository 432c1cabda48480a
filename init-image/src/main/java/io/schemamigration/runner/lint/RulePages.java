package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What each rule finds, why that hurts and what to do instead: the pages of docs/rules. */
public final class RulePages {
  private RulePages() {}

  /** The page, in Markdown; the rule's summary where there is none. */
  public static String page(Rule rule) {
    try (var in = RulePages.class.getResourceAsStream("rules/" + rule.id() + ".md")) {
      return in == null
          ? rule.summary() + "\n"
          : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
