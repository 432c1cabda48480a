package io.schemamigration.operator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.operator.decide.GatePlan.GateChange;
import io.schemamigration.operator.decide.Pause;
import io.schemamigration.operator.decide.WorkloadBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateWriterTest {
  private static final String LABEL = "\"labels\":{\"schemamigration.io/name\":\"shop\"}";

  @Test
  void policiesAreToldTheWindowAndDoTheRest() {
    assertThat(patch("7", "3", null))
        .isEqualTo(
            tree(
                "{\"metadata\":{%s,\"annotations\":{\"schemamigration.io/maximum-version\":\"7\",\"schemamigration.io/minimum-version\":\"3\"}}}"
                    .formatted(LABEL)));
  }

  /** In a merge patch null removes: an annotation that was left out would stay. */
  @Test
  void releaseRemovesTheAnnotation() {
    assertThat(patch("7", "3", new Pause(null, false)))
        .isEqualTo(
            tree(
                "{\"spec\":{\"paused\":false},\"metadata\":{%s,\"annotations\":{\"schemamigration.io/maximum-version\":\"7\",\"schemamigration.io/minimum-version\":\"3\",\"schemamigration.io/held\":null}}}"
                    .formatted(LABEL)));
  }

  @Test
  void pauseNeedsNoWindow() {
    assertThat(patch(null, null, new Pause("true", true)))
        .isEqualTo(
            tree(
                "{\"spec\":{\"paused\":true},\"metadata\":{%s,\"annotations\":{\"schemamigration.io/held\":\"true\"}}}"
                    .formatted(LABEL)));
  }

  private static Object patch(String maximum, String minimum, Pause pause) {
    var web = WorkloadBuilder.deployment("web", "5").build();
    return tree(GateWriter.patch("shop", new GateChange(web, maximum, minimum, pause)));
  }

  private static Object tree(String json) {
    return Serialization.unmarshal(json, Map.class);
  }
}
