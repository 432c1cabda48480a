package io.schemamigration.runner.db;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one runner after the other work on a SQLite database, where the file's own lock lasts for a
 * transaction only: a file beside the database, locked. The system takes the lock back when the
 * process dies, however it dies, so that it can't go stale. It makes runners wait for each other;
 * what makes them safe is the token in the window row.
 */
final class RunnerLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private RunnerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Where the lock of a database is. */
  static Path beside(Path database) {
    return database.resolveSibling(database.getFileName() + ".migrate-lock");
  }

  /**
   * Takes the lock; null while another runner has it.
   *
   * @throws IOException where there can be no such file
   */
  static @Nullable RunnerLock tryTake(Path database) throws IOException {
    var file = beside(database);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null && isStill(file, channel)) {
        return new RunnerLock(file, channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close(); // a runner within this process has it
      return null;
    }
    channel.close();
    return null;
  }

  /**
   * Anyone who had the lock deletes the file, and a lock on what no longer exists is none: what is
   * written into the one has to be found in the other.
   */
  private static boolean isStill(Path file, FileChannel channel) throws IOException {
    var mark = ProcessHandle.current().pid() + " " + System.nanoTime() + "\n";
    channel.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).equals(mark);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
