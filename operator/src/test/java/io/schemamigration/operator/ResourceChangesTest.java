package io.schemamigration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ResourceChangesTest {
  private static boolean matters(UnaryOperator<ObjectMetaBuilder> change) {
    return ResourceChanges.matter(resource(change.apply(meta()).build()), resource(meta().build()));
  }

  private static ObjectMetaBuilder meta() {
    return new ObjectMetaBuilder()
        .withName("app")
        .withUid("1")
        .withGeneration(1L)
        .withResourceVersion("5")
        .withAnnotations(Map.of("a", "1"));
  }

  private static SchemaMigration resource(ObjectMeta meta) {
    var resource = new SchemaMigration();
    resource.setMetadata(meta);
    return resource;
  }

  @Test
  void aStatusThatTheOperatorWritesIsNotWorthALook() {
    assertThat(matters(m -> m.withResourceVersion("6"))).isFalse();
  }

  @Test
  void anAnnotationIsThoughItRaisesNoGeneration() {
    assertThat(matters(m -> m.withAnnotations(Map.of("a", "2")))).isTrue();
    assertThat(matters(m -> m.withAnnotations(Map.of()))).isTrue();
  }

  @Test
  void soIsTheSpecItsDeletionAndAnotherOfItsName() {
    assertThat(matters(m -> m.withGeneration(2L))).isTrue();
    assertThat(matters(m -> m.withDeletionTimestamp("2026-01-01T00:00:00Z"))).isTrue();
    assertThat(matters(m -> m.withUid("2"))).isTrue();
  }
}
