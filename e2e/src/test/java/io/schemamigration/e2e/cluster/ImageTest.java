package io.schemamigration.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the images promise, and the command for laptops that is made like them. */
class ImageTest {
  private static final long MOST_BYTES = 72_000_000;
  private static final String CHANGED =
      """
      package io.schemamigration.runner;
      public final class Main {
        public static void main(String[] args) {
          System.out.println("changed");
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void runnerImageIsSmall() {
    assertThat(Long.parseLong(inspect(Repository.runnerImage(), "{{.Size}}")))
        .isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void imagesRunAsNobodyInParticular() {
    assertThat(inspect(Repository.runnerImage(), "{{.Config.User}}")).isEqualTo("65532:65532");
    assertThat(inspect(Repository.operatorImage(), "{{.Config.User}}")).isEqualTo("65532:65532");
  }

  @Test
  void runnerNeedsNoWritableFileSystemAndNoCapability() {
    var options = new String[] {"run", "--rm", "--read-only", "--cap-drop=ALL", "--network=none"};
    assertThat(docker(options, Repository.runnerImage(), "--version")).startsWith("migrate ");
  }

  /** The cache must be in use, or it is only weight: Java refuses to start when it can't be. */
  @Test
  void cacheFitsTheImageItIsIn() {
    var options = new String[] {"run", "--rm", "-e", "JAVA_TOOL_OPTIONS=-XX:AOTMode=on"};
    assertThat(docker(options, Repository.runnerImage(), "--version")).contains("migrate ");
  }

  /** JDK-8377932: Java can run old code from a cache whose jar has changed. */
  @Test
  void imageOfAChangedJarRunsTheChangedCode() throws IOException {
    var tag = "changed-" + ProcessHandle.current().pid();
    var image = "localhost/migrate:" + tag;
    Command.of("docker", "tag", Repository.runnerImage(), image).run();
    try {
      changedModule(folder.resolve("init-image"));
      Command.of(Repository.path("images/build-images.sh"), "migrate")
          .with("MODULES", folder.toString())
          .with("IMAGE_TAG", tag)
          .run();
      assertThat(docker(new String[] {"run", "--rm"}, image).strip()).isEqualTo("changed");
    } finally {
      Command.of("docker", "rmi", image).run();
    }
  }

  @Test
  void commandForLaptopsUsesItsCacheForThatJarAlone() throws IOException {
    var target = changedModule(folder.resolve("init-image")).resolve("target");
    var prepare = Repository.path("init-image/src/main/launcher/prepare.sh");
    Command.of(prepare, target).with("JAVA_HOME", System.getProperty("java.home")).run();
    var migrate = Command.of("sh", "-x", target.resolve("migrate"));
    assertThat(migrate.tryToRun().errors()).contains("-XX:AOTCache=");

    replaceMain(target.resolve("migrate.jar"), CHANGED.replace("changed", "changed again"));
    assertThat(migrate.run().strip()).isEqualTo("changed again");
  }

  private static String docker(String[] options, String... command) {
    var words = new Object[options.length + command.length];
    System.arraycopy(options, 0, words, 0, options.length);
    System.arraycopy(command, 0, words, options.length, command.length);
    return Command.of("docker", words).run();
  }

  private static String inspect(String image, String format) {
    return Command.of("docker", "image", "inspect", "--format", format, image).run().strip();
  }

  /** A module folder like the runner's, whose jar has another main class. */
  private Path changedModule(Path module) throws IOException {
    var lib = Files.createDirectories(module.resolve("target/lib"));
    var original = Repository.path("init-image/target");
    try (var jars = Files.list(original.resolve("lib"))) {
      for (var jar : jars.toList()) {
        Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    var jar = module.resolve("target/migrate.jar");
    Files.copy(original.resolve("migrate.jar"), jar);
    replaceMain(jar, CHANGED);
    return module;
  }

  private void replaceMain(Path jar, String source) throws IOException {
    var file = Files.writeString(folder.resolve("Main.java"), source);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var exit = compiler.run(null, null, null, "-d", folder.toString(), file.toString());
    assertThat(exit).isZero();
    try (var files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Files.copy(
          folder.resolve("io/schemamigration/runner/Main.class"),
          files.getPath("/io/schemamigration/runner/Main.class"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    // what the laptop's command goes by
    assertThat(Files.getLastModifiedTime(jar).toInstant())
        .isAfter(Instant.now().minus(Duration.ofMinutes(1)));
  }
}
