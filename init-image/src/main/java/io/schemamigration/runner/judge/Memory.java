package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judgement;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judgements that an earlier command came to, in the user's cache directory. Each is found by a
 * hash of all that it depends on, so one that is found is the one that would be made now. Safe for
 * several threads.
 *
 * <p>Who can write those files can make a verdict less strict. So only files that belong to the
 * user, and that nobody else can write, are read; and no run that keeps pods out reads any.
 */
public final class Memory {
  /** One that remembers nothing. */
  public static final Memory NONE = new Memory(null);

  /** Set to anything, nothing is remembered. */
  public static final String OFF = "MIGRATE_NO_CACHE";

  private final @Nullable Path folder;
  private Map<ByteBuffer, ByteBuffer> before = Map.of();
  private final Map<ByteBuffer, ByteBuffer> used = new LinkedHashMap<>();
  private final Set<ByteBuffer> fresh = new HashSet<>();
  private @Nullable MemoryFile file;

  private Memory(@Nullable Path folder) {
    this.folder = folder;
  }

  /** That of the user whose environment it is: below XDG_CACHE_HOME, else below HOME. */
  public static Memory of(Map<String, String> environment) {
    if (!environment.getOrDefault(OFF, "").isEmpty()) {
      return NONE;
    }
    var cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    var home = environment.getOrDefault("HOME", "");
    if (cache.startsWith("/")) {
      return new Memory(Path.of(cache, "schema-migration"));
    }
    return home.startsWith("/") ? new Memory(Path.of(home, ".cache", "schema-migration")) : NONE;
  }

  boolean isOn() {
    return folder != null;
  }

  /** What was found of these statements, or null. */
  synchronized @Nullable List<Judgement> find(String source, byte[] key, int statements) {
    open(source);
    var wrapped = ByteBuffer.wrap(key);
    var found = used.get(wrapped);
    found = found == null ? before.get(wrapped) : found;
    if (found == null) {
      return null;
    }
    var judgements = Remembered.read(found.duplicate(), statements);
    if (judgements != null) {
      used.put(wrapped, found);
    }
    return judgements;
  }

  /** Takes it in. */
  synchronized void put(String source, byte[] key, List<Judgement> judgements) {
    open(source);
    var wrapped = ByteBuffer.wrap(key);
    used.put(wrapped, Remembered.written(judgements));
    fresh.add(wrapped);
  }

  /** Writes down what is new; where that can't be done, nothing is remembered. */
  public synchronized void keep() {
    if (file != null && !fresh.isEmpty()) {
      var all = new LinkedHashMap<>(used);
      before.forEach(all::putIfAbsent);
      file.write(all);
      before = new HashMap<>(all);
      fresh.clear();
    }
  }

  /** A file for each folder of migrations, which is known by its first statement. */
  private void open(String source) {
    if (file == null && folder != null) {
      var rules = RulesVersion.get();
      if (rules != null) {
        file = new MemoryFile(folder, source, rules);
        before = file.read();
      }
    }
  }
}
