package io.schemamigration.operator.resource;

import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.schemamigration.api.v1alpha1.DatabaseSpec;
import io.schemamigration.api.v1alpha1.JobSpec;
import io.schemamigration.api.v1alpha1.JobVolume;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SecretSource;
import io.schemamigration.operator.observation.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of a step's pod: migrations, credentials, database file, what the user adds, scratch
 * space.
 *
 * @param volumes of the pod
 * @param mounts of its container
 */
record JobMounts(List<Volume> volumes, List<VolumeMount> mounts) {
  static final String MIGRATIONS = "/migrations";
  static final String CREDENTIALS = "/schema-migration/credentials";
  static final String DATABASE = "/schema-migration/database";

  /** Credentials can be read by whatever user the pod runs as; only this container mounts them. */
  private static final int READABLE = 0444;

  static JobMounts of(SchemaMigration resource, Step step) {
    var made = new JobMounts(new ArrayList<>(), new ArrayList<>());
    if (StepArguments.readsFiles(step)) {
      made.projected("migrations", MIGRATIONS, migrations(resource, step), null);
    }
    var database = resource.getSpec().database();
    var credentials = credentials(database);
    if (!credentials.isEmpty()) {
      made.projected("credentials", CREDENTIALS, credentials, READABLE);
    }
    if (database.sqlite() != null) {
      made.add(
          new VolumeBuilder()
              .withName("database")
              .withNewPersistentVolumeClaim()
              .withClaimName(database.sqlite().claimName())
              .endPersistentVolumeClaim()
              .build(),
          DATABASE,
          false);
    }
    made.users(resource.getSpec().job());
    made.add(
        new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build(), "/tmp", false);
    return made;
  }

  private void users(@Nullable JobSpec job) {
    if (job != null && job.volumes() != null) {
      job.volumes().forEach(v -> volumes.add(volume(v)));
    }
    if (job != null && job.volumeMounts() != null) {
      mounts.addAll(job.volumeMounts());
    }
  }

  private static Volume volume(JobVolume volume) {
    return new VolumeBuilder()
        .withName(volume.name())
        .withConfigMap(volume.configMap())
        .withSecret(volume.secret())
        .withPersistentVolumeClaim(volume.persistentVolumeClaim())
        .withEmptyDir(volume.emptyDir())
        .withProjected(volume.projected())
        .build();
  }

  private void projected(
      String name, String path, List<VolumeProjection> sources, @Nullable Integer mode) {
    add(
        new VolumeBuilder()
            .withName(name)
            .withNewProjected()
            .withDefaultMode(mode)
            .withSources(sources)
            .endProjected()
            .build(),
        path,
        true);
  }

  private void add(Volume volume, String path, boolean readOnly) {
    volumes.add(volume);
    mounts.add(
        new VolumeMountBuilder()
            .withName(volume.getName())
            .withMountPath(path)
            .withReadOnly(readOnly ? true : null)
            .build());
  }

  private static List<VolumeProjection> migrations(SchemaMigration resource, Step step) {
    var references = resource.getSpec().migrations().configMaps();
    if (references == null) {
      return List.of(
          configMap(
              InlineConfigMap.name(resource.getMetadata().getName(), step.attempt().digest())));
    }
    return references.stream().map(r -> configMap(r.name())).toList();
  }

  private static VolumeProjection configMap(String name) {
    return new VolumeProjectionBuilder().withNewConfigMap().withName(name).endConfigMap().build();
  }

  private static List<VolumeProjection> credentials(DatabaseSpec database) {
    var sources = new ArrayList<VolumeProjection>();
    secret(sources, database.urlFrom(), "url");
    secret(sources, database.userFrom(), "user");
    secret(sources, database.passwordFrom(), "password");
    secret(sources, database.caFrom(), "ca");
    return sources;
  }

  private static void secret(
      List<VolumeProjection> sources, @Nullable SecretSource source, String file) {
    if (source != null) {
      sources.add(
          new VolumeProjectionBuilder()
              .withNewSecret()
              .withName(source.secretKeyRef().name())
              .withItems(
                  new KeyToPathBuilder()
                      .withKey(source.secretKeyRef().key())
                      .withPath(file)
                      .build())
              .endSecret()
              .build());
    }
  }
}
