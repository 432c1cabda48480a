package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/**
 * Holds objects without what nobody reads from a cache: managed fields, and the contents of
 * ConfigMaps.
 */
final class SlimStore<R extends HasMetadata> extends BasicItemStore<R> {
  SlimStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public R put(String key, R object) {
    object.getMetadata().setManagedFields(null);
    if (object instanceof ConfigMap map) {
      map.setData(null);
      map.setBinaryData(null);
    }
    return super.put(key, object);
  }
}
