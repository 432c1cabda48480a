package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Holds objects without what nobody reads from a cache. */
public final class SlimStore<R extends HasMetadata> extends BasicItemStore<R> {
  /** An empty one. */
  public SlimStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public R put(String key, R object) {
    Slim.down(object);
    return super.put(key, object);
  }
}
