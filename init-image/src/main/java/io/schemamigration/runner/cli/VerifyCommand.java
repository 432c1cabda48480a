package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.verify.Verify;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code migrate verify}: the init container. */
final class VerifyCommand {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Console console;
  private final Arguments arguments;

  VerifyCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var version = arguments.version(Flag.VERSION);
    var code =
        new Verify(
                arguments.access(),
                version == null ? Version.NONE : version,
                arguments.get(Flag.OWNER),
                arguments.duration(Flag.TIMEOUT, TIMEOUT),
                line -> console.err().println(line))
            .run();
    if (arguments.json()) {
      console.out().println(json(version, code));
    }
    return code;
  }

  private static String json(@Nullable Version version, ExitCode code) {
    var json = new JsonWriter();
    json.beginObject().member("version", (version == null ? Version.NONE : version).toString());
    json.name("mayStart").value(code == ExitCode.DONE);
    return json.member("exitCode", code.code()).endObject().toString();
  }
}
