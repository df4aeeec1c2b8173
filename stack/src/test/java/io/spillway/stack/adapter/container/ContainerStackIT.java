package io.spillway.stack.adapter.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.StackFacts;
import io.spillway.stack.TestStack;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.server.KafkaServer;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.ServerStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** One life of a whole stack of containers; asked for by {@code -Dstack=containers}. */
@EnabledIfSystemProperty(named = TestStack.KIND, matches = "containers")
class ContainerStackIT {
  @TempDir Path home;

  @Test
  void aWholeStackLivesCrashesStallsAndLeavesNothing() throws Exception {
    List<Integer> ports;
    try (ContainerStack stack = start()) {
      assertThat(stack.status()).hasSize(5).allMatch(ServerStatus::healthy);
      ports = stack.status().stream().map(ServerStatus::port).toList();

      StackFacts.write(stack.endpoints());
      StackFacts.assertRead(stack.endpoints());
      StackFacts.assertMysqlIsSetUp(stack.endpoints());

      for (String server : List.of("kafka-0", "mysql-1", "redis", "elasticsearch")) {
        StackFacts.crashAndRestart(stack, server);
      }
      stack.stop("mysql-0");
      stack.start("mysql-0");
      StackFacts.assertRead(stack.endpoints());

      stack.pause("redis");
      assertThat(stack.status()).filteredOn(it -> !it.healthy()).hasSize(1);
      stack.resume("redis");
      assertThat(stack.status()).allMatch(ServerStatus::healthy);
    }
    assertThat(ports).allMatch(Ports::isFree);
    assertThat(Files.readString(home.resolve("logs/kafka-0.log"))).contains(KafkaServer.STARTED);
  }

  private ContainerStack start() {
    return ContainerStack.start(
        StackSpec.builder(home).randomPorts(true).quickStart(true).build(),
        (subject, message, percent) -> System.out.println(subject + ": " + message));
  }
}
