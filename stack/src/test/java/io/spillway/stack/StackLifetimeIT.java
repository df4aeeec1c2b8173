package io.spillway.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.adapter.os.ServerProcess;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.port.StartListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who ends the servers, and when; with the one that starts at once. */
class StackLifetimeIT {
  private static final String SERVER = "redis";
  @TempDir Path home;

  @AfterEach
  void stop() {
    NativeStack.attach(home).ifPresent(NativeStack::stop);
  }

  @Test
  void aDetachedStackOutlivesItsStarterAndIsStoppedByAnother() {
    start(true).close();

    NativeStack attached = NativeStack.attach(home).orElseThrow();
    assertThat(attached.status()).allMatch(ServerStatus::healthy);
    assertThat(attached.spec().detached()).isTrue();
    assertThatThrownBy(() -> start(true))
        .isInstanceOf(OperationException.class)
        .hasMessage("a stack is already running in " + home);

    attached.kill(SERVER);
    assertThat(NativeStack.attach(home).orElseThrow().status()).noneMatch(ServerStatus::running);
    attached.start(SERVER);
    long pid = NativeStack.attach(home).orElseThrow().pid(SERVER).orElseThrow();

    attached.stop();
    assertThat(ProcessRecord.of(pid)).isEmpty();
    assertThat(NativeStack.attach(home)).isEmpty();
  }

  @Test
  void aStackWhoseServersDiedIsStartedAnew() throws Exception {
    start(true).close();
    long pid = NativeStack.attach(home).orElseThrow().pid(SERVER).orElseThrow();
    ServerProcess.kill(ProcessRecord.of(pid).orElseThrow());
    try (NativeStack again = start(false)) {
      assertThat(again.status()).allMatch(ServerStatus::healthy);
    }
  }

  @Test
  void anAttachedStackEndsWithAStarterThatHadNoTimeToSayGoodbye() throws Exception {
    Process starter =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashingStarter.class.getName(),
                home.toString())
            .inheritIO()
            .start();
    assertThat(starter.waitFor()).isEqualTo(CrashingStarter.EXIT_CODE);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(NativeStack.attach(home).orElseThrow().status())
                    .noneMatch(ServerStatus::running));
    start(false).close();
  }

  private NativeStack start(boolean detached) {
    return start(home, detached);
  }

  private static NativeStack start(Path home, boolean detached) {
    return NativeStack.start(
        StackSpec.builder(home)
            .servers(Set.of(Server.REDIS))
            .randomPorts(true)
            .detached(detached)
            .build(),
        StartListener.silent());
  }

  /** A JVM that dies without running its shutdown hooks. */
  static final class CrashingStarter {
    static final int EXIT_CODE = 17;

    private CrashingStarter() {}

    public static void main(String[] arguments) {
      List<ServerStatus> status = start(Path.of(arguments[0]), false).status();
      Runtime.getRuntime().halt(status.stream().allMatch(ServerStatus::healthy) ? EXIT_CODE : 1);
    }
  }
}
