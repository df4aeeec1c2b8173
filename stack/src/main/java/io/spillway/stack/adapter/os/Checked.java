package io.spillway.stack.adapter.os;

import io.spillway.stack.core.OperationException;
import java.util.concurrent.Callable;

/** Turns the checked failures of waiting and of files into {@link OperationException}s. */
public final class Checked {
  private Checked() {}

  /** An interrupt ends the wait, stays set, and is reported as a failure. */
  public static <T> T orFail(Callable<T> work) {
    try {
      return work.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException("interrupted", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new OperationException(e.toString(), e);
    }
  }
}
