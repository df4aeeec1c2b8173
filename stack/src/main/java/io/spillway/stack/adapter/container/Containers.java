package io.spillway.stack.adapter.container;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.adapter.server.ElasticsearchServer;
import io.spillway.stack.adapter.server.KafkaServer;
import io.spillway.stack.adapter.server.MysqlServer;
import io.spillway.stack.adapter.server.PortPlan;
import io.spillway.stack.adapter.server.RedisServer;
import io.spillway.stack.adapter.server.StackHome;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.Server;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** The server in each image and how it is told what the local stack's own processes are told. */
final class Containers {
  static final String KAFKA_IMAGE = "apache/kafka:4.3.1";
  static final String MYSQL_IMAGE = "mysql:9.7.0";
  static final String REDIS_IMAGE = "redis:8.0.6";
  static final String ELASTICSEARCH_IMAGE = "docker.elastic.co/elasticsearch/elasticsearch:9.5.3";

  private static final int MYSQL_PORT = 3_306;
  private static final int REDIS_PORT = 6_379;
  private static final int ELASTICSEARCH_PORT = 9_200;

  private Containers() {}

  static ContainerServer kafka(StackSpec spec, PortPlan ports) {
    String name = KafkaServer.name(0);
    // The same inside and outside: the broker verifies transactions with itself at the address that
    // it tells its clients.
    int port = ports.port(name);
    GenericContainer<?> container = container(KAFKA_IMAGE, port, port);
    container.withEnv(
        Map.ofEntries(
            Map.entry("KAFKA_NODE_ID", "0"),
            Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
            Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "0@localhost:9093"),
            Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
            Map.entry("KAFKA_LISTENERS", "PLAINTEXT://:" + port + ",CONTROLLER://:9093"),
            Map.entry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + Ports.HOST + ":" + port),
            Map.entry(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
            Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
            Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "10"),
            Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
            Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
            Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "10"),
            Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
            Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
            Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
            Map.entry("KAFKA_MESSAGE_MAX_BYTES", "4194304"),
            Map.entry("KAFKA_REPLICA_FETCH_MAX_BYTES", "4194304"),
            Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
            Map.entry("KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE", "33554432"),
            Map.entry("KAFKA_HEAP_OPTS", "-Xms64m " + KafkaServer.HEAP),
            Map.entry("KAFKA_OPTS", String.join(" ", spec.jvmOptions()))));
    return server(
        spec, name, Server.KAFKA, ports, Probe.PLAIN::kafka, KafkaServer.STARTED, container);
  }

  static ContainerServer mysql(int index, StackSpec spec, PortPlan ports) {
    String name = MysqlServer.name(index);
    List<String> schemas = MysqlServer.schemas(index, spec.shardsPerServer());
    GenericContainer<?> container = container(MYSQL_IMAGE, MYSQL_PORT, ports.port(name));
    container
        .withEnv("MYSQL_ROOT_PASSWORD", MysqlServer.ADMIN_PASSWORD)
        .withCommand("mysqld", "--server-id=" + MysqlServer.serverId(index))
        .withCopyToContainer(
            Transferable.of("[mysqld]\n" + MysqlServer.COMMON_OPTIONS),
            "/etc/mysql/conf.d/spillway.cnf")
        // Run once, when the data directory is new.
        .withCopyToContainer(
            Transferable.of(MysqlServer.initStatements(schemas)),
            "/docker-entrypoint-initdb.d/spillway.sql");
    return server(spec, name, Server.MYSQL, ports, Probe.PLAIN::mysql, "", container);
  }

  static ContainerServer redis(StackSpec spec, PortPlan ports) {
    GenericContainer<?> container =
        container(REDIS_IMAGE, REDIS_PORT, ports.port(RedisServer.NAME))
            .withCommand(
                "redis-server",
                "--appendonly",
                "yes",
                "--save",
                "",
                "--maxmemory",
                "256mb",
                "--maxmemory-policy",
                "noeviction");
    return server(
        spec,
        RedisServer.NAME,
        Server.REDIS,
        ports,
        port -> Probe.PLAIN.redis(port, null),
        "",
        container);
  }

  static ContainerServer elasticsearch(StackSpec spec, PortPlan ports) {
    String name = ElasticsearchServer.NAME;
    GenericContainer<?> container =
        container(ELASTICSEARCH_IMAGE, ELASTICSEARCH_PORT, ports.port(name));
    container.withEnv(
        Map.of(
            "discovery.type", "single-node",
            "xpack.security.enabled", "false",
            "cluster.routing.allocation.disk.threshold_enabled", "false",
            "ES_JAVA_OPTS",
                String.join(" ", ElasticsearchServer.HEAP)
                    + " -XX:-AlwaysPreTouch "
                    + String.join(" ", spec.jvmOptions())));
    return server(
        spec,
        name,
        Server.ELASTICSEARCH,
        ports,
        port -> Probe.PLAIN.elasticsearch(port, null),
        "",
        container);
  }

  /** On a fixed port: the engine would choose another at each start. */
  private static GenericContainer<?> container(String image, int inside, int outside) {
    PortBinding binding =
        new PortBinding(Binding.bindIpAndPort(Ports.HOST, outside), ExposedPort.tcp(inside));
    return new GenericContainer<>(DockerImageName.parse(image))
        .withCreateContainerCmdModifier(
            command ->
                command
                    .withExposedPorts(ExposedPort.tcp(inside))
                    .withHostConfig(
                        Objects.requireNonNullElseGet(command.getHostConfig(), HostConfig::new)
                            .withPortBindings(binding)));
  }

  private static ContainerServer server(
      StackSpec spec,
      String name,
      Server kind,
      PortPlan ports,
      IntPredicate isWell,
      String started,
      GenericContainer<?> container) {
    return new ContainerServer(
        new ContainerServer.Role(
            name,
            kind,
            ports.port(name),
            isWell,
            started,
            new StackHome(spec.home()).logs().resolve(name + ".log")),
        spec.startLimit(),
        container);
  }
}
