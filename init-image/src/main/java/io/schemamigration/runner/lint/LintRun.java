package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.source.read.Survey;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.judge.Judges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One check of a folder of migrations, or of some of its files. */
public final class LintRun {
  private final Path folder;
  private final LintSettings settings;
  private final List<SourceFile> files;
  private final Survey survey;
  private final Fingerprints fingerprints;
  private final @Nullable Set<String> wanted;

  /**
   * Reads the files' statements.
   *
   * @param named those to report on, below the folder; empty: all
   * @throws LintException if there is nothing to judge, or a named file doesn't exist
   */
  public LintRun(
      Path folder,
      LintSettings settings,
      List<SourceFile> files,
      List<Path> named,
      Dialect dialect) {
    this.folder = folder;
    this.settings = settings;
    this.files = List.copyOf(files);
    this.survey = Inventory.of(files, dialect).survey(dialect);
    this.fingerprints = new Fingerprints(files, survey);
    this.wanted = named.isEmpty() ? null : wanted(named);
    for (var problem : survey.problems()) {
      if (problem.file() == null) {
        throw new LintException(folder + ": " + problem.text());
      }
    }
  }

  private Set<String> wanted(List<Path> named) {
    var names = new HashSet<String>();
    for (var file : named) {
      var name = name(file);
      if (name == null) {
        name = name(folder.resolve(file));
      }
      if (name == null) {
        throw new LintException(file + ": this is no file of " + folder + "; name it with --dir");
      }
      names.add(survey.wholes().getOrDefault(name, name));
    }
    return names;
  }

  /** By which the source knows a file, or null. */
  private @Nullable String name(Path file) {
    try {
      var below = folder.toRealPath().relativize(file.toRealPath());
      var name = below.toString().replace('\\', '/');
      return files.stream().anyMatch(f -> f.name().equals(name)) ? name : null;
    } catch (IOException e) {
      return null; // it isn't there
    }
  }

  /** Whether to report on that file, by the name that the source knows. */
  private boolean isWanted(String file) {
    return wanted == null || wanted.contains(survey.wholes().getOrDefault(file, file));
  }

  /** A clash names two files; each of them has a part in it. */
  private boolean isWanted(Problem problem) {
    if (wanted == null) {
      return true;
    }
    return wanted.stream().anyMatch(problem.text()::contains) || isWanted(file(problem));
  }

  private static String file(Problem problem) {
    var file = problem.file();
    return file == null ? "" : file;
  }

  /** Judges, and writes all that is found into the baseline. */
  public Lint writeBaseline(Judges judges, Path baseline) {
    var linted = all(judges);
    Baseline.write(baseline, linted.findings(), fingerprints::of);
    return new Lint(List.of(), linted.migrations(), linted.findings().size());
  }

  /** Judges; what the baseline has isn't reported. */
  public Lint lint(Judges judges, @Nullable Path baseline) {
    var linted = all(judges);
    if (baseline == null) {
      return new Lint(shown(linted.findings()), linted.migrations(), 0);
    }
    var known = Baseline.read(baseline);
    var findings = new ArrayList<Finding>();
    for (var finding : linted.findings()) {
      if (!known.has(finding, fingerprints::of)) {
        findings.add(finding);
      }
    }
    int hidden = linted.findings().size() - findings.size();
    var all = shown(findings);
    all.addAll(known.stale(this::isWanted, DisplayPath.of(baseline)));
    return new Lint(all, linted.migrations(), hidden);
  }

  /** All that is found; the baseline compares its findings by the files' names in the folder. */
  private Lint all(Judges judges) {
    var results = new Linter(judges::ofFiles, judges.dialect()).judge(survey, this::isWanted);
    judges.keep();
    var findings = new ArrayList<Finding>();
    for (var problem : survey.problems()) {
      if (isWanted(problem)) {
        add(Linter.finding(problem, file(problem)), findings);
      }
    }
    var migrations = new ArrayList<LintedMigration>();
    for (var result : results) {
      result.findings().forEach(finding -> add(finding, findings));
      migrations.add(LintedMigration.of(result.judgement(), shown(result.file())));
    }
    findings.sort(
        Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column));
    return new Lint(findings, migrations, 0);
  }

  private void add(Finding finding, List<Finding> findings) {
    var severity =
        settings.severity(finding.rule(), folder.resolve(finding.file()), finding.severity());
    if (severity != Severity.OFF) {
      findings.add(finding.with(severity));
    }
  }

  private List<Finding> shown(List<Finding> findings) {
    var shown = new ArrayList<Finding>();
    for (var f : findings) {
      var file = shown(f.file());
      shown.add(
          new Finding(f.rule(), f.severity(), file, f.line(), f.column(), f.message(), f.advice()));
    }
    return shown;
  }

  /** A file of the folder by a name that the caller can open. */
  private String shown(String file) {
    return DisplayPath.of(folder.resolve(file));
  }
}
