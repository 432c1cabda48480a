package io.schemamigration.runner.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets one runner after the other work on a SQLite database, where the file's own lock lasts for a
 * transaction only: a file beside the database, locked. The system takes the lock back when the
 * process dies, however it dies, so that it can't go stale. It makes runners wait for each other;
 * what makes them safe is the token in the window row.
 *
 * <p>POSIX takes all of a process's locks on a file back as soon as the process closes any of its
 * descriptors of it. So no process opens the file a second time while it holds the lock, and the
 * file is never deleted: anyone who holds the lock needn't look whether it is still the same one.
 */
final class RunnerLock implements AutoCloseable {
  /** The files that this process has open, by what the system knows them. */
  private static final Set<Object> OPEN = ConcurrentHashMap.newKeySet();

  private final Object key;
  private final FileChannel channel;

  private RunnerLock(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Where the lock of a database is: beside the file itself, not beside a link to it. */
  static Path beside(Path database) {
    var file = database.toAbsolutePath();
    try {
      file = file.toRealPath();
    } catch (IOException e) {
      file = file.normalize(); // it isn't there yet
    }
    return file.resolveSibling(file.getFileName() + ".migrate-lock");
  }

  /**
   * Takes the lock; null while another runner has it.
   *
   * @throws IOException where there can be no such file
   */
  static @Nullable RunnerLock tryTake(Path database) throws IOException {
    var file = beside(database);
    create(file, database);
    var key = key(file);
    if (!OPEN.add(key)) {
      return null; // a runner within this process has it
    }
    RunnerLock taken = null;
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        taken = new RunnerLock(key, channel);
      }
      return taken;
    } finally {
      if (taken == null) {
        close(channel, key);
      }
    }
  }

  /** With the database's mode: anyone who may write the one may lock the other. */
  private static void create(Path file, Path database) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    if (Files.exists(database)) {
      SqliteFile.takeMode(database, file);
    }
  }

  /** Found without opening it. */
  private static Object key(Path file) throws IOException {
    var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  private static void close(@Nullable FileChannel channel, Object key) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      OPEN.remove(key);
    }
  }

  @Override
  public void close() throws IOException {
    close(channel, key);
  }
}
