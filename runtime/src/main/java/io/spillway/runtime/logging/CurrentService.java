package io.spillway.runtime.logging;

import org.jspecify.annotations.Nullable;

/**
 * The service that a thread works for, where several share a process: a thread has it from the one
 * that made it. Threads of pools that the JVM shares keep that of whoever used them first.
 */
public final class CurrentService {
  private static final InheritableThreadLocal<@Nullable String> NAME =
      new InheritableThreadLocal<>();

  private CurrentService() {}

  /** Says for whom this thread works, and all that it makes from now on. */
  public static void set(@Nullable String name) {
    NAME.set(name);
  }

  /** Its name; null where the process is that of one service. */
  public static @Nullable String name() {
    return NAME.get();
  }
}
