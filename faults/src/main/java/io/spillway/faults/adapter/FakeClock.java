package io.spillway.faults.adapter;

import io.spillway.stack.core.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where libfaketime is, which gives one process another clock. */
final class FakeClock {
  private static final List<String> PLACES =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/faketime/libfaketimeMT.so.1",
          "/usr/lib64/faketime/libfaketimeMT.so.1");

  private FakeClock() {}

  /**
   * The library.
   *
   * @throws OperationException saying how to get it
   */
  static String library() {
    Map<String, String> environment = System.getenv();
    String named = environment.getOrDefault("SPILLWAY_FAKETIME", "");
    if (!named.isEmpty()) {
      return named;
    }
    return PLACES.stream()
        .filter(place -> Files.isReadable(Path.of(place)))
        .findFirst()
        .orElseThrow(
            () ->
                new OperationException(
                    "libfaketime is not installed: apt-get install libfaketime, or name"
                        + " libfaketimeMT.so.1 in SPILLWAY_FAKETIME"));
  }
}
