package io.schemamigration.runner.cli.input;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseUrl;
import io.schemamigration.runner.db.Patience;
import io.schemamigration.runner.judge.Memory;
import io.schemamigration.runner.lint.CommandSettings;
import io.schemamigration.runner.words.WrittenDuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one verb. Read by hand: a library would cost more than the rest of the start.
 */
public final class Arguments {
  private final Verb verb;
  private final Map<Flag, String> flags = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> environment;
  private final Path here;
  private @Nullable CommandSettings settings;

  private Arguments(Verb verb, Map<String, String> environment, Path here) {
    this.verb = verb;
    this.environment = environment;
    this.here = here;
  }

  /**
   * Reads {@code --flag value}, {@code --flag=value} and plain words; refuses what the verb doesn't
   * know, since an ignored word could have been meant as {@code --dry-run}. What is neither there
   * nor in the environment is looked for in the settings file.
   *
   * @param here the working folder
   */
  public static Arguments parse(
      Verb verb, String[] args, Map<String, String> environment, Path here) {
    var parsed = new Arguments(verb, environment, here);
    for (int i = 1; i < args.length; i++) {
      var arg = args[i];
      if (!arg.startsWith("--")) {
        parsed.word(arg);
        continue;
      }
      int equals = arg.indexOf('=');
      var name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
      var flag = verb.flags().named(name, verb);
      if (flag.isSwitch()) {
        parsed.turn(flag, equals < 0 ? "true" : arg.substring(equals + 1));
      } else if (equals >= 0) {
        parsed.put(flag, arg.substring(equals + 1));
      } else if (i + 1 < args.length && !args[i + 1].startsWith("--")) {
        parsed.put(flag, args[++i]);
      } else {
        throw new UsageException(flag + " needs a value");
      }
    }
    if (parsed.byHand() && (verb.flags().contains(Flag.URL) || verb.flags().contains(Flag.DIR))) {
      parsed.settings = SettingsHere.in(here);
    }
    return parsed;
  }

  /**
   * Whether the settings file speaks to it. Not to what runs inside the gate: a file that happens
   * to be in an image mustn't change a rollout.
   */
  private boolean byHand() {
    return verb != Verb.STEP && verb != Verb.VERIFY && !has(Flag.OWNER);
  }

  private void word(String word) {
    if (word.startsWith("-")) {
      throw new UsageException(word + " is not a flag: flags begin with two dashes");
    }
    if (!verb.takesWord(words.size())) {
      throw new UsageException("migrate " + verb.text() + " doesn't expect '" + word + "'");
    }
    words.add(word);
  }

  private void turn(Flag flag, String value) {
    switch (value) {
      case "true" -> put(flag, value);
      case "false" -> {}
      default -> throw new UsageException(flag + " must be true or false, not " + value);
    }
  }

  private void put(Flag flag, String value) {
    if (flags.put(flag, value) != null) {
      throw new UsageException(flag + " is given twice");
    }
  }

  public Verb verb() {
    return verb;
  }

  public List<String> words() {
    return words;
  }

  public boolean has(Flag flag) {
    return flags.containsKey(flag);
  }

  public @Nullable String get(Flag flag) {
    return flags.get(flag);
  }

  public String need(Flag flag) {
    var value = flags.get(flag);
    if (value == null) {
      throw new UsageException("migrate " + verb.text() + " needs " + flag);
    }
    return value;
  }

  public boolean json() {
    var output = flags.getOrDefault(Flag.OUTPUT, "text");
    return switch (output) {
      case "json" -> true;
      case "text" -> false;
      default -> throw new UsageException("--output must be text or json, not " + output);
    };
  }

  public @Nullable Version version(Flag flag) {
    var text = flags.get(flag);
    if (text == null) {
      return null;
    }
    return Version.parse(text)
        .orElseThrow(() ->
            new UsageException(
                flag + " " + text + " is not a version such as 7 or 20251127100000"));
  }

  public Path dir() {
    var dir = flags.getOrDefault(Flag.DIR, environment.get("MIGRATE_DIR"));
    if (dir != null) {
      return Path.of(dir);
    }
    var set = settings == null ? null : settings.dir();
    return set == null ? DefaultFolder.in(here) : set;
  }

