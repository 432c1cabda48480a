package io.schemamigration.core.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fingerprint of a source: SHA-256 over the lines {@code <file name> <SHA-256 of its bytes>\n},
 * sorted by name in byte order, of every file that belongs to a layout. {@code x/up.sql} counts as
 * {@code x.up.sql}, so that a folder and a ConfigMap of the same files agree.
 */
public final class Digest {
  private Digest() {}

  /** The fingerprint of the files, as {@code sha256:<64 hex digits>}; others are left out. */
  public static String of(List<SourceFile> files) {
    var lines = new TreeMap<byte[], String>(new ByteOrder());
    for (var file : files) {
      var name = FileName.read(file.name());
      if (name.belongs()) {
        lines.put(name.flat().getBytes(StandardCharsets.UTF_8), sha256(file.content()));
      }
    }
    var sha = newSha256();
    for (Map.Entry<byte[], String> line : lines.entrySet()) {
      sha.update(line.getKey());
      sha.update((" " + line.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return "sha256:" + HexFormat.of().formatHex(sha.digest());
  }

  /** SHA-256 as 64 hex digits in lower case. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newSha256().digest(bytes));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A class, because a lambda would cost a start-up's milliseconds. */
  private static final class ByteOrder implements Comparator<byte[]> {
    @Override
    public int compare(byte[] a, byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
  }
}
