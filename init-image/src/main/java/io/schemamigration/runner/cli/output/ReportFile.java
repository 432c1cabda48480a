package io.schemamigration.runner.cli.output;

import io.schemamigration.core.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file through which the operator, or a hook, gets the report of a run. */
public final class ReportFile {
  private static final int TERMINATION_MESSAGE_BYTES = 4096;

  private ReportFile() {}

  /**
   * Writes the report, cut to what a termination message may have.
   *
   * @param file null for none
   */
  public static void write(Report report, @Nullable String file, Console console) {
    if (file == null) {
      return;
    }
    try {
      Files.write(
          Path.of(file), report.toJson(TERMINATION_MESSAGE_BYTES).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      console.err().println("migrate: can't write the report to " + file + ": " + e.getMessage());
    }
  }
}
