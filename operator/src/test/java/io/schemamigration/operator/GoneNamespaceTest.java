package io.schemamigration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoneNamespaceTest {
  /** Answers of a real API server, shortened. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {code: 403, reason: Forbidden, details: {kind: jobs, causes: [{reason: NamespaceTerminating, message: namespace shop is being terminated, field: metadata.namespace}]}} | true
          {code: 404, reason: NotFound, details: {name: app, group: schemamigration.io, kind: schemamigrations}} | true
          {code: 403, reason: Forbidden, details: {kind: jobs}}                                | false
          {code: 403, reason: Forbidden}                                                       | false
          {code: 404, reason: NotFound, details: {kind: configmaps}}                           | false
          {code: 500, details: {kind: jobs, causes: [{reason: NamespaceTerminating}]}}         | false
          """)
  void anEndOfTheNamespaceIsNoFault(String answer, boolean gone) {
    var status = Serialization.unmarshal("---\n" + answer, Status.class);
    assertThat(GoneNamespace.says(new KubernetesClientException(status))).isEqualTo(gone);
  }
}
