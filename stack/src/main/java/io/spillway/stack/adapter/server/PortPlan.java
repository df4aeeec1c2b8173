package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.StartListener;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of a stack by purpose, for example {@code mysql-0} or {@code kafka-0.controller}.
 * Servers keep their ports until the whole stack is stopped.
 */
public record PortPlan(Map<String, Integer> byPurpose) {
  private static final int CONTROLLER_OFFSET = 100;
  private static final int BROKER_OFFSET = 200;
  private static final int TRANSPORT_OFFSET = 100;

  public PortPlan {
    byPurpose = Map.copyOf(byPurpose);
  }

  public int port(String purpose) {
    Integer port = byPurpose.get(purpose);
    if (port == null) {
      throw new OperationException("the state of this stack has no port for " + purpose);
    }
    return port;
  }

  public boolean isAnyTaken() {
    return byPurpose.values().stream().anyMatch(port -> !Ports.isFree(port));
  }

  public static PortPlan choose(StackSpec spec, Ports ports, StartListener progress) {
    Map<String, Integer> plan = new LinkedHashMap<>();
    preferred(spec)
        .forEach(
            (purpose, wanted) -> {
              int port = spec.randomPorts() ? ports.takeRandom() : ports.take(wanted);
              if (!spec.randomPorts() && port != wanted) {
                progress.message(purpose, "port " + wanted + " is taken, using " + port);
              }
              plan.put(purpose, port);
            });
    return new PortPlan(plan);
  }

  private static Map<String, Integer> preferred(StackSpec spec) {
    Map<String, Integer> preferred = new LinkedHashMap<>();
    if (spec.runs(Server.KAFKA)) {
      for (int i = 0; i < spec.brokers(); i++) {
        preferred.put(KafkaServer.name(i), spec.ports().kafka() + i);
        preferred.put(KafkaServer.controller(i), spec.ports().kafka() + CONTROLLER_OFFSET + i);
        if (spec.secure()) {
          preferred.put(KafkaServer.broker(i), spec.ports().kafka() + BROKER_OFFSET + i);
        }
      }
    }
    if (spec.runs(Server.MYSQL)) {
      for (int i = 0; i < spec.mysqlServers(); i++) {
        preferred.put(MysqlServer.name(i), spec.ports().mysql() + i);
      }
    }
    if (spec.runs(Server.REDIS)) {
      preferred.put(RedisServer.NAME, spec.ports().redis());
    }
    if (spec.runs(Server.ELASTICSEARCH)) {
      preferred.put(ElasticsearchServer.NAME, spec.ports().elasticsearch());
      preferred.put(ElasticsearchServer.TRANSPORT, spec.ports().elasticsearch() + TRANSPORT_OFFSET);
    }
    return preferred;
  }
}
