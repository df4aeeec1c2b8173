package io.spillway.stack.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
  @TempDir Path directory;

  @Test
  void isTheSameAfterItWasSaved() throws IOException {
    StackHome home = new StackHome(directory);
    StackState state =
        new StackState(
            StackSpec.builder(directory)
                .servers(Set.of(Server.KAFKA, Server.REDIS))
                .brokers(3)
                .detached(true)
                .quickStart(true)
                .secure(true)
                .build(),
            new PortPlan(Map.of("kafka-0", 19_092, "kafka-0.controller", 19_192)),
            true,
            Map.of("kafka-0", new ProcessRecord(42, 4711, "a-boot")));
    assertThat(StackState.load(home)).isEmpty();
    state.save(home);
    assertThat(StackState.load(home)).contains(state);
  }

  @Test
  void isRefusedWhereItIsDamaged() throws IOException {
    StackHome home = new StackHome(directory);
    Files.writeString(home.state(), "servers=KAFKA\nbrokers=many\n");
    assertThatThrownBy(() -> StackState.load(home))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(home.state() + " is corrupt: no value for cache");
  }

  @Test
  void knowsItsOwnProcessFromALaterOneWithTheSameId() {
    ProcessRecord self = ProcessRecord.of(ProcessHandle.current().pid()).orElseThrow();
    StackState state =
        new StackState(
            StackSpec.builder(directory).build(),
            new PortPlan(Map.of()),
            true,
            Map.of(
                "alive", self,
                "reused", new ProcessRecord(self.pid(), self.startTicks() - 1, self.bootId()),
                "before-boot", new ProcessRecord(self.pid(), self.startTicks(), "another")));
    assertThat(state.alive("alive")).contains(self);
    assertThat(state.alive("reused")).isEmpty();
    assertThat(state.alive("before-boot")).isEmpty();
    assertThat(state.alive("unknown")).isEmpty();
    assertThat(state.without("alive").anyAlive()).isFalse();
  }
}
