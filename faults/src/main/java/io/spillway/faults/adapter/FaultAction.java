package io.spillway.faults.adapter;

/** One thing that can go wrong. Used once, by one thread. */
interface FaultAction {
  /** Breaks it. */
  void inject() throws Exception;

  /** Mends it; what has been broken may still be catching up when this returns. */
  void heal() throws Exception;
}
