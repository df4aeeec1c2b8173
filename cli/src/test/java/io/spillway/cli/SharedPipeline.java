package io.spillway.cli;

import io.spillway.stack.port.Progress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One running pipeline for several test classes of one JVM; it ends with the JVM. */
final class SharedPipeline {
  private static @Nullable Pipeline running;

  private SharedPipeline() {}

  /** Starts it at the first call; {@code progress} is that of the first caller. */
  static synchronized Pipeline get(Progress progress) throws Exception {
    Pipeline known = running;
    if (known == null) {
      known =
          Pipeline.start(
              Path.of(System.getProperty("spillway.root", "..")),
              Path.of("target", "shared-it").toAbsolutePath(),
              progress);
      running = known;
    }
    return known;
  }
}
