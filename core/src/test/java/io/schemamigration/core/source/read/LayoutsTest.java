package io.schemamigration.core.source.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders as teams have them, each with what is to be read from it. */
class LayoutsTest {
  static List<Path> layouts() throws IOException {
    try (var folders = Files.list(Path.of("src/test/resources/layouts"))) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aFolderIsReadAsItsToolReadsIt(Path layout) throws IOException, SourceException {
    var files = new ArrayList<SourceFile>();
    var folder = layout.resolve("migrations");
    try (var paths = Files.walk(folder)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(path).toString();
        files.add(new SourceFile(name, Files.readAllBytes(path)));
      }
    }

    var source = Inventory.of(files, Dialect.SQLITE).read(Dialect.SQLITE);
    var lines = new ArrayList<String>();
    for (var m : source.migrations()) {
      var kind = m.transactional() ? "tx" : "steps";
      lines.add(line(m.version(), m.phase(), kind, m.up(), m.down(), m.description()));
    }
    for (var r : source.repeatables()) {
      lines.add(line(r.name(), r.phase(), "tx", r.statements(), List.of(), r.description()));
    }
    assertThat(lines).isEqualTo(Files.readAllLines(layout.resolve("expected.txt")));
  }

  private static String line(
      Object version,
      @Nullable Phase phase,
      String kind,
      List<?> up,
      List<?> down,
      String description) {
    return String.join(
        " ",
        version.toString(),
        phase == null ? "undecided" : phase.text(),
        kind,
        "" + up.size(),
        "" + down.size(),
        description);
  }
}
