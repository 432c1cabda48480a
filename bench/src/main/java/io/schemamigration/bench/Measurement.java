package io.schemamigration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One process from start to end.
 *
 * @param millis wall time
 * @param megabytes the most memory that was resident, as the kernel noted it; 0 where it isn't
 *     Linux
 */
record Measurement(double millis, double megabytes) {
  private static final Path GROUP = Path.of("/sys/fs/cgroup/cpu/migrate-bench");
  private static final int PERIOD_MICROS = 100_000;
  private static final int POLL_MILLIS = 4;

  /**
   * Runs the command.
   *
   * @param processor percent of one processor that it gets
   * @throws IOException with what it said, when it fails
   */
  static Measurement of(List<String> command, int processor, Path log)
      throws IOException, InterruptedException {
    return of(command, processor, log, 0);
  }

  /** The same for a command that may end with another code, too. */
  static Measurement of(List<String> command, int processor, Path log, int other)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(limited(command, processor));
    builder.environment().put("BENCH_PASSWORD", Target.PASSWORD);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    long start = System.nanoTime();
    var process = builder.start();
    var memory = new Memory(process.pid());
    var watch = Thread.ofPlatform().start(memory);
    int code = process.waitFor();
    double millis = (System.nanoTime() - start) / 1e6;
    watch.interrupt();
    watch.join();
    if (code != 0 && code != other) {
      throw new IOException(
          command.getFirst() + " ended with " + code + ":\n" + Files.readString(log));
    }
    return new Measurement(millis, memory.peak);
  }

  /** Whether this machine lets a process be given less than a processor (cgroup v1, root). */
  static boolean canLimit() {
    return Files.isWritable(GROUP.getParent());
  }

  private static List<String> limited(List<String> command, int processor) throws IOException {
    if (processor >= 100) {
      return command;
    }
    Files.createDirectories(GROUP);
    Files.writeString(GROUP.resolve("cpu.cfs_period_us"), "" + PERIOD_MICROS);
    Files.writeString(GROUP.resolve("cpu.cfs_quota_us"), "" + PERIOD_MICROS * processor / 100);
    var all =
        new ArrayList<>(
            List.of("sh", "-c", "echo $$ >" + GROUP + "/cgroup.procs; exec \"$@\"", "sh"));
    all.addAll(command);
    return all;
  }

  /** Reads the kernel's high-water mark until the process is gone. */
  private static final class Memory implements Runnable {
    private final Path status;
    volatile double peak;

    Memory(long pid) {
      status = Path.of("/proc/" + pid + "/status");
    }

    @Override
    public void run() {
      try {
        while (true) {
          for (var line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
              peak = Math.max(peak, Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0);
            }
          }
          Thread.sleep(POLL_MILLIS);
        }
      } catch (IOException | InterruptedException e) {
        return; // it has ended
      }
    }
  }
}
