package io.schemamigration.runner.lint;

import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Survey;
import io.schemamigration.core.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A short hash of a file's statements, by which a baseline recognizes the file. */
final class Fingerprints {
  private static final int BYTES = 8;

  private final Map<String, byte[]> contents = new HashMap<>();
  private final Map<String, List<Statement>> statements = new HashMap<>();
  private final Unreadable unreadable;

  Fingerprints(List<SourceFile> files, Survey survey) {
    files.forEach(f -> contents.put(f.name(), f.content()));
    survey.migrations().forEach(m -> statements.put(m.file(), m.up()));
    survey.repeatables().forEach(r -> statements.put(r.file(), r.statements()));
    unreadable = Unreadable.of(survey);
  }

  /** Of the statements, without what stands between them; of all bytes if they weren't read. */
  String of(String file) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      if (statements.containsKey(file) && !unreadable.has(file)) {
        for (var statement : statements.getOrDefault(file, List.of())) {
          digest.update(statement.sql().getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
        }
      } else {
        digest.update(contents.getOrDefault(file, new byte[0]));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
