package io.schemamigration.core.source.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.SourceIndex;
import io.schemamigration.core.sql.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MigrationSourcePropertyTest {
  @Property(tries = 1000)
  void anyBytesAreReadOrRefusedWithAProblem(
      @ForAll Dialect dialect, @ForAll("names") String name, @ForAll("contents") byte[] content) {
    try {
      var source =
          Inventory.of(
                  List.of(
                      new SourceFile(name, content),
                      new SourceFile("999_last.sql", new byte[] {'1'})))
              .read(dialect);
      assertThat(source.migrations()).isNotEmpty();
      assertThat(source.digest()).matches("sha256:[0-9a-f]{64}");
    } catch (SourceException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(p -> assertThat(p.text()).isNotBlank());
    }
  }

  @Property(tries = 1000)
  void theIndexAndTheSourceAgreeAboutNames(
      @ForAll("names") String first, @ForAll("names") String second) {
    var files = List.of(new SourceFile(first, new byte[0]), new SourceFile(second, new byte[0]));
    List<?> byIndex;
    List<?> bySource;
    try {
      byIndex = SourceIndex.of(List.of(first, second)).versions();
    } catch (SourceException e) {
      byIndex = e.problems();
    }
    try {
      bySource =
          Inventory.of(files).read(Dialect.SQLITE).migrations().stream()
              .map(Migration::version)
              .toList();
    } catch (SourceException e) {
      bySource = e.problems();
    }
    assertThat(byIndex).isEqualTo(bySource);
  }

  @Provide
  Arbitrary<String> names() {
    var piece =
        Arbitraries.of(
            "V",
            "v",
            "1",
            "2",
            "001",
            "_",
            "__",
            "x",
            "/",
            ".",
            "up",
            "down",
            ".sql",
            ".up.sql",
            "/up.sql",
            "metadata.yaml",
            "20240115_103000",
            "ü",
            "-",
            "");
    return Arbitraries.oneOf(
        piece.list().ofMinSize(1).ofMaxSize(6).map(pieces -> String.join("", pieces)),
        Arbitraries.of("001_x.sql", "V001__x/up.sql", "V001__x.up.sql", "V001__x/metadata.yaml"),
        Arbitraries.strings().ofMaxLength(12));
  }

  @Provide
  Arbitrary<byte[]> contents() {
    var line =
        Arbitraries.of(
            "-- Up\n",
            "-- Down\n",
            "-- phase: contract\n",
            "SELECT 1;\n",
            "'",
            "$$",
            "phase: expand\n",
            "overtakes: [1]\n",
            "{",
            "&a [*a]\n",
            "é",
            "\uFEFF",
            "\0");
    return Arbitraries.oneOf(
        line.list()
            .ofMaxSize(8)
            .map(lines -> String.join("", lines).getBytes(StandardCharsets.UTF_8)),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
  }
}
