package io.schemamigration.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.core.report.Reason;
import io.schemamigration.operator.decide.Verdict;
import io.schemamigration.operator.decide.Verdict.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseBaseLib;
import org.luaj.vm2.lib.jse.JseOsLib;

/** The scripts in {@code examples/argo-cd}, on statuses as the operator writes them. */
class ArgoScriptsTest {
  private static final String KIND = "schemamigration.io_SchemaMigration";
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final JsonNode SCRIPTS = scripts();

  @ParameterizedTest
  @CsvSource({
    "READY,            Applied,           Healthy",
    "CONTRACT_PENDING, WaitingForPods,    Healthy",
    "CONTRACT_PENDING, WaitingForWindow,  Healthy",
    "RECONCILING,      Applying,          Progressing",
    "RECONCILING,      Held,              Progressing",
    "RECONCILING,      RetryScheduled,    Progressing",
    "RECONCILING,      WaitingForPods,    Progressing",
    "STALLED,          MigrationFailed,   Degraded",
    "STALLED,          InvalidMigrations, Degraded",
    "STALLED,          VersionUnknown,    Degraded",
    "STALLED,          WaitingForWindow,  Degraded",
    "STALLED,          NeedsApproval,     Suspended",
    "STALLED,          Suspended,         Suspended"
  })
  void itsHealthSaysWhetherASyncMayContinue(Readiness readiness, String reason, String health) {
    var found = health(migration(readiness, reason));
    assertThat(found.get("status").tojstring()).isEqualTo(health);
    assertThat(found.get("message").tojstring()).isEqualTo(reason + ": why");
  }

  @ParameterizedTest
  @EnumSource
  void everyStateHasAHealthAndOnlyAReadyOneIsHealthy(Readiness readiness) {
    for (var reason : Reason.values()) {
      var found = health(migration(readiness, reason.text())).get("status").tojstring();
      assertThat(found).as(reason.text()).isIn("Healthy", "Progressing", "Suspended", "Degraded");
      boolean ready = readiness == Readiness.READY || readiness == Readiness.CONTRACT_PENDING;
      assertThat(found.equals("Healthy")).as(reason.text()).isEqualTo(ready);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "'status: {}'", "'status: {observedGeneration: -1}'"})
  void whatTheOperatorHasNotSeenIsNotHealthy(String status) {
    assertThat(health(yaml("metadata: {generation: 1}\n" + status)).get("status").tojstring())
        .isEqualTo("Progressing");
  }

  @Test
  void theStatusOfAnEarlierSpecIsNotTakenForThisOne() {
    var migration = migration(Readiness.READY, "Applied");
    ((ObjectNode) migration.get("metadata")).put("generation", 4);
    assertThat(health(migration).get("status").tojstring()).isEqualTo("Progressing");
  }

  @ParameterizedTest
  @CsvSource({
    "READY,       Applied,         suspend",
    "RECONCILING, Applying,        suspend",
    "STALLED,     MigrationFailed, retry suspend",
    "STALLED,     NeedsApproval,   approve suspend",
    "STALLED,     Suspended,       resume"
  })
  void onlyTheActionsThatDoSomethingAreOffered(Readiness readiness, String reason, String offered) {
    var migration = migration(readiness, reason);
    var status = (ObjectNode) migration.get("status");
    switch (reason) {
      case "MigrationFailed" -> status.putObject("lastFailure").put("reason", reason);
      case "NeedsApproval" -> status.putArray("pending").addObject().put("phase", "offline");
      case "Suspended" -> ((ObjectNode) migration.get("spec")).put("suspend", true);
      default -> {}
    }
    assertThat(offered(migration)).isEqualTo(offered);
  }

  @Test
  void aDatabaseWithoutAHistoryIsNotCuredByAnApproval() {
    var migration = migration(Readiness.STALLED, "NeedsApproval");
    ((ObjectNode) migration.get("status")).putObject("lastFailure").put("reason", "NeedsApproval");
    assertThat(offered(migration)).isEqualTo("retry suspend");
  }

  @Test
  void eachActionWritesWhatAPersonWouldType() {
    var migration = migration(Readiness.STALLED, "NeedsApproval");
    assertThat(after("approve", migration).get("metadata").get("annotations"))
        .satisfies(
            a -> assertThat(a.get("schemamigration.io/approve").tojstring()).isEqualTo(DIGEST));
    assertThat(after("suspend", migration).get("spec").get("suspend").toboolean()).isTrue();
    assertThat(after("resume", migration).get("spec").get("suspend").toboolean()).isFalse();
    var retried = after("retry", migration).get("spec").get("job").get("annotations");
    assertThat(retried.get("retried-at").tojstring()).matches("[-0-9]{10}T[0-9:]{8}Z");
  }

  // ---- as Argo CD runs them ---------------------------------------------------------------------

  private static LuaValue health(JsonNode migration) {
    return run(SCRIPTS.get("resource.customizations.health." + KIND).asText(), migration);
  }

  private static String offered(JsonNode migration) {
    var found = run(actions().get("discovery.lua").asText(), migration);
    var names = new StringBuilder();
    for (var action : actions().get("definitions")) {
      var name = action.get("name").asText();
      assertThat(found.get(name).istable()).as(name).isTrue();
      if (!found.get(name).get("disabled").toboolean()) {
        names.append(names.isEmpty() ? "" : " ").append(name);
      }
    }
    return names.toString();
  }

  private static LuaValue after(String name, JsonNode migration) {
    for (var action : actions().get("definitions")) {
      if (action.get("name").asText().equals(name)) {
        return run(action.get("action.lua").asText(), migration);
      }
    }
    throw new AssertionError("no action " + name);
  }

  private static JsonNode actions() {
    return yaml(SCRIPTS.get("resource.customizations.actions." + KIND).asText());
  }

  /** With the libraries that Argo CD opens for scripts of its ConfigMap: no strings, no files. */
  private static LuaValue run(String script, JsonNode migration) {
    var globals = new Globals();
    globals.load(new JseBaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    globals.load(new JseOsLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", lua(migration));
    return globals.load(script).call();
  }

  private static LuaValue lua(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        node.properties().forEach(p -> table.set(p.getKey(), lua(p.getValue())));
        yield table;
      }
      case ARRAY -> {
        var table = new LuaTable();
        node.forEach(item -> table.set(table.length() + 1, lua(item)));
        yield table;
      }
      case NUMBER -> LuaValue.valueOf(node.asDouble());
      case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
      case STRING -> LuaValue.valueOf(node.asText());
      case BINARY, MISSING, NULL, POJO -> LuaValue.NIL;
    };
  }

  private static JsonNode migration(Readiness readiness, String reason) {
    var verdict = new Verdict(readiness, Reason.parse(reason).orElseThrow(), "why");
    var migration = (ObjectNode) yaml("metadata: {generation: 3}\nspec: {}");
    migration.set("status", new ObjectMapper().valueToTree(StatusFactoryTest.status(verdict)));
    ((ObjectNode) migration.get("status")).put("sourceDigest", DIGEST);
    return migration;
  }

  private static JsonNode yaml(String text) {
    return Serialization.unmarshal(text, JsonNode.class);
  }

  private static JsonNode scripts() {
    try {
      return yaml(Files.readString(Path.of("../examples/argo-cd/argocd-cm.yaml"))).get("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
