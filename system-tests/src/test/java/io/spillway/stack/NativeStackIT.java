package io.spillway.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.port.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One life of a whole stack, in order; starting it anew for each fact would take minutes. */
class NativeStackIT {
  @TempDir Path home;

  @AfterEach
  void removeWhatLiesElsewhere() {
    NativeStack.wipe(home);
  }

  @Test
  void aWholeStackLivesCrashesStopsAndKeepsItsData() throws Exception {
    List<Long> pids;
    List<Integer> ports;
    try (NativeStack stack = start()) {
      assertThat(stack.status()).hasSize(5).allMatch(ServerStatus::healthy);
      pids = pids(stack);
      ports = stack.status().stream().map(ServerStatus::port).toList();

      StackFacts.write(stack.endpoints());
      StackFacts.assertRead(stack.endpoints());
      StackFacts.assertMysqlIsSetUp(stack.endpoints());

      refusesASecondStart();
      for (String server : List.of("kafka-0", "mysql-1", "redis")) {
        long before = stack.pid(server).orElseThrow();
        StackFacts.crashAndRestart(stack, server);
        assertThat(ProcessRecord.of(before)).isEmpty();
      }
      pids.addAll(pids(stack));
      StackFacts.assertRead(stack.endpoints());
      // The slowest to start; it comes back with all the others, with what it was told before.
      StackFacts.crash(stack, "elasticsearch");
    }
    assertThat(pids).allMatch(pid -> ProcessRecord.of(pid).isEmpty());
    assertThat(ports).allMatch(Ports::isFree);
    assertThat(NativeStack.attach(home)).isEmpty();

    try (NativeStack again = start()) {
      StackFacts.assertRead(again.endpoints());
    }
    NativeStack.wipe(home);
    assertThat(home.toFile().list()).containsExactly("stack.lock");
  }

  private NativeStack start() {
    return NativeStack.start(
        StackSpec.builder(home).randomPorts(true).quickStart(true).build(),
        (subject, message, percent) -> System.out.println(subject + ": " + message));
  }

  private void refusesASecondStart() {
    assertThatThrownBy(this::start)
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("another process uses the stack in " + home);
    assertThatThrownBy(() -> NativeStack.wipe(home)).isInstanceOf(OperationException.class);
  }

  private static List<Long> pids(Stack stack) {
    return new ArrayList<>(
        stack.status().stream().map(status -> status.pid().orElseThrow()).toList());
  }
}
