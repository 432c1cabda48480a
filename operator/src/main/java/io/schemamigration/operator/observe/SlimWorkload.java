package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;

/** Takes from a workload what nobody reads from a cache: most of all, what its containers run. */
final class SlimWorkload {
  private SlimWorkload() {}

  static void down(HasMetadata object) {
    switch (object) {
      case Deployment deployment -> down(deployment);
      case StatefulSet set -> down(set);
      case DaemonSet set -> down(set);
      case CronJob cron -> down(cron);
      case Job job -> down(job);
      default -> {}
    }
  }

  private static PodTemplateSpec template(PodTemplateSpec from) {
    var template = new PodTemplateSpec();
    template.setMetadata(from.getMetadata() == null ? null : Slim.meta(from.getMetadata()));
    return template;
  }

  private static void down(Deployment deployment) {
    var from = deployment.getSpec();
    var spec = new DeploymentSpec();
    spec.setReplicas(from.getReplicas());
    spec.setPaused(from.getPaused());
    spec.setSelector(from.getSelector());
    spec.setTemplate(template(from.getTemplate()));
    deployment.setSpec(spec);
    if (deployment.getStatus() != null) {
      var status = new DeploymentStatus();
      status.setObservedGeneration(deployment.getStatus().getObservedGeneration());
      status.setReplicas(deployment.getStatus().getReplicas());
      status.setUpdatedReplicas(deployment.getStatus().getUpdatedReplicas());
      status.setAvailableReplicas(deployment.getStatus().getAvailableReplicas());
      deployment.setStatus(status);
    }
  }

  private static void down(StatefulSet set) {
    var from = set.getSpec();
    var spec = new StatefulSetSpec();
    spec.setReplicas(from.getReplicas());
    spec.setSelector(from.getSelector());
    spec.setTemplate(template(from.getTemplate()));
    set.setSpec(spec);
    if (set.getStatus() != null) {
      var status = new StatefulSetStatus();
      status.setObservedGeneration(set.getStatus().getObservedGeneration());
      status.setReplicas(set.getStatus().getReplicas());
      status.setUpdatedReplicas(set.getStatus().getUpdatedReplicas());
      status.setAvailableReplicas(set.getStatus().getAvailableReplicas());
      status.setCurrentRevision(set.getStatus().getCurrentRevision());
      status.setUpdateRevision(set.getStatus().getUpdateRevision());
      set.setStatus(status);
    }
  }

  private static void down(DaemonSet set) {
    var from = set.getSpec();
    var spec = new DaemonSetSpec();
    spec.setSelector(from.getSelector());
    spec.setTemplate(template(from.getTemplate()));
    set.setSpec(spec);
    if (set.getStatus() != null) {
      var status = new DaemonSetStatus();
      status.setObservedGeneration(set.getStatus().getObservedGeneration());
      status.setDesiredNumberScheduled(set.getStatus().getDesiredNumberScheduled());
      status.setUpdatedNumberScheduled(set.getStatus().getUpdatedNumberScheduled());
      status.setNumberAvailable(set.getStatus().getNumberAvailable());
      set.setStatus(status);
    }
  }

  private static void down(CronJob cron) {
    var job = cron.getSpec().getJobTemplate().getSpec();
    job.setTemplate(template(job.getTemplate()));
  }

  private static void down(Job job) {
    var spec = new JobSpec();
    spec.setSuspend(job.getSpec().getSuspend());
    spec.setTemplate(template(job.getSpec().getTemplate()));
    job.setSpec(spec);
    if (job.getStatus() != null) {
      var status = new JobStatus();
      status.setConditions(job.getStatus().getConditions());
      job.setStatus(status);
    }
  }
}
