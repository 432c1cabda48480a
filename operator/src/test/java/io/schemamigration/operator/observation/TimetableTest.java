package io.schemamigration.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.api.v1alpha1.MaintenanceWindow;
import io.schemamigration.api.v1alpha1.MaintenanceWindow.GatedPhase;
import io.schemamigration.core.window.Phase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a window is open, by the clocks of its place. */
class TimetableTest {
  private static MaintenanceWindow window(
      String cron, String duration, String zone, GatedPhase... phases) {
    return new MaintenanceWindow(cron, duration, zone, phases.length == 0 ? null : List.of(phases));
  }

  private static Timetable timetable(MaintenanceWindow... windows) {
    var timetable = Timetable.of(List.of(windows));
    assertThat(timetable.problem()).isNull();
    return timetable;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # 2026-01-01 is a Thursday        |      |               |                      | opens; empty: it is open
          0 22 * * 1-5                      | 4h   | -             | 2026-01-01T21:59:59Z | 2026-01-01T22:00:00Z
          0 22 * * 1-5                      | 4h   | -             | 2026-01-01T22:00:00Z |
          0 22 * * 1-5                      | 4h   | UTC           | 2026-01-02T01:59:59Z |
          0 22 * * 1-5                      | 4h   | UTC           | 2026-01-02T02:00:00Z | 2026-01-02T22:00:00Z
          0 22 * * MON-fri                  | 4h   | UTC           | 2026-01-03T02:00:00Z | 2026-01-05T22:00:00Z
          0 22 * * 1-5                      | 4h   | Europe/Berlin | 2026-01-01T20:59:59Z | 2026-01-01T21:00:00Z
          0 22 * * 1-5                      | 4h   | Europe/Berlin | 2026-07-01T20:00:00Z |
          # a window that is longer than the time between two openings is always open
          0 * * * *                         | 61m  | UTC           | 2026-01-01T00:59:59Z |
          0 0 * * 7                         | 24h  | UTC           | 2026-01-04T12:00:00Z |
          0 0 * * 0                         | 24h  | UTC           | 2026-01-05T00:00:00Z | 2026-01-11T00:00:00Z
          # either day is enough, as with cron
          0 0 13 * 5                        | 1h   | UTC           | 2026-01-10T00:00:00Z | 2026-01-13T00:00:00Z
          0 0 13 * 5                        | 1h   | UTC           | 2026-01-14T00:00:00Z | 2026-01-16T00:00:00Z
          0 0 29 2 *                        | 1h   | UTC           | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
            30  2  *  *  *                  | 10m  | UTC           | 2026-01-01T00:00:00Z | 2026-01-01T02:30:00Z
          # clocks are set forward: 02:30 doesn't exist; 01:30 does, and 4h are hours that pass
          30 2 * * *                        | 1h   | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z
          30 1 * * *                        | 4h   | Europe/Berlin | 2026-03-29T04:29:59Z |
          30 1 * * *                        | 4h   | Europe/Berlin | 2026-03-29T04:30:00Z | 2026-03-29T23:30:00Z
          # and back: it opens the first time that it is 02:30
          30 2 * * *                        | 10m  | Europe/Berlin | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z
          """)
  void itOpensWhenCronSaysAndStaysOpenForItsDuration(
      String cron, String duration, String zone, Instant now, Instant opens) {
    var timetable = timetable(window(cron, duration, zone));
    for (var phase : Phase.values()) {
      assertThat(timetable.opens(phase, now)).as(phase.text()).isEqualTo(opens);
    }
    assertThat(timetable.opens(null, now)).as("undecided").isEqualTo(opens);
  }

  @Test
  void aPhaseMayBeginWhileAnyOfItsWindowsIsOpenAndWithoutOneAlways() {
    var timetable =
        timetable(
            window("0 22 * * *", "1h", "UTC", GatedPhase.CONTRACT, GatedPhase.OFFLINE),
            window("0 3 * * *", "1h", "UTC", GatedPhase.CONTRACT));
    var noon = Instant.parse("2026-01-01T12:00:00Z");
    assertThat(timetable.opens(Phase.EXPAND, noon)).isNull();
    assertThat(timetable.opens(Phase.CONTRACT, noon)).isEqualTo("2026-01-01T22:00:00Z");

    var late = Instant.parse("2026-01-01T23:00:00Z");
    assertThat(timetable.opens(Phase.CONTRACT, late)).isEqualTo("2026-01-02T03:00:00Z");
    assertThat(timetable.opens(Phase.OFFLINE, late)).isEqualTo("2026-01-02T22:00:00Z");
    assertThat(timetable.opens(null, late)).isEqualTo("2026-01-02T22:00:00Z");

    var night = Instant.parse("2026-01-02T03:30:00Z");
    assertThat(timetable.opens(Phase.CONTRACT, night)).isNull();
    assertThat(timetable.opens(Phase.OFFLINE, night)).isEqualTo("2026-01-02T22:00:00Z");
  }

  @Test
  void withoutWindowsItIsAlwaysOpen() {
    assertThat(Timetable.of(null)).isSameAs(Timetable.ALWAYS);
    assertThat(Timetable.of(List.of())).isSameAs(Timetable.ALWAYS);
    assertThat(Timetable.ALWAYS.opens(Phase.CONTRACT, Instant.EPOCH)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 24 * * *  | 1h | UTC           | spec.windows[1].cron '0 24 * * *' can't be used: Value 24 not in range [0, 23]
          0 22 * *    | 1h | UTC           | spec.windows[1].cron '0 22 * *' can't be used: Cron expression contains 4 parts but we expect one of [5]
          0 0 4-7/ * * | 1h | UTC           | spec.windows[1].cron '0 0 4-7/ * *' can't be used: it is no cron expression
          0 0 30 2 *  | 1h | UTC           | spec.windows[1].cron '0 0 30 2 *' can't be used: no such day exists, so that it never opens
          0 22 * * *  | 0s | UTC           | spec.windows[1].duration '0s' can't be used: it is never open
          0 22 * * *  | 1h | Europe/Berlyn | spec.windows[1].timeZone 'Europe/Berlyn' can't be used: no time zone has this name; Europe/Berlin is an example of one
          """)
  void whatCantBeReadIsSaidWithItsFieldAndWhy(
      String cron, String duration, String zone, String problem) {
    var windows = List.of(window("0 22 * * *", "1h", null), window(cron, duration, zone));
    assertThat(Timetable.of(windows).problem()).isEqualTo(problem);
  }
}
