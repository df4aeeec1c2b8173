package io.spillway.stack.adapter.os;

import io.spillway.stack.core.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs tasks side by side. */
public final class Parallel {

  /** May fail in any way. */
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  private Parallel() {}

  /**
   * Returns when all tasks have ended. The first failure interrupts the others and is thrown; later
   * ones are suppressed in it.
   */
  public static void run(List<Task> tasks) throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<Boolean> completions = new ExecutorCompletionService<>(executor);
      tasks.forEach(task -> completions.submit(callable(task)));
      List<Throwable> failures = new ArrayList<>();
      try {
        for (int i = 0; i < tasks.size(); i++) {
          try {
            completions.take().get();
          } catch (ExecutionException e) {
            failures.add(e.getCause());
            executor.shutdownNow();
          }
        }
      } catch (InterruptedException e) {
        executor.shutdownNow();
        throw e;
      }
      throwFirst(failures);
    }
  }

  private static Callable<Boolean> callable(Task task) {
    return () -> {
      task.run();
      return true;
    };
  }

  private static void throwFirst(List<Throwable> failures) {
    if (failures.isEmpty()) {
      return;
    }
    Throwable first = failures.getFirst();
    OperationException thrown =
        first instanceof OperationException known
            ? known
            : new OperationException(String.valueOf(first.getMessage()), first);
    failures.stream()
        .skip(1)
        .filter(failure -> !(failure instanceof InterruptedException))
        .forEach(thrown::addSuppressed);
    throw thrown;
  }
}
