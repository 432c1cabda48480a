package io.schemamigration.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole Jobs and ConfigMaps as they are written down in {@code jobs/CASE/out-*.yaml}, each made
 * from {@code in-schemamigration.yaml} beside it. {@code -Djobs.write=true} writes the files anew;
 * read the difference.
 */
class WrittenJobsTest {
  static List<JobCase> cases() throws IOException {
    return JobCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsCreatedIsWhatIsWrittenDown(JobCase example) throws IOException {
    var out = example.out();
    if (Boolean.getBoolean("jobs.write")) {
      for (var file : out.entrySet()) {
        Files.writeString(example.folder().resolve(file.getKey()), file.getValue());
      }
    }
    var written = example.written();
    written.remove(JobCase.IN);
    assertThat(written.keySet()).as("files that are used").isEqualTo(out.keySet());
    assertThat(out).isEqualTo(written);
  }

  /** A misspelt field would be left out, and the case would show something else than it says. */
  @ParameterizedTest
  @MethodSource("cases")
  void allOfTheInputIsUnderstood(JobCase example) throws IOException {
    var text = example.written().get(JobCase.IN);
    assertThat(JobCase.yaml(example.resource()))
        .isEqualTo(JobCase.yaml(Serialization.unmarshal(text, TreeMap.class)));
  }
}