  /** Durations as {@code 500ms}, {@code 90s}, {@code 10m}, {@code 1h30m}. */
  public Duration duration(Flag flag, Duration otherwise) {
    var text = flags.get(flag);
    if (text == null) {
      return otherwise;
    }
    var duration = WrittenDuration.parse(text);
    if (duration == null) {
      throw new UsageException(flag + " " + text + WrittenDuration.ISNT);
    }
    return duration;
  }

  public long number(Flag flag) {
    var text = need(flag);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UsageException(flag + " " + text + " is not a whole number");
    }
  }

  /** Whether a database is named, by a flag, the environment or the settings file. */
  public boolean namesDatabase() {
    return url() != null;
  }

  /** What kind of database is named there; null where none is. */
  public @Nullable Dialect namedDialect() {
    var named = url();
    return named == null ? null : DatabaseUrl.parse(named, environment).dialect();
  }

  /** What the user's earlier commands judged. */
  public Memory memory() {
    return Memory.of(environment);
  }

  /** How to reach the database: flags first, then the environment, then the settings file. */
  public Access access() {
    var named = url();
    if (named == null) {
      throw new UsageException(
          "which database? Give --url (sqlite:app.db, postgres://user@host/db), --url-file,"
              + " MIGRATE_URL or DATABASE_URL"
              + SettingsHere.whyNoUrl(settings, here));
    }
    var url = DatabaseUrl.parse(named, environment);
    return new Access(
        url,
        secret(Flag.USER_FILE),
        password(url),
        flags.get(Flag.CA_FILE),
        flags.get(Flag.HISTORY_SCHEMA),
        patience(),
        indexesAsWritten());
  }

  /** The server on which a copy is made, by a database there; null for the original's own. */
  public @Nullable Access scratchServer() {
    if (!has(Flag.SCRATCH_URL) && !has(Flag.SCRATCH_URL_FILE)) {
      return null;
    }
    var url =
        DatabaseUrl.parse(
            has(Flag.SCRATCH_URL)
                ? need(Flag.SCRATCH_URL)
                : SettingsHere.content(need(Flag.SCRATCH_URL_FILE)));
    if (url.kind() != DatabaseUrl.Kind.POSTGRESQL) {
      throw new UsageException("--scratch-url must name a PostgreSQL database, as --url does");
    }
    return new Access(url, null, null, null, null, patience(), indexesAsWritten());
  }

  private @Nullable String url() {
    if (has(Flag.URL) || has(Flag.URL_FILE)) {
      return has(Flag.URL) ? need(Flag.URL) : secret(Flag.URL_FILE);
    }
    var file = environment.get("MIGRATE_URL_FILE");
    if (environment.containsKey("MIGRATE_URL") || file == null) {
      var url = environment.getOrDefault("MIGRATE_URL", environment.get("DATABASE_URL"));
      return url != null || settings == null ? url : SettingsHere.url(settings, environment);
    }
    return SettingsHere.content(file);
  }

  private boolean indexesAsWritten() {
    return settings != null && settings.indexesAsWritten();
  }

  /** As psql has it, {@code PGPASSWORD} is for a URL that has none. */
  private @Nullable String password(DatabaseUrl url) {
    boolean asked = url.kind() == DatabaseUrl.Kind.POSTGRESQL && url.password() == null;
    return has(Flag.PASSWORD_FILE) || !asked
        ? secret(Flag.PASSWORD_FILE)
        : environment.get("PGPASSWORD");
  }

  /** How long the database may take. */
  public Patience patience() {
    var set = settings == null ? null : settings.lockTimeout();
    var lock = duration(Flag.LOCK_TIMEOUT, set == null ? Patience.USUAL.lock() : set);
    var statement =
        has(Flag.STATEMENT_TIMEOUT) ? duration(Flag.STATEMENT_TIMEOUT, Duration.ZERO) : null;
    return new Patience(lock, statement);
  }

  private @Nullable String secret(Flag flag) {
    var file = flags.get(flag);
    return file == null ? null : SettingsHere.content(file);
  }

  /**
   * Whether {@code --phase expand} was given; contract alone is the operator's business.
   *
   * @throws UsageException for any other phase
   */
  public boolean expandOnly() {
    var phase = get(Flag.PHASE);
    if (phase != null && !phase.equals(Phase.EXPAND.text())) {
      throw new UsageException("--phase can only be expand, not " + phase);
    }
    return phase != null;
  }
}
