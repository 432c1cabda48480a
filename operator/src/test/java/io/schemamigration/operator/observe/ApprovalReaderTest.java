package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.Approval;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who approved what, from managed fields as the API server writes them. */
class ApprovalReaderTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String APPLY =
      """
      {"manager": "kubectl-client-side-apply", "operation": "Update",
       "apiVersion": "schemamigration.io/v1alpha1", "time": "2026-01-01T08:00:00Z",
       "fieldsType": "FieldsV1",
       "fieldsV1": {"f:metadata": {"f:annotations": {".": {},
           "f:kubectl.kubernetes.io/last-applied-configuration": {}}},
         "f:spec": {".": {}, "f:database": {".": {}, "f:urlFrom": {".": {}, "f:secretKeyRef": {}}},
           "f:migrations": {".": {}, "f:configMaps": {".": {},
             "k:{\\"name\\":\\"migrations\\"}": {".": {}, "f:name": {}}}}}}}\
      """;
  private static final String ANNOTATE =
      """
      {"manager": "kubectl-annotate", "operation": "Update",
       "apiVersion": "schemamigration.io/v1alpha1", "time": "2026-01-02T09:30:00Z",
       "fieldsType": "FieldsV1",
       "fieldsV1": {"f:metadata": {"f:annotations": {"f:schemamigration.io/approve": {}}}}}\
      """;
  private static final String HELM =
      """
      {"manager": "helm", "operation": "Apply",
       "apiVersion": "schemamigration.io/v1alpha1", "time": "2026-01-03T10:00:00Z",
       "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:approve": {}, "f:suspend": {}}}}\
      """;
  private static final String OPERATOR =
      """
      {"manager": "fabric8-kubernetes-client", "operation": "Update",
       "apiVersion": "schemamigration.io/v1alpha1", "time": "2026-01-02T09:30:01Z",
       "fieldsType": "FieldsV1", "subresource": "status",
       "fieldsV1": {"f:status": {".": {}, "f:approval": {".": {}, "f:by": {}}, "f:window": {}}}}\
      """;

  private static List<Approval> read(String annotation, String approve, String... fields) {
    var annotations =
        annotation.isEmpty() ? "{}" : "{\"schemamigration.io/approve\": \"" + annotation + "\"}";
    var text =
        "{\"apiVersion\": \"schemamigration.io/v1alpha1\", \"kind\": \"SchemaMigration\","
            + "\"metadata\": {\"name\": \"app\", \"annotations\": "
            + annotations
            + ", \"managedFields\": ["
            + String.join(",", fields)
            + "]}, \"spec\": {\"migrations\": {\"configMaps\": [{\"name\": \"migrations\"}]}"
            + (approve.isEmpty() ? "" : ", \"approve\": \"" + approve + "\"")
            + "}}";
    return ApprovalReader.read(Serialization.unmarshal(text, SchemaMigration.class));
  }

  @Test
  void nothingIsApprovedWhereNobodySaysSo() {
    assertThat(read("", "", APPLY, OPERATOR)).isEmpty();
  }

  @Test
  void anAnnotationIsTheYesOfTheManagerThatOwnsIt() {
    assertThat(read(DIGEST, "", APPLY, ANNOTATE, OPERATOR))
        .containsExactly(
            new Approval(
                DIGEST, "kubectl-annotate", "2026-01-02T09:30:00Z", "schemamigration.io/approve"));
  }

  @Test
  void theSpecIsTheYesOfTheManagerThatOwnsItsField() {
    assertThat(read("", DIGEST, APPLY, HELM, OPERATOR))
        .containsExactly(new Approval(DIGEST, "helm", "2026-01-03T10:00:00Z", "spec.approve"));
  }

  @Test
  void bothCanBeGiven() {
    assertThat(read("sha256:other", DIGEST, APPLY, ANNOTATE, HELM))
        .extracting(Approval::digest, Approval::by)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(DIGEST, "helm"),
            org.assertj.core.groups.Tuple.tuple("sha256:other", "kubectl-annotate"));
  }

  @Test
  void ofSeveralOwnersItIsTheOneWhoHasSaidSoForLongest() {
    var later = ANNOTATE.replace("kubectl-annotate", "argocd").replace("-02T", "-09T");
    var untimed = ANNOTATE.replace("kubectl-annotate", "x").replace("\"time\"", "\"when\"");
    assertThat(read(DIGEST, "", later, untimed, ANNOTATE).getFirst().by())
        .isEqualTo("kubectl-annotate");
    assertThat(read(DIGEST, "", ANNOTATE, untimed, later).getFirst().by())
        .isEqualTo("kubectl-annotate");
  }

  @Test
  void whereTheServerDoesNotTellNobodyIsNamed() {
    assertThat(read(DIGEST, "", APPLY))
        .containsExactly(new Approval(DIGEST, null, null, "schemamigration.io/approve"));
    var nothing = "{\"manager\": \"x\", \"operation\": \"Update\"}";
    var flat = ANNOTATE.replace("{\"f:schemamigration.io/approve\": {}}", "\"none\"");
    assertThat(read(DIGEST, "", nothing, flat).getFirst().by()).isNull();
  }
}
