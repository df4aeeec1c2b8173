package io.spillway.stack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceLaunchTest {
  private static final Path ROOT = Path.of("..");
  private static final ServiceJvm INGEST = ServiceJvm.of(PipelineService.INGEST_API);
  private static final ServiceJvm ALL = new ServiceJvm(List.of(PipelineService.values()));
  private static final Backends BACKENDS =
      new Backends(
          "k:1",
          "redis://r:2",
          "http://e:3",
          List.of(new Backends.Shard(0, "m", 4, "s0"), new Backends.Shard(1, "m", 5, "s1")),
          new PartitionCounts(4, 6),
          "user",
          "secret-of-user",
          "cdc",
          "secret-of-cdc",
          Optional.empty());

  @Test
  void theEnvironmentSaysWhereEverythingIs() {
    Map<String, String> env = environment(INGEST);
    assertThat(env)
        .containsEntry("SPILLWAY_KAFKA_BOOTSTRAP", "k:1")
        .containsEntry("SPILLWAY_MYSQL_SHARDS", "m:4/s0,m:5/s1")
        .containsEntry("SPILLWAY_PARTITIONS_ORDERS", "4")
        .containsEntry("SPILLWAY_PARTITIONS_INVENTORY", "6")
        .containsEntry("SPILLWAY_MYSQL_USER", "user")
        .containsEntry("SPILLWAY_MYSQL_PASSWORD", "secret-of-user")
        .containsEntry("SPILLWAY_MYSQL_CDC_USER", "cdc")
        .containsEntry("SPILLWAY_MYSQL_CDC_PASSWORD", "secret-of-cdc")
        .containsEntry("SPILLWAY_REDIS_URI", "redis://r:2")
        .containsEntry("SPILLWAY_ELASTICSEARCH_URI", "http://e:3")
        .containsEntry("SPILLWAY_INGEST_PORT", "8080")
        .containsEntry("SPILLWAY_ADMIN_PORT", "9101")
        .containsEntry("SERVICE_NAME", "ingest-api");
  }

  @Test
  void servicesOfOneJvmHaveWhatTheyHaveAlone() {
    Map<String, String> together = environment(ALL);
    for (PipelineService service : PipelineService.values()) {
      Map<String, String> alone = new HashMap<>(environment(ServiceJvm.of(service)));
      alone.remove("SERVICE_NAME");
      assertThat(together).containsAllEntriesOf(alone);
    }
    assertThat(together)
        .containsEntry("SERVICE_NAME", "pipeline")
        .containsEntry("SPILLWAY_ORDER_STATE_DIR", "/state/order-processor")
        .containsEntry("SPILLWAY_INVENTORY_STATE_DIR", "/state/inventory-processor")
        .containsEntry("SPILLWAY_ORDER_INSTANCE_ID", "order-processor-0")
        .containsEntry("SPILLWAY_CDC_INSTANCE_ID", "cdc-connector-0");
  }

  /** Each is either the launch's own, which the README says, or reaches a service that reads it. */
  @ParameterizedTest
  @MethodSource("documented")
  void aDocumentedVariableHasItsEffectThroughUp(String variable) throws IOException {
    Set<String> own = new HashSet<>(read());
    own.removeIf(ServiceLaunch::inherits);
    for (PipelineService service : PipelineService.values()) {
      own.addAll(environment(ServiceJvm.of(service)).keySet());
    }
    own.removeAll(Set.of("SPILLWAY_INGEST_PORT", "SPILLWAY_REPORTS_PORT"));
    own.removeIf(name -> name.startsWith("SPILLWAY_PARTITIONS_"));
    if (own.contains(variable)) {
      assertThat(ownOfUp()).anyMatch(variable::matches);
    } else {
      assertThat(ServiceLaunch.inherits(variable)).isTrue();
      assertThat(read()).contains(variable);
    }
  }

  @Test
  void aPasswordFileOfAnotherPipelineDoesNotReachTheServices() {
    assertThat(ServiceLaunch.inherits("SPILLWAY_MYSQL_PASSWORD_FILE")).isFalse();
    assertThat(ServiceLaunch.inherits("SPILLWAY_MYSQL_CDC_PASSWORD_FILE")).isFalse();
    assertThat(ServiceLaunch.inherits("JAVA_TOOL_OPTIONS")).isFalse();
    assertThat(ServiceLaunch.inherits("TZ")).isTrue();
  }

  @Test
  void thePublicPortThatTheEnvironmentAsksForIsTaken() {
    Map<String, String> env = Map.of("SPILLWAY_INGEST_PORT", "8181", "SPILLWAY_REPORTS_PORT", "x");
    assertThat(ServiceLaunch.publicPort(PipelineService.INGEST_API, env)).isEqualTo(8181);
    assertThat(ServiceLaunch.publicPort(PipelineService.INGEST_API, Map.of())).isZero();
    assertThat(ServiceLaunch.publicPort(PipelineService.CDC_CONNECTOR, env)).isZero();
    assertThatThrownBy(() -> ServiceLaunch.publicPort(PipelineService.ANALYTICS_SINK, env))
        .hasMessage("SPILLWAY_REPORTS_PORT = 'x': expected a port from 0 to 65535");
  }

  @Test
  void onlyServicesWithAPublicPortAreGivenOne() {
    Map<String, String> sink = environment(ServiceJvm.of(PipelineService.ANALYTICS_SINK));
    Map<String, String> saga = environment(ServiceJvm.of(PipelineService.ORDER_PROCESSOR));
    assertThat(sink).containsEntry("SPILLWAY_REPORTS_PORT", "8090");
    assertThat(saga).doesNotContainKeys("SPILLWAY_REPORTS_PORT", "SPILLWAY_INGEST_PORT", "");
  }

  @Test
  void noSecretIsOnTheCommandLineOrInTheText() {
    List<String> command =
        ServiceLaunch.command(
            Path.of("/jdk"),
            Path.of("/root"),
            ServiceJvm.of(PipelineService.CDC_CONNECTOR),
            Lifetime.LONG,
            Path.of("/logs"),
            List.of("-XX:AOTCache=/c"));
    assertThat(String.join(" ", command)).doesNotContain("secret");
    assertThat(BACKENDS.toString()).doesNotContain("secret");
    assertThat(command)
        .startsWith("/jdk/bin/java")
        .contains("-Xmx320m", "-XX:AOTCache=/c")
        .doesNotContain("-XX:TieredStopAtLevel=1")
        .endsWith("-jar", "/root/cdc-connector/target/cdc-connector.jar");
  }

  @Test
  void aSharedJvmIsToldItsServices() {
    ServiceJvm jvm =
        new ServiceJvm(List.of(PipelineService.ORDER_PROCESSOR, PipelineService.INGEST_API));
    List<String> command =
        ServiceLaunch.command(
            Path.of("/jdk"), Path.of("/root"), jvm, Lifetime.SHORT, Path.of("/logs"), List.of());
    assertThat(command)
        .contains("-XX:TieredStopAtLevel=1", "-XX:ErrorFile=/logs/pipeline-crash.log")
        .endsWith("-jar", "/root/pipeline/target/pipeline.jar", "ingest-api", "order-processor");
    assertThat(jvm.priority()).isEqualTo(Priority.ACCEPT);
  }

  private static Map<String, String> environment(ServiceJvm jvm) {
    Map<PipelineService, ServicePorts> ports = new EnumMap<>(PipelineService.class);
    for (PipelineService service : jvm.services()) {
      ports.put(service, new ServicePorts(9101, service.publicPort()));
    }
    return ServiceLaunch.environment(
        jvm, ports, BACKENDS, service -> Path.of("/state", service.serviceName()));
  }

  /** The variables of the README's table; a short one begins like the one before. */
  static Set<String> documented() throws IOException {
    Set<String> read = read();
    Set<String> documented = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| (`SPILLWAY_[^|]*)\\|").matcher(readme());
    while (row.find()) {
      String before = "";
      for (String name : row.group(1).strip().replace("`", "").split(", ")) {
        if (name.endsWith("…")) {
          String beginning = name.substring(0, name.length() - 1);
          read.stream().filter(one -> one.startsWith(beginning)).forEach(documented::add);
        } else {
          before = name.startsWith("_") ? whole(before, name, read) : name;
          documented.add(before);
        }
      }
    }
    assertThat(documented).hasSizeGreaterThan(50);
    return documented;
  }

  private static String whole(String before, String end, Set<String> read) {
    for (int cut = before.lastIndexOf('_'); cut > 0; cut = before.lastIndexOf('_', cut - 1)) {
      if (read.contains(before.substring(0, cut) + end)) {
        return before.substring(0, cut) + end;
      }
    }
    return before + end + " of no setting";
  }

  /** Patterns of what the README says that up sets itself. */
  private static List<String> ownOfUp() throws IOException {
    Matcher sentence =
        Pattern.compile("`\\./spillway up` itself sets ([^.]*)\\.").matcher(readme());
    assertThat(sentence.find()).isTrue();
    return Pattern.compile("`([^`]*)`")
        .matcher(sentence.group(1))
        .results()
        .map(name -> name.group(1).replace("…", ".*"))
        .toList();
  }

  /** What the services and the command line read. */
  private static Set<String> read() throws IOException {
    Set<String> names = new TreeSet<>(Set.of("LOG_FORMAT"));
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT)) {
      for (Path module : modules) {
        Path settings = module.resolve("src/main/resources/reference.conf");
        if (Files.exists(settings)) {
          Pattern.compile("\\$\\{\\?(SPILLWAY_[A-Z_]+)}")
              .matcher(Files.readString(settings))
              .results()
              .forEach(name -> names.add(name.group(1)));
        }
      }
    }
    return names;
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  @Test
  void allHeapsTogetherAreSmall() {
    int heaps = 0;
    for (PipelineService service : PipelineService.values()) {
      heaps += service.heapMiB();
    }
    assertThat(heaps).isLessThanOrEqualTo(1_500);
    assertThat(ALL.heapMiB()).isLessThan(heaps);
  }

  @Test
  void ofSecuredServersTheEnvironmentNamesAFileAndHoldsNoAccount() {
    Backends secured =
        new Backends(
            "k:1",
            "rediss://r:2",
            "https://e:3",
            BACKENDS.shards(),
            BACKENDS.partitions(),
            "operator",
            "secret-of-operator",
            "cdc-connector",
            "secret-of-cdc",
            Optional.of(
                new StackAccess(
                    Path.of("/home/tls/ca.pem"),
                    Path.of("/home/accounts"),
                    Map.of(Server.KAFKA, new Credentials("operator", "secret-of-kafka")))));

    Map<String, String> env =
        ServiceLaunch.environment(
            INGEST,
            Map.of(PipelineService.INGEST_API, new ServicePorts(1, 2)),
            secured,
            service -> Path.of("/state"));

    assertThat(env)
        .containsEntry("SPILLWAY_SETTINGS_DIR", "/home/accounts")
        .doesNotContainKeys("SPILLWAY_MYSQL_USER", "SPILLWAY_MYSQL_CDC_USER");
    assertThat(env.toString()).doesNotContain("secret");
    assertThat(ServiceLaunch.inherits("SPILLWAY_SETTINGS_DIR")).isFalse();
    assertThat(ServiceLaunch.inherits("SPILLWAY_KAFKA_PASSWORD_FILE")).isFalse();
  }
}
