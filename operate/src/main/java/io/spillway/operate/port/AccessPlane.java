package io.spillway.operate.port;

import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.util.List;
import java.util.Set;

/** A place that decides what callers may do: says who has which rights, and changes that. */
public interface AccessPlane {
  Plane plane();

  /**
   * Every right that somebody has here, whoever gave it.
   *
   * @throws io.spillway.stack.core.OperationException when it cannot be told
   */
  Set<Right> actual() throws InterruptedException;

  /**
   * Gives what is missing and takes away what is extra. Safe to repeat; when it fails, some of it
   * may have been done.
   *
   * @param wanted all rights that there shall be here
   * @return what has to be done by hand, and how
   * @throws io.spillway.stack.core.OperationException when the servers refuse it
   */
  List<String> apply(RightsDiff diff, Set<Right> wanted) throws InterruptedException;
}
