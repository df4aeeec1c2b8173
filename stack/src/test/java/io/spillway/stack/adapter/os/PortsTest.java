package io.spillway.stack.adapter.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.adapter.server.PortPlan;
import io.spillway.stack.adapter.server.RedisServer;
import io.spillway.stack.adapter.server.ServerSet;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.BasePorts;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.Shard;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final long SEED = 7;
  private final Ports ports = new Ports(new Random(SEED));

  @Test
  void replacesAPortThatIsTakenAndSaysSo() throws IOException {
    List<String> messages = new ArrayList<>();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
      int port = taken.getLocalPort();
      StackSpec spec =
          StackSpec.builder(Path.of("home"))
              .servers(Set.of(Server.REDIS))
              .ports(new BasePorts(19_092, 13_306, port, 19_200))
              .build();
      PortPlan plan =
          PortPlan.choose(
              spec, ports, (subject, message, percent) -> messages.add(subject + ": " + message));
      int chosen = plan.port(RedisServer.NAME);
      assertThat(chosen).isNotEqualTo(port);
      assertThat(Ports.isFree(chosen)).isTrue();
      assertThat(messages).containsExactly("redis: port " + port + " is taken, using " + chosen);
    }
  }

  @Test
  void givesNoPortTwice() {
    int preferred = ports.takeRandom();
    assertThat(ports.take(preferred)).isNotEqualTo(preferred);
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(given.add(ports.takeRandom())).isTrue();
    }
  }

  @Test
  void namesAPortForEverySocketOfAFullStack() {
    StackSpec spec =
        StackSpec.builder(Path.of("home")).brokers(3).mysqlServers(2).randomPorts(true).build();
    PortPlan plan = PortPlan.choose(spec, ports, StartListener.silent());
    assertThat(plan.byPurpose().keySet())
        .containsExactlyInAnyOrder(
            "kafka-0",
            "kafka-0.controller",
            "kafka-1",
            "kafka-1.controller",
            "kafka-2",
            "kafka-2.controller",
            "mysql-0",
            "mysql-1",
            "redis",
            "elasticsearch",
            "elasticsearch.transport");
    assertThat(new HashSet<>(plan.byPurpose().values())).hasSize(11);
    Endpoints endpoints = ServerSet.endpoints(spec, plan);
    assertThat(endpoints.kafka().split(",")).hasSize(3);
    assertThat(endpoints.mysql())
        .extracting(Shard::schema)
        .containsExactly("spillway_0", "spillway_1", "spillway_2", "spillway_3");
    assertThat(endpoints.mysqlServers().get(1).schemas())
        .containsExactly("spillway_2", "spillway_3");
  }
}
