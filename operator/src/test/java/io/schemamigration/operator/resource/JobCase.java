package io.schemamigration.operator.resource;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.StatusMapping;
import io.schemamigration.operator.observation.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A folder of {@code src/test/resources/jobs}: a SchemaMigration with a step in its status, and
 * what the operator creates for it.
 *
 * @param folder that it was read from
 */
record JobCase(Path folder, SchemaMigration resource) {
  static final String IN = "in-schemamigration.yaml";

  private static final Path ALL = Path.of("src/test/resources/jobs");

  static List<JobCase> all() throws IOException {
    try (var folders = Files.list(ALL)) {
      return folders.sorted().map(JobCase::read).toList();
    }
  }

  static JobCase of(String name) {
    return read(ALL.resolve(name));
  }

  private static JobCase read(Path folder) {
    return new JobCase(
        folder, Serialization.unmarshal(text(folder.resolve(IN)), SchemaMigration.class));
  }

  private Step step() {
    return Objects.requireNonNull(StatusMapping.read(resource.getStatus()).step());
  }

  /** The Job of its step. */
  Job job() {
    return job(RunnerImage.OWN_USER);
  }

  /** The Job of its step, of an operator that was given that user for it. */
  Job job(Long user) {
    return new JobBuilder(new RunnerImage("localhost/migrate:1", "IfNotPresent", user))
        .build(resource, step(), "cluster-uid/shop/" + resource.getMetadata().getName());
  }

  /** What comes out, by the name of the file that has it. */
  Map<String, String> out() {
    var out = new TreeMap<String, String>();
    out.put("out-job.yaml", yaml(job()));
    if (resource.getSpec().migrations().inline() != null) {
      out.put(
          "out-configmap.yaml", yaml(InlineConfigMap.build(resource, step().attempt().digest())));
    }
    return out;
  }

  /** What is in the folder, by the name of the file. */
  Map<String, String> written() throws IOException {
    var written = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> written.put(file.getFileName().toString(), text(file)));
    }
    return written;
  }

  /** In the order of the alphabet, so that the same object always gives the same text. */
  static String yaml(Object object) {
    var parsed = Serialization.unmarshal(Serialization.asYaml(object), TreeMap.class);
    return Serialization.asYaml(sorted(parsed));
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, field) -> sorted.put(key.toString(), sorted(field)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(JobCase::sorted).toList();
      default -> value;
    };
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
