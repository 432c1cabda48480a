package io.schemamigration.core.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.read.Digest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenFileTest {
  private static byte[] bytes(String text) {
    return text.replace("<cr>", "\r").replace("<bom>", "\uFEFF").replace("|", "\n").getBytes(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    // what was applied, what is there now, whether it is one text
    "a|b|, a<cr>|b<cr>|, true",
    "a<cr>|b<cr>|, a|b|, true",
    "<bom>a<cr>|b, a|b|, true",
    "a|b, <bom>a<cr>|b<cr>|, true",
    "a|b|||, a<cr>|b<cr>|<cr>|<cr>|, true",
    "a|b|||, a|b, false",
    "'', '', true",
    "'', |, true",
    "a|b|, a<cr>|b|, true",
    "a|b|, a|c|, false",
    "a|b|, a|b |, false",
    "a|b|, ab|, false",
    "a|b|, a||b|, false",
    "a<cr>b|, a|b|, false",
    "a|<bom>b|, a|b|, false",
  })
  void lineEndsAndMarksAreNoEdit(String applied, String now, boolean same) {
    var file = new SourceFile("001_x.sql", bytes(now));
    assertThat(file.isText(Digest.sha256(bytes(applied)))).isEqualTo(same);
  }
}
