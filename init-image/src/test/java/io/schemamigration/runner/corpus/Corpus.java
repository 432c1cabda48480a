package io.schemamigration.runner.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * SQL of a database's own regression tests: scripts, each after a mark and a line with its name.
 */
record Corpus(List<Script> scripts) {
  private static final String MARK = "\u001e";

  /** One script, or one piece of one. */
  record Script(String name, String text) {}

  static Corpus of(String resource) {
    try (var packed = Corpus.class.getResourceAsStream("/corpora/" + resource);
        var in = new GZIPInputStream(packed)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Corpus(Stream.of(text.split(MARK, -1)).skip(1).map(Corpus::script).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Script script(String part) {
    int line = part.indexOf('\n');
    return new Script(part.substring(0, line), part.substring(line + 1));
  }
}
