package io.schemamigration.runner.adopt;

import io.schemamigration.core.source.WrittenFile;
import io.schemamigration.runner.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The checksums of other tools, taken again of a file. */
final class OldChecksum {
  private static final int SHA_256_DIGITS = 64;

  private OldChecksum() {}

  /** What the tool would note of the file now; null where it isn't known. */
  static @Nullable String of(Tool tool, String noted, byte[] content) {
    return switch (tool) {
      case FLYWAY -> Integer.toString(crc32OfLines(content));
      case SQLX -> sha("SHA-384", noted, content);
      case BLUEPLANE, FORGE, PRISMA ->
          noted.length() == SHA_256_DIGITS ? sha("SHA-256", noted, content) : null;
      default -> null;
    };
  }

  static boolean same(String noted, String now) {
    return noted.toLowerCase(Locale.ROOT).equals(now);
  }

  /** Flyway's: of the lines without their ends, and without a byte order mark. */
  private static int crc32OfLines(byte[] content) {
    var text = new String(content, StandardCharsets.UTF_8);
    var crc = new CRC32();
    var lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().iterator();
    while (lines.hasNext()) {
      crc.update(lines.next().getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }

  /** The one that was noted, if the file's text has it with other line ends. */
  private static String sha(String algorithm, String noted, byte[] content) {
    var lower = noted.toLowerCase(Locale.ROOT);
    if (WrittenFile.is(content, algorithm, lower)) {
      return lower;
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
