package io.spillway.simulation.invariant;

/** Delivered again from the beginning, every topic leaves events, ledger and rows as they were. */
public final class ReplayChangesNothing {
  /** Throws AssertionError when anything differs. */
  public void check(StoreFacts before, StoreFacts after) {
    compare("events", before.events(), after.events());
    compare("movements", before.movements(), after.movements());
    compare("stock", before.stock(), after.stock());
    compare("rows", before.rows(), after.rows());
  }

  private static void compare(String what, Object before, Object after) {
    if (!before.equals(after)) {
      throw new AssertionError(
          "ReplayChangesNothing: " + what + " were " + before + " and are " + after);
    }
  }
}
