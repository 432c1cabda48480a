package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judge;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A hash of the code that judges, by which a verdict of other code isn't taken for one of this: of
 * all classes of the core and of the runner, as the directories of their jars list them with their
 * checksums.
 */
final class RulesVersion {
  private static final int END = 22;
  private static final int MARK = 0x06054b50;
  private static final int SIZE_AT = 12;
  private static final int PLACE_AT = 16;

  private RulesVersion() {}

  /** 32 bytes; null where the code doesn't come from files. */
  static byte @Nullable [] get() {
    try {
      var digest = Hash.fresh();
      add(digest, Judge.class);
      add(digest, Judges.class);
      return digest.digest();
    } catch (IOException | URISyntaxException | RuntimeException e) {
      return null;
    }
  }

  private static void add(MessageDigest digest, Class<?> of)
      throws IOException, URISyntaxException {
    var place = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      addFolder(digest, place);
    } else {
      digest.update(directory(place));
    }
  }

  /** While it is being developed. */
  private static void addFolder(MessageDigest digest, Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var line = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** The directory at a jar's end: names, sizes and checksums. */
  private static byte[] directory(Path jar) throws IOException {
    try (var file = new RandomAccessFile(jar.toFile(), "r")) {
      var end = new byte[END];
      file.seek(file.length() - END);
      file.readFully(end);
      var fields = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
      if (fields.getInt(0) != MARK) {
        throw new IOException(jar + " has a comment, or isn't a jar");
      }
      var directory = new byte[fields.getInt(SIZE_AT)];
      file.seek(Integer.toUnsignedLong(fields.getInt(PLACE_AT)));
      file.readFully(directory);
      return directory;
    }
  }
}
