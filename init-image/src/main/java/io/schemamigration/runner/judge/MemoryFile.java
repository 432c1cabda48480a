package io.schemamigration.runner.judge;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of judgements in the user's cache directory. Whatever is wrong with it, it counts as
 * empty: of another version, damaged, or writable by others. Written beside its place and then
 * moved there, so that nobody reads half of one; of two at once the later one stays.
 */
final class MemoryFile {
  private static final byte[] MARK = "migrate-verdicts 1\n".getBytes(StandardCharsets.US_ASCII);

  /** Of one file, in bytes; what hasn't been used lately is left out. */
  private static final int LARGEST = 16 << 20;

  /** Of all files. */
  private static final long LARGEST_FOLDER = 64L << 20;

  private static final String ENDING = ".verdicts";

  private final Path folder;
  private final Path file;
  private final byte[] rules;

  /**
   * Names it; touches nothing.
   *
   * @param folder the cache's own
   * @param source whose migrations, as a part of the file's name
   * @param rules the version of the code that judges
   */
  MemoryFile(Path folder, String source, byte[] rules) {
    this.folder = folder;
    this.file = folder.resolve(source + ENDING);
    this.rules = rules.clone();
  }

  /** What it holds, by keys. */
  Map<ByteBuffer, ByteBuffer> read() {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && isOurs() ? parsed() : Map.of();
    } catch (IOException | RuntimeException e) {
      return Map.of();
    }
  }

  /** Whether nobody but the user can have written it. */
  private boolean isOurs() throws IOException {
    var directory = attributes(folder);
    var written = attributes(file);
    if (!directory.isDirectory() || !isClosed(directory) || !written.isRegularFile()) {
      return false;
    }
    // what is created now belongs to whoever runs this, by whatever name
    var probe = Files.createTempFile(folder, ".probe", null);
    try {
      var own = attributes(probe).owner();
      return isClosed(written) && own.equals(directory.owner()) && own.equals(written.owner());
    } finally {
      Files.delete(probe);
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isClosed(PosixFileAttributes attributes) {
    var allowed = attributes.permissions();
    return !allowed.contains(PosixFilePermission.GROUP_WRITE)
        && !allowed.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private Map<ByteBuffer, ByteBuffer> parsed() throws IOException {
    if (Files.size(file) > LARGEST) {
      return Map.of();
    }
    var all = ByteBuffer.wrap(Files.readAllBytes(file));
    int end = all.limit() - Integer.BYTES;
    if (end < 0 || all.getInt(end) != sum(all.array(), end)) {
      return Map.of();
    }
    all.limit(end);
    if (!next(all, MARK.length).equals(ByteBuffer.wrap(MARK))
        || !next(all, rules.length).equals(ByteBuffer.wrap(rules))) {
      return Map.of();
    }
    var entries = new HashMap<ByteBuffer, ByteBuffer>();
    try {
      while (all.hasRemaining()) {
        var key = next(all, rules.length);
        entries.put(key, next(all, all.getInt()));
      }
      return entries;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Map.of();
    }
  }

  private static ByteBuffer next(ByteBuffer all, int length) {
    if (length < 0 || length > all.remaining()) {
      throw new IllegalArgumentException("it is cut off");
    }
    var part = all.slice(all.position(), length);
    all.position(all.position() + length);
    return part;
  }

  private static int sum(byte[] bytes, int length) {
    var sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  /** Replaces it; what comes last is left out where there is too much. */
  void write(Map<ByteBuffer, ByteBuffer> entries) {
    Path beside = null;
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        var parent = folder.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      beside = Files.createTempFile(folder, ".new", null); // nobody else can read or write it
      Files.write(beside, bytes(entries));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      beside = null;
      tidy();
    } catch (IOException | RuntimeException e) {
      delete(beside);
    }
  }

  private byte[] bytes(Map<ByteBuffer, ByteBuffer> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(MARK);
      out.write(rules);
      for (var entry : entries.entrySet()) {
        var value = entry.getValue();
        if (bytes.size() + value.limit() > LARGEST - 1024) {
          break;
        }
        out.write(array(entry.getKey()));
        out.writeInt(value.remaining());
        out.write(array(value));
      }
      out.flush();
      out.writeInt(sum(bytes.toByteArray(), bytes.size()));
    }
    return bytes.toByteArray();
  }

  private static byte[] array(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Of too many files the oldest go, and what a run that was killed left beside its place. */
  private void tidy() throws IOException {
    var files = new ArrayList<Path>();
    try (var all = Files.newDirectoryStream(folder)) {
      all.forEach(files::add);
    }
    files.sort(Comparator.comparing(MemoryFile::time).reversed());
    long size = 0;
    for (var each : files) {
      size += Files.size(each);
      if (size > LARGEST_FOLDER) {
        delete(each);
      }
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // it stays, and is in nobody's way
    }
  }
}
