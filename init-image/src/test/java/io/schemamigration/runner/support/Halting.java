package io.schemamigration.runner.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import javax.tools.ToolProvider;

/**
 * The runner's classes a second time, with a stand-in for SQLite's driver that ends a run at its
 * N-th statement. The stand-in is compiled apart: all other tests need the real driver.
 */
public final class Halting {
  private final ClassLoader classes;
  private final Path compiled;

  public Halting(Path temp) {
    var source = temp.resolve("JDBC.java");
    compiled = temp.resolve("halting");
    try (var text = Halting.class.getResourceAsStream("/halting/org/sqlite/JDBC.java")) {
      Files.createDirectories(compiled);
      Files.write(source, text.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-d", compiled.toString(), "-cp", classPath(), source.toString());
    if (result != 0) {
      throw new IllegalStateException("the stand-in doesn't compile");
    }
    classes = loader(compiled);
  }

  /** What a process needs to be ended in the same way: {@code -Dhalt.at=N -Dhalt.process=true}. */
  public String classPathOfProcess() {
    return compiled + File.pathSeparator + classPath();
  }

  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static ClassLoader loader(Path first) {
    var urls = new ArrayList<URL>();
    try {
      urls.add(first.toUri().toURL());
      for (var entry : classPath().split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Runs the command; whether it was ended. */
  public boolean endedAt(int statement, String... args) {
    System.setProperty("halt.at", Integer.toString(statement));
    try {
      classes
          .loadClass(Scene.class.getName())
          .getDeclaredMethod("migrate", Map.class, String[].class)
          .invoke(null, Map.of(), args);
      return false;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error && "halted".equals(error.getMessage())) {
        return true;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } finally {
      System.clearProperty("halt.at");
    }
  }
}
