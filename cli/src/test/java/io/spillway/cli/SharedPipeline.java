package io.spillway.cli;

import io.spillway.stack.PipelineHome;
import io.spillway.stack.testing.RecordedProgress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One running pipeline for the test classes of a JVM, because a start costs more than most of them.
 * They come in the order of their {@code @Order}: who wants a sound pipeline before who does it
 * damage, each with tenants of its own. It ends with the last of them or with the JVM.
 */
final class SharedPipeline {
  /** What the pipeline says. */
  static final RecordedProgress PROGRESS = new RecordedProgress();

  /** Behind UTC, and a locale in which upper and lower case of i are other letters. */
  private static final String ELSEWHERE =
      "-Duser.timezone=America/Sao_Paulo -Duser.language=tr -Duser.country=TR";

  /** Its home, with its logs and keys. */
  static final PipelineHome HOME =
      new PipelineHome(
          Path.of(System.getProperty("spillway.root", "..")), Path.of("target", "shared-it"));

  /** Beside another module's tests an answer comes late, and each order would have a second row. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "JAVA_TOOL_OPTIONS",
          ELSEWHERE,
          "SPILLWAY_ORDER_STORE_SETTLE_WAIT",
          "10s",
          // No other test has attributes of these names.
          "SPILLWAY_PRIVACY_ATTRIBUTES",
          "buyerName,buyerEmail",
          "SPILLWAY_PRIVACY_MASTER_KEY_FILE",
          HOME.masterKeys().toString());

  private static @Nullable Pipeline running;

  private SharedPipeline() {}

  /** Starts it at the first call. */
  static synchronized Pipeline get() throws Exception {
    Pipeline known = running;
    if (known == null) {
      known = Pipeline.start(HOME.root(), HOME.data(), ENVIRONMENT, PROGRESS);
      running = known;
    }
    return known;
  }
}
