package io.spillway.stack.adapter.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.server.ServerStarter;
import io.spillway.stack.core.Launch;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Priority;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.LocalServer;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  @TempDir Path directory;
  private final List<ProcessRecord> spawned = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (ProcessRecord process : spawned) {
      ServerProcess.kill(process);
    }
  }

  @Test
  void killsWhatDoesNotEndWithinItsGrace() throws Exception {
    ProcessRecord stubborn = spawn("trap '' TERM; touch ready; while :; do sleep 0.1; done");
    awaitFile("ready");
    ServerProcess.terminate(stubborn, Duration.ofMillis(200));
    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void letsAProcessEndInGoodOrder() throws Exception {
    ProcessRecord polite =
        spawn("trap 'touch ended; exit' TERM; touch ready; while :; do sleep 0.1; done");
    awaitFile("ready");
    ServerProcess.terminate(polite, Duration.ofSeconds(20));
    assertThat(directory.resolve("ended")).exists();
  }

  @Test
  void followsALauncherToItsServer() throws Exception {
    Path pidFile = directory.resolve("pid");
    ProcessRecord server =
        ServerProcess.spawn(
            launch("sleep 60 & echo $! > pid; sleep 60", Optional.of(pidFile)),
            LIMIT,
            spawned::add);
    assertThat(server.pid()).isEqualTo(Long.parseLong(Files.readString(pidFile).trim()));
    assertThat(spawned).hasSize(2).last().isEqualTo(server);
  }

  @Test
  void saysThatALauncherFailed() {
    assertThatThrownBy(
            () ->
                ServerProcess.spawn(
                    launch("exit 3", Optional.of(directory.resolve("pid"))), LIMIT, spawned::add))
        .isInstanceOf(IOException.class)
        .hasMessage("terminated with exit code 3");
  }

  @Test
  void showsTheEndOfTheLogOfAServerThatDies() {
    LocalServer server = new FailingServer();
    assertThatThrownBy(
            () -> ServerStarter.start(server, LIMIT, StartListener.silent(), spawned::add))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("failing terminated during its start")
        .hasMessageContaining("last lines of " + directory.resolve("out"))
        .hasMessageContaining("    out of luck");
  }

  @Test
  void passesOnNoSettingsOfOtherPrograms() {
    Map<String, String> environment =
        new HashMap<>(Map.of("PATH", "/bin", "JAVA_TOOL_OPTIONS", "-Xint", "MYSQL_HOST", "x"));
    assertThat(ServerProcess.cleanEnvironment(environment))
        .containsOnlyKeys("PATH", "HOME", "LANG", "TZ")
        .containsEntry("PATH", "/bin");
  }

  private ProcessRecord spawn(String script) throws Exception {
    return ServerProcess.spawn(launch(script, Optional.empty()), LIMIT, spawned::add);
  }

  private Launch launch(String script, Optional<Path> pidFile) {
    return new Launch(
        List.of("sh", "-c", script),
        Map.of(),
        directory,
        directory.resolve("out"),
        pidFile,
        Priority.REPORT);
  }

  private void awaitFile(String name) throws InterruptedException {
    while (!Files.exists(directory.resolve(name))) {
      Thread.sleep(10);
    }
  }

  private final class FailingServer implements LocalServer {
    @Override
    public Identity identity() {
      return new Identity(
          "failing", Server.REDIS, List.of(1), directory.resolve("log"), Duration.ZERO);
    }

    @Override
    public void prepare() {}

    @Override
    public Launch launch() {
      return ServerProcessTest.this.launch("echo out of luck; exit 1", Optional.empty());
    }

    @Override
    public boolean isHealthy() {
      return false;
    }
  }
}
