package io.schemamigration.operator.resource;

import io.schemamigration.api.v1alpha1.DatabaseSpec;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.Step;
import java.util.ArrayList;
import java.util.List;

/** The command line of a step's Job. Never a secret: those are files. */
final class StepArguments {
  private StepArguments() {}

  static List<String> of(SchemaMigration resource, Step step, String owner) {
    var attempt = step.attempt();
    var token = attempt.token();
    var arguments = new ArrayList<>(List.of("step", step.name().text()));
    database(arguments, resource.getSpec().database());
    if (readsFiles(step)) {
      arguments.addAll(List.of("--dir", JobMounts.MIGRATIONS, "--digest", attempt.digest()));
      if (resource.getSpec().provesFirst()) {
        arguments.add("--prove");
      }
    }
    arguments.addAll(
        List.of("--owner", owner, "--number", Long.toString(token.number()), "--id", token.id()));
    arguments.addAll(
        List.of(
            "--version", attempt.version().toString(), "--report-file", "/dev/termination-log"));
    switch (step) {
      case Step.Expand expand -> expand(arguments, resource, expand);
      case Step.Claim(var _, var claimed) -> claimed(arguments, claimed);
      case Step.Contract(var _, var claimed, var claimId) -> {
        claimed(arguments, claimed);
        arguments.addAll(List.of("--claim-id", claimId));
      }
      case Step.Withdraw _ -> {}
    }
    return arguments;
  }

  /**
   * A claim and a withdraw only write the row, and must not fail because files are gone or changed.
   */
  static boolean readsFiles(Step step) {
    return switch (step) {
      case Step.Expand _, Step.Contract _ -> true;
      case Step.Claim _, Step.Withdraw _ -> false;
    };
  }

  private static void claimed(List<String> arguments, Step.Claimed claimed) {
    arguments.addAll(List.of("--claim", claimed.version().toString()));
    if (claimed.approved() != null) {
      arguments.addAll(List.of("--approve", claimed.approved()));
    }
  }

  private static void expand(List<String> arguments, SchemaMigration resource, Step.Expand step) {
    if (step.firstInstall()) {
      arguments.add("--first-install");
    }
    if (step.knownMinimum() != null) {
      arguments.addAll(List.of("--known-minimum", step.knownMinimum().toString()));
    }
    if (resource.getSpec().allowsOutOfOrder()) {
      arguments.add("--out-of-order");
    }
    var role = resource.getSpec().database().grantWindowTo();
    if (role != null) {
      arguments.addAll(List.of("--grant-window-to", role));
    }
  }

  private static void database(List<String> arguments, DatabaseSpec database) {
    if (database.sqlite() != null) {
      arguments.addAll(
          List.of("--url", "sqlite:" + JobMounts.DATABASE + "/" + database.sqlite().path()));
    } else if (database.url() != null) {
      arguments.addAll(List.of("--url", database.url()));
    } else {
      arguments.addAll(List.of("--url-file", JobMounts.CREDENTIALS + "/url"));
    }
    if (database.userFrom() != null) {
      arguments.addAll(List.of("--user-file", JobMounts.CREDENTIALS + "/user"));
    }
    if (database.passwordFrom() != null) {
      arguments.addAll(List.of("--password-file", JobMounts.CREDENTIALS + "/password"));
    }
    if (database.caFrom() != null) {
      arguments.addAll(List.of("--ca-file", JobMounts.CREDENTIALS + "/ca"));
    }
    if (database.historySchema() != null) {
      arguments.addAll(List.of("--history-schema", database.historySchema()));
    }
  }
}
