package io.schemamigration.runner.adopt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.tool.Tool;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldChecksumTest {
  @ParameterizedTest
  @CsvSource({"SQLX, SHA-384", "FORGE, SHA-256", "BLUEPLANE, SHA-256"})
  void aCheckoutWithOtherLineEndsIsTheSameFile(Tool tool, String algorithm) throws Exception {
    var applied = "SELECT 1;\nSELECT 2;\n";
    var noted =
        HexFormat.of()
            .withUpperCase()
            .formatHex(MessageDigest.getInstance(algorithm).digest(applied.getBytes(UTF_8)));
    for (var now : new String[] {applied, applied.replace("\n", "\r\n"), "\uFEFF" + applied}) {
      var checksum = String.valueOf(OldChecksum.of(tool, noted, now.getBytes(UTF_8)));
      assertThat(OldChecksum.same(noted, checksum)).as(now).isTrue();
    }
    var edited = applied.replace("2", "3").getBytes(UTF_8);
    assertThat(OldChecksum.same(noted, String.valueOf(OldChecksum.of(tool, noted, edited))))
        .isFalse();
  }
}
