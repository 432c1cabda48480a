package io.schemamigration.operator.resource;

import io.schemamigration.api.v1alpha1.DatabaseSpec;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.StepStatus;
import io.schemamigration.core.report.StepName;
import java.util.ArrayList;
import java.util.List;

/** The command line of a step's Job. Never a secret: those are files. */
final class StepArguments {
  private StepArguments() {}

  static List<String> of(SchemaMigration resource, StepStatus step, String owner) {
    var arguments = new ArrayList<>(List.of("step", step.name()));
    var spec = resource.getSpec();
    database(arguments, spec.database());
    if (readsFiles(step)) {
      arguments.addAll(List.of("--dir", JobMounts.MIGRATIONS, "--digest", step.digest()));
      if (spec.provesFirst()) {
        arguments.add("--prove");
      }
    }
    arguments.addAll(
        List.of("--owner", owner, "--number", Long.toString(step.number()), "--id", step.id()));
    arguments.addAll(List.of("--version", step.version(), "--report-file", "/dev/termination-log"));
    if (step.name().equals(StepName.EXPAND.text())) {
      expand(arguments, resource, step);
    }
    boolean claims =
        step.name().equals(StepName.CLAIM.text()) || step.name().equals(StepName.CONTRACT.text());
    if (claims && step.claim() != null) {
      arguments.addAll(List.of("--claim", step.claim()));
    }
    if (claims && step.approve() != null) {
      arguments.addAll(List.of("--approve", step.approve()));
    }
    if (step.claimId() != null) {
      arguments.addAll(List.of("--claim-id", step.claimId()));
    }
    return arguments;
  }

  /**
   * A claim and a withdraw only write the row, and must not fail because files are gone or changed.
   */
  static boolean readsFiles(StepStatus step) {
    return step.name().equals(StepName.EXPAND.text())
        || step.name().equals(StepName.CONTRACT.text());
  }

  private static void expand(List<String> arguments, SchemaMigration resource, StepStatus step) {
    if (Boolean.TRUE.equals(step.firstInstall())) {
      arguments.add("--first-install");
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
  }
}
