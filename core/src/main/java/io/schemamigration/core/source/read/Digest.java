package io.schemamigration.core.source.read;

import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.FileName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The fingerprint of a source: SHA-256 over the lines {@code <file name> <SHA-256 of its bytes>\n},
 * sorted by name in byte order, of every file that belongs to a layout. {@code x/up.sql} counts as
 * {@code x.up.sql}, so that a folder and a ConfigMap of the same files agree.
 */
public final class Digest {
  private final String text;
  private final Map<String, String> checksums;

  private Digest(String text, Map<String, String> checksums) {
    this.text = text;
    this.checksums = checksums;
  }

  /** The fingerprint of the files, as {@code sha256:<64 hex digits>}; others are left out. */
  public static String of(List<SourceFile> files) {
    return Inventory.of(files).digest();
  }

  /** Of the files of those names. */
  static Digest of(List<FileName> names, Map<String, SourceFile> files) {
    var sha = newSha256();
    var hex = HexFormat.of();
    var checksums = new HashMap<String, String>();
    var lines = new TreeMap<byte[], String>(new ByteOrder());
    for (var name : names) {
      var file = Objects.requireNonNull(files.get(name.file()), name.file());
      var checksum = hex.formatHex(sha.digest(file.content()));
      checksums.put(name.file(), checksum);
      lines.put(name.flat().getBytes(StandardCharsets.UTF_8), checksum);
    }
    for (Map.Entry<byte[], String> line : lines.entrySet()) {
      sha.update(line.getKey());
      sha.update((" " + line.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return new Digest("sha256:" + hex.formatHex(sha.digest()), checksums);
  }

  /** {@code sha256:<64 hex digits>}. */
  String text() {
    return text;
  }

  /** The checksum of one file that is part of it. */
  String checksum(String file) {
    return Objects.requireNonNull(checksums.get(file), file);
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
