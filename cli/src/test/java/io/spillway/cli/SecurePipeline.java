package io.spillway.cli;

import io.spillway.stack.core.RunMode;
import io.spillway.stack.testing.RecordedProgress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One secured pipeline for the test classes of a JVM, for a start takes more than a minute. It ends
 * with the JVM.
 */
final class SecurePipeline {
  static final Path ROOT = Path.of(System.getProperty("spillway.root", ".."));
  static final Path HOME = Path.of("target", "secure-it").toAbsolutePath();

  /** What the pipeline says. */
  static final RecordedProgress PROGRESS = new RecordedProgress();

  private static @Nullable Pipeline running;

  private SecurePipeline() {}

  /** Starts it at the first call. */
  static synchronized Pipeline get() throws Exception {
    Pipeline known = running;
    if (known == null) {
      known =
          Pipeline.start(ROOT, HOME, Map.of(), RunMode.TOGETHER.secured().shortLived(), PROGRESS);
      running = known;
    }
    return known;
  }
}
