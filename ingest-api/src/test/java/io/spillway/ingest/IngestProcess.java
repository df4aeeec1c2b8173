package io.spillway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.testing.ServiceJvm;
import io.spillway.stack.TestStack;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The service as a process of its own, which ends with the test's JVM at the latest.
 *
 * @param port of its API
 */
record IngestProcess(Process process, int port) implements AutoCloseable {
  /** Starts it on the servers of a stack, with more settings; it is not ready yet. */
  static IngestProcess start(TestStack stack, Map<String, String> more) throws IOException {
    int port = ServiceJvm.freePort();
    ProcessBuilder builder = ServiceJvm.of(IngestMain.class, List.of());
    Map<String, String> environment = builder.environment();
    environment.putAll(StackSettings.environment(stack));
    environment.put("SPILLWAY_INGEST_PORT", Integer.toString(port));
    environment.putAll(more);
    Process process = builder.inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new IngestProcess(process, port);
  }

  /** Ends it in good order, which must not take longer than 30 s. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isIn(0, 143);
  }
}
