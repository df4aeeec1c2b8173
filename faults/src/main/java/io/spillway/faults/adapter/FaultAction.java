package io.spillway.faults.adapter;

/** One thing that can go wrong. Used once, by one thread. */
interface FaultAction {
  void inject() throws Exception;

  /**
   * Mends it, where there is anything to mend; what has been broken may still be catching up when
   * this returns.
   */
  default void heal() throws Exception {}

  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  static FaultAction of(Step inject, Step heal) {
    return new FaultAction() {
      @Override
      public void inject() throws Exception {
        inject.run();
      }

      @Override
      public void heal() throws Exception {
        heal.run();
      }
    };
  }
}
