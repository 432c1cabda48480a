package io.schemamigration.bench;

import java.util.List;

/**
 * What is measured.
 *
 * @param name as the table shows it
 * @param database on which
 * @param kind what there is to do
 * @param size how many migrations, or INSERTs
 * @param network between the tool and the server
 * @param processor share of one processor that the tool gets, in percent; 100 or more is no limit
 * @param aims what is hoped for
 */
record Workload(
    String name,
    Database database,
    Kind kind,
    int size,
    Network network,
    int processor,
    List<Aim> aims) {

  /** Where to. */
  enum Database {
    POSTGRESQL,
    SQLITE
  }

  /** What there is to do. */
  enum Kind {
    /** As many files, each a table and a row. */
    APPLY,
    /** As many files, all applied. */
    NOTHING,
    /** One file with as many INSERTs. */
    INSERTS
  }

  /** How far the server is. */
  enum Network {
    LOOPBACK,
    /** A millisecond there and back. */
    DISTANT
  }

  /** What is hoped for. */
  sealed interface Aim {
    /** At least as many times as fast. */
    record Faster(Tool than, double times) implements Aim {}

    /** At most so much resident memory, in MB. */
    record Fits(int megabytes) implements Aim {}
  }

  static final List<Workload> ALL =
      List.of(
          on(
              Database.POSTGRESQL,
              Kind.APPLY,
              100,
              "100 migrations, PostgreSQL",
              flyway(4),
              dbmate(1.1)),
          on(
              Database.POSTGRESQL,
              Kind.APPLY,
              1000,
              "1,000 migrations, PostgreSQL",
              flyway(3.8),
              dbmate(1.6)),
          on(
              Database.POSTGRESQL,
              Kind.NOTHING,
              1000,
              "nothing to do, 1,000 applied",
              other(0.7),
              flyway(4.5),
              new Aim.Fits(57)),
          on(
              Database.POSTGRESQL,
              Kind.NOTHING,
              10_000,
              "nothing to do, 10,000 applied",
              other(0.5),
              flyway(6)),
          on(
              Database.POSTGRESQL,
              Kind.INSERTS,
              50_000,
              "one file, 50,000 INSERTs",
              flyway(7),
              dbmate(1.1),
              new Aim.Fits(96)),
          new Workload(
              "100 migrations, 1 ms away",
              Database.POSTGRESQL,
              Kind.APPLY,
              100,
              Network.DISTANT,
              100,
              List.of(flyway(8))),
          on(Database.SQLITE, Kind.APPLY, 100, "100 migrations, SQLite", flyway(5), dbmate(0.6)),
          on(Database.SQLITE, Kind.APPLY, 1000, "1,000 migrations, SQLite", dbmate(2.5)),
          new Workload(
              "nothing to do, 1,000 applied, 250m CPU",
              Database.POSTGRESQL,
              Kind.NOTHING,
              1000,
              Network.LOOPBACK,
              25,
              List.of(flyway(6))));

  private static Workload on(Database database, Kind kind, int size, String name, Aim... aims) {
    return new Workload(name, database, kind, size, Network.LOOPBACK, 100, List.of(aims));
  }

  private static Aim flyway(double times) {
    return new Aim.Faster(Tool.FLYWAY, times);
  }

  /** At most that part of the time of the other build. */
  private static Aim other(double part) {
    return new Aim.Faster(Tool.OTHER, 1 / part);
  }

  private static Aim dbmate(double times) {
    return new Aim.Faster(Tool.DBMATE, times);
  }
}
