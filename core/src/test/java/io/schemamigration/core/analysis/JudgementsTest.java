package io.schemamigration.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole judgements, with every effect, lock, danger and remark, as they are written down in {@code
 * judgements/DATABASE/SUBJECT.txt}: migrations with an empty line between them, a statement a line,
 * and behind each, further to the right, what is said of it. {@code -Djudgements.write=true} writes
 * the files anew; look at the difference.
 */
class JudgementsTest {
  private static final Path WRITTEN = Path.of("src/test/resources/judgements");

  static List<String> files() throws IOException, URISyntaxException {
    try (var all = Files.walk(resources())) {
      var names = all.filter(file -> file.toString().endsWith(".txt"));
      return names.map(file -> resources(file)).sorted().toList();
    }
  }

  private static String resources(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  private static Path resources() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(JudgementsTest.class.getResource("/judgements")).toURI());
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachStatementIsJudgedAsItIsWrittenDown(String name) throws IOException, URISyntaxException {
    var dialect = name.startsWith("sqlite") ? Dialect.SQLITE : Dialect.POSTGRESQL;
    var text = Files.readString(resources().resolve(name));
    var judged = new ArrayList<String>();
    for (var migration : text.strip().split("\n\n+", -1)) {
      judged.add(WrittenMigration.read(dialect, migration).judged());
    }
    var now = String.join("\n", judged);
    if (Boolean.getBoolean("judgements.write")) {
      Files.writeString(WRITTEN.resolve(name), now);
    }
    assertThat(now).isEqualTo(text);
  }
}
