package io.schemamigration.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written by accident or malice: a short run of what {@code make fuzz} does for long. */
class ParsersTest {
  private static final int MUTANTS = 20_000;
  private static final int PARSERS = 8;
  private static final int LARGE = 100_000;
  private static final String SIGNS = "'\"$-/*;:[]{}&#\n\\ ()|>!%,?\0";

  /** Of memory, for each byte that is read; a name or a statement is an object of its own. */
  private static final long BYTES_PER_BYTE = 1500;

  private static List<byte[]> seeds() throws IOException {
    var seeds = new ArrayList<byte[]>();
    try (var files = Files.list(Path.of("src/test/resources/fuzz"))) {
      for (var file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    return seeds;
  }

  @Test
  void eachSeedIsReadOrRefusedByEachParser() throws IOException {
    for (var seed : seeds()) {
      for (int parser = 0; parser < PARSERS; parser++) {
        int chosen = parser;
        assertThatCode(() -> Parsers.read(chosen, seed)).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void seedsWithBytesChangedAddedAndTakenOutAreReadOrRefused() throws IOException {
    var seeds = seeds();
    var random = new Random(4);
    for (int i = 0; i < MUTANTS; i++) {
      var mutant = mutant(seeds, random);
      assertThatCode(() -> Parsers.fuzzerTestOneInput(mutant))
          .as(() -> Arrays.toString(mutant))
          .doesNotThrowAnyException();
    }
  }

  private static byte[] mutant(List<byte[]> seeds, Random random) {
    var bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
      int at = 1 + random.nextInt(bytes.length - 1);
      var other = seeds.get(random.nextInt(seeds.size()));
      int from = random.nextInt(other.length);
      int to = from + random.nextInt(other.length - from);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
        case 2 -> bytes = joined(bytes, at, Arrays.copyOfRange(other, from, to), at);
        default -> bytes = joined(bytes, at, new byte[0], at + random.nextInt(bytes.length - at));
      }
      if (bytes.length < 2) {
        bytes = seeds.getFirst().clone();
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int to, byte[] inserted, int from) {
    var text = new java.io.ByteArrayOutputStream();
    text.write(bytes, 0, to);
    text.writeBytes(inserted);
    text.write(bytes, from, bytes.length - from);
    return text.toByteArray();
  }

  /** Parts that a parser could read again and again, or go down into for each one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*",
        "(",
        "((",
        "'",
        "''",
        "\"",
        "$a$",
        "$",
        "--\n",
        "-",
        ";",
        "; ",
        ";\n",
        "E'\\",
        "a",
        "1",
        "\0",
        "é",
        "CREATE ",
        "BEGIN ATOMIC ",
        "COPY t FROM STDIN;\n",
        "\\.\n",
        "END;",
        "DROP TABLE t;\n",
        "CREATE TRIGGER t BEGIN ",
        "-- Up\n",
        "-- Down\n",
        "-- migrate:up\n",
        "-- +goose StatementBegin\n",
        "-- depends: 1\n",
        "-- depends: 1, 1, 1, ",
        "-- verify: SELECT 1\n",
        "-- phase: expand\n",
        "ALTER TABLE t ADD COLUMN c int;\n",
        "CREATE INDEX i ON t (c);\n",
        "INSERT INTO t VALUES (1);\n",
        "[",
        "[[",
        "{",
        "{a: ",
        "- ",
        "- - ",
        "? ",
        "a: b\n",
        "&a ",
        "*a ",
        "!!",
        "!a ",
        "|",
        ">\n ",
        "#",
        "%",
        "a:\n ",
        "001_x.sql\n",
        "V1__",
        "_",
        "x/",
        "x/\n",
        "1",
        "1.",
        "20240115_103000_",
        "R__x.sql\n",
        ".up.sql"
      })
  void manyTimesTheSameIsReadInTimeAndMemory(String part) {
    var content = part.repeat(LARGE / part.getBytes(StandardCharsets.UTF_8).length);
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int parser = 0; parser < PARSERS; parser++) {
      int chosen = parser;
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThatCode(() -> Parsers.read(chosen, bytes))
          .as("parser %s of %s", parser, part)
          .doesNotThrowAnyException();
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("memory of parser %s for %s", parser, part)
          .isLessThan(BYTES_PER_BYTE * LARGE);
    }
  }

  @Test
  void aliasesOfYamlDoNotMultiply() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      var alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ", ").repeat(9) + alias));
    }
    bomb.append("tags: *a11\n");
    var bytes = bomb.toString().getBytes(StandardCharsets.UTF_8);
    assertThatCode(() -> Parsers.read(2, bytes)).doesNotThrowAnyException();
  }
}
