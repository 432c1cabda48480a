package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.MigrationsSpec.ConfigMapRef;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.SourceIndex;
import io.schemamigration.core.source.read.Digest;
import io.schemamigration.operator.observation.SourceState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the migration files' names and bytes: what versions there are and their digest. The SQL is
 * not looked at.
 */
final class SourceResolver {
  private static final int REMEMBERED = 20_000;

  private final KubernetesClient client;
  private final BiFunction<String, String, @Nullable String> versions;
  private final Map<String, Remembered> remembered = Collections.synchronizedMap(new Memory());

  /**
   * Reads ConfigMaps through {@code client}, and only when they have changed.
   *
   * @param versions the resourceVersion of a ConfigMap (namespace, name) as the cache knows it, or
   *     null
   */
  SourceResolver(KubernetesClient client, BiFunction<String, String, @Nullable String> versions) {
    this.client = client;
    this.versions = versions;
  }

  /** What was read when the ConfigMaps had these versions. */
  private record Remembered(List<String> versions, SourceState state) {}

  private static final class Memory extends LinkedHashMap<String, Remembered> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
      return size() > REMEMBERED;
    }
  }

  /** Forgets an object that is gone. */
  void forget(SchemaMigration resource) {
    remembered.remove(resource.getMetadata().getUid());
  }

  SourceState resolve(SchemaMigration resource) {
    var migrations = resource.getSpec().migrations();
    if (migrations.inline() != null) {
      return judge(files(migrations.inline()));
    }
    var references =
        migrations.configMaps() == null ? List.<ConfigMapRef>of() : migrations.configMaps();
    return remembering(resource, references);
  }

  private SourceState remembering(SchemaMigration resource, List<ConfigMapRef> references) {
    var namespace = resource.getMetadata().getNamespace();
    var now = new ArrayList<String>();
    for (var reference : references) {
      now.add(reference.name() + "=" + versions.apply(namespace, reference.name()));
    }
    boolean known = now.stream().noneMatch(v -> v.endsWith("=null"));
    var before = remembered.get(resource.getMetadata().getUid());
    if (known && before != null && before.versions().equals(now)) {
      return before.state();
    }
    var state = fromConfigMaps(namespace, references);
    if (known) {
      remembered.put(resource.getMetadata().getUid(), new Remembered(now, state));
    }
    return state;
  }

  private SourceState fromConfigMaps(String namespace, List<ConfigMapRef> references) {
    var files = new ArrayList<SourceFile>();
    var origin = new HashMap<String, String>();
    for (var reference : references) {
      var map = client.configMaps().inNamespace(namespace).withName(reference.name()).get();
      if (map == null) {
        return new SourceState.Unusable(
            Reason.SOURCE_MISSING,
            "ConfigMap "
                + reference.name()
                + " does not exist in namespace "
                + namespace
                + ": create it, or correct spec.migrations");
      }
      for (var file : files(map)) {
        var other = origin.put(file.name(), reference.name());
        if (other != null) {
          return new SourceState.Unusable(
              Reason.INVALID_MIGRATIONS,
              "file "
                  + file.name()
                  + " is in ConfigMap "
                  + other
                  + " and in ConfigMap "
                  + reference.name()
                  + ": remove it from one of them");
        }
        files.add(file);
      }
    }
    return judge(files);
  }

  private static SourceState judge(List<SourceFile> files) {
    try {
      var index = SourceIndex.of(files.stream().map(SourceFile::name).toList());
      return new SourceState.Available(Digest.of(files), index.versions());
    } catch (SourceException e) {
      return new SourceState.Unusable(
          Reason.INVALID_MIGRATIONS,
          e.problems().stream().map(SourceResolver::sentence).collect(Collectors.joining("; ")));
    }
  }

  private static String sentence(Problem problem) {
    var where = problem.file() == null ? "" : problem.file() + ": ";
    return where + problem.message() + (problem.hint() == null ? "" : " — " + problem.hint());
  }

  private static List<SourceFile> files(Map<String, String> texts) {
    return texts.entrySet().stream()
        .map(e -> new SourceFile(e.getKey(), e.getValue().getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static List<SourceFile> files(ConfigMap map) {
    var files = new ArrayList<>(files(map.getData() == null ? Map.of() : map.getData()));
    var binary = map.getBinaryData() == null ? Map.<String, String>of() : map.getBinaryData();
    binary.forEach(
        (name, base64) -> files.add(new SourceFile(name, Base64.getDecoder().decode(base64))));
    return files;
  }
}
