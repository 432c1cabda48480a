package io.schemamigration.runner.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A flag that a verb takes and nobody reads would be passed over in silence; one that is read and
 * can't be given is dead. What a verb's command reads is found by following its calls within the
 * command line's packages, whatever the arguments.
 */
class VerbFlagsTest {
  private static final String CLI = "io.schemamigration.runner.cli";

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(CLI);

  /** A verb's part of the switch: up to the next one, or the end. */
  private static final Pattern BRANCH =
      Pattern.compile("case (\\w+) ->(.*?)(?=\\n      case |\\n    };)", Pattern.DOTALL);

  private static final Pattern COMMAND =
      Pattern.compile("new (\\w+)\\(console, arguments\\)\\s*\\.(\\w+)\\(\\)");

  private static final Pattern FLAG = Pattern.compile("Flag\\.(\\w+)");

  /** They read the database alone. */
  private static final Set<Verb> WITHOUT_FILES = EnumSet.of(Verb.CURRENT, Verb.HISTORY);

  @ParameterizedTest
  @EnumSource
  void aVerbTakesTheFlagsThatItsCommandReads(Verb verb) throws Exception {
    var read = read(verb);
    read.add(Flag.HELP); // by Cli, before there is a command
    if (WITHOUT_FILES.contains(verb)) {
      read.add(Flag.DIR); // people give it with every command, and it changes nothing
    }

    assertThat(verb.flags().inOrder()).containsExactlyInAnyOrderElementsOf(read);
  }

  private static Set<Flag> read(Verb verb) throws Exception {
    var cli = Files.readString(Path.of("src/main/java", CLI.replace('.', '/'), "Cli.java"));
    var branch =
        BRANCH
            .matcher(cli)
            .results()
            .filter(found -> found.group(1).equals(verb.name()))
            .findFirst()
            .orElseThrow()
            .group(2);
    var read = EnumSet.noneOf(Flag.class);
    FLAG.matcher(branch).results().forEach(flag -> read.add(Flag.valueOf(flag.group(1))));
    var commands = COMMAND.matcher(branch).results().toList();
    assertThat(commands).as(branch).isNotEmpty();
    for (var command : commands) {
      read.addAll(readFrom(CLASSES.get(CLI + "." + command.group(1)).getMethod(command.group(2))));
    }
    return read;
  }

  private static Set<Flag> readFrom(JavaCodeUnit first) {
    var read = EnumSet.noneOf(Flag.class);
    var seen = new HashSet<JavaCodeUnit>();
    var open = new ArrayDeque<JavaCodeUnit>(List.of(first));
    while (!open.isEmpty()) {
      var unit = open.remove();
      boolean speaks = unit.getOwner().isEquivalentTo(Help.class); // of flags, and reads none
      if (speaks || !unit.getOwner().getName().startsWith(CLI) || !seen.add(unit)) {
        continue;
      }
      for (JavaFieldAccess access : unit.getFieldAccesses()) {
        if (access.getTarget().getRawType().isEquivalentTo(Flag.class)) {
          read.add(Flag.valueOf(access.getTarget().getName()));
        }
      }
      open.addAll(calledBy(unit));
    }
    return read;
  }

  private static List<JavaCodeUnit> calledBy(JavaCodeUnit unit) {
    var called = new ArrayList<JavaCodeUnit>();
    unit.getCallsFromSelf()
        .forEach(call -> call.getTarget().resolveMember().ifPresent(called::add));
    unit.getCodeUnitReferencesFromSelf()
        .forEach(reference -> reference.getTarget().resolveMember().ifPresent(called::add));
    if (unit instanceof JavaConstructor) {
      called.addAll(calledByOthers(unit.getOwner()));
    }
    return called;
  }

  /** What somebody calls who knows only the interface, perhaps outside of these packages. */
  private static List<JavaCodeUnit> calledByOthers(JavaClass made) {
    var names = new HashSet<String>();
    made.getAllRawInterfaces()
        .forEach(type -> type.getMethods().stream().map(JavaMember::getName).forEach(names::add));
    return made.getMethods().stream()
        .filter(method -> names.contains(method.getName()))
        .map(JavaCodeUnit.class::cast)
        .toList();
  }
}
