package io.schemamigration.operator.observe;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks the API server several things side by side. */
public final class Side {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Begins to ask. */
  public <T> Future<T> ask(Callable<T> question) {
    return threads.submit(question);
  }

  /**
   * The answer, as soon as it is there.
   *
   * @throws RuntimeException as the question threw it
   */
  public static <T> T result(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the API server", e);
    }
  }
}
