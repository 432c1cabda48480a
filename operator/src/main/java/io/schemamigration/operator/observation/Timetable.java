package io.schemamigration.operator.observation;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.schemamigration.api.v1alpha1.MaintenanceWindow;
import io.schemamigration.api.v1alpha1.MaintenanceWindow.GatedPhase;
import io.schemamigration.core.window.Phase;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When migrations may begin: the maintenance windows of a spec. */
public final class Timetable {
  /** At any time. */
  public static final Timetable ALWAYS = new Timetable(List.of(), null);

  private static final String NO_REASON = "it is no cron expression";
  private static final String LIBRARY_SAYS = "Failed to parse cron expression. ";

  private final List<Window> windows;
  private final @Nullable String problem;

  /** One window, read. */
  private record Window(
      ExecutionTime cron, Duration duration, ZoneId zone, Set<GatedPhase> phases) {

    /** When it opens next, which is in the past while it is open; empty when it never does. */
    Optional<Instant> opening(Instant now) {
      // The first opening after this moment: an earlier one has closed again.
      var closed = now.minus(duration).atZone(zone);
      return cron.nextExecution(closed).map(opening -> opening.toInstant());
    }
  }

  private Timetable(List<Window> windows, @Nullable String problem) {
    this.windows = windows;
    this.problem = problem;
  }

  /** Reads {@code spec.windows}; the first that can't be read is the {@link #problem}. */
  public static Timetable of(@Nullable List<MaintenanceWindow> windows) {
    if (windows == null || windows.isEmpty()) {
      return ALWAYS;
    }
    var read = new ArrayList<Window>();
    for (int i = 0; i < windows.size(); i++) {
      var field = "spec.windows[" + i + "]";
      try {
        read.add(window(windows.get(i), field));
      } catch (IllegalArgumentException e) {
        return new Timetable(List.of(), e.getMessage());
      }
    }
    return new Timetable(List.copyOf(read), null);
  }

  /** Which field can't be read and why; null when all can. */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * When a migration of that phase may begin.
   *
   * @param phase null for an undecided migration
   * @return the next opening; null when it may begin now
   */
  public @Nullable Instant opens(@Nullable Phase phase, Instant now) {
    var gated = gated(phase);
    var its = windows.stream().filter(w -> w.phases().contains(gated)).toList();
    var next =
        its.stream()
            .flatMap(w -> w.opening(now).stream())
            .min(Comparator.naturalOrder())
            .orElse(now);
    return next.isAfter(now) ? next : null;
  }

  private static GatedPhase gated(@Nullable Phase phase) {
    return switch (phase) {
      case EXPAND -> GatedPhase.EXPAND;
      case CONTRACT -> GatedPhase.CONTRACT;
      case OFFLINE -> GatedPhase.OFFLINE;
      case null -> GatedPhase.OFFLINE;
    };
  }

  private static Window window(MaintenanceWindow spec, String field) {
    var duration = Durations.parse(spec.duration());
    if (!duration.isPositive()) {
      throw wrong(field + ".duration", spec.duration(), "it is never open");
    }
    var phases = spec.phases();
    return new Window(
        cron(spec.cron(), field + ".cron"),
        duration,
        zone(spec.timeZone(), field + ".timeZone"),
        phases == null || phases.isEmpty()
            ? EnumSet.allOf(GatedPhase.class)
            : EnumSet.copyOf(phases));
  }

  private static ExecutionTime cron(String text, String field) {
    ExecutionTime cron;
    try {
      var unix = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
      cron = ExecutionTime.forCron(new CronParser(unix).parse(text.strip()));
    } catch (IllegalArgumentException e) {
      var said = e.getMessage();
      throw wrong(field, text, said == null ? NO_REASON : said.replace(LIBRARY_SAYS, ""));
    } catch (RuntimeException _) { // the library's own on half a word, such as "4/"
      throw wrong(field, text, NO_REASON);
    }
    if (cron.nextExecution(Instant.EPOCH.atZone(ZoneId.of("UTC"))).isEmpty()) {
      throw wrong(field, text, "no such day exists, so that it never opens");
    }
    return cron;
  }

  private static ZoneId zone(@Nullable String text, String field) {
    try {
      return ZoneId.of(text == null ? "UTC" : text);
    } catch (DateTimeException _) {
      throw wrong(field, text, "no time zone has this name; Europe/Berlin is an example of one");
    }
  }

  private static IllegalArgumentException wrong(String field, @Nullable String text, String why) {
    return new IllegalArgumentException(field + " '" + text + "' can't be used: " + why);
  }
}
