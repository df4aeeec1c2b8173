package io.spillway.stack.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceLaunchTest {
  private static final Backends BACKENDS =
      new Backends(
          "k:1",
          "redis://r:2",
          "http://e:3",
          List.of(new Backends.Shard(0, "m", 4, "s0"), new Backends.Shard(1, "m", 5, "s1")),
          "user",
          "secret-of-user",
          "cdc",
          "secret-of-cdc");

  @Test
  void theEnvironmentSaysWhereEverythingIs() {
    Map<String, String> env =
        ServiceLaunch.environment(
            PipelineService.INGEST_API, new ServicePorts(9101, 8080), BACKENDS, Path.of("/state"));
    assertThat(env)
        .containsEntry("SPILLWAY_KAFKA_BOOTSTRAP", "k:1")
        .containsEntry("SPILLWAY_MYSQL_SHARDS", "m:4/s0,m:5/s1")
        .containsEntry("SPILLWAY_MYSQL_USER", "user")
        .containsEntry("SPILLWAY_MYSQL_PASSWORD", "secret-of-user")
        .containsEntry("SPILLWAY_MYSQL_CDC_USER", "cdc")
        .containsEntry("SPILLWAY_MYSQL_CDC_PASSWORD", "secret-of-cdc")
        .containsEntry("SPILLWAY_REDIS_URI", "redis://r:2")
        .containsEntry("SPILLWAY_ELASTICSEARCH_URI", "http://e:3")
        .containsEntry("SPILLWAY_INGEST_PORT", "8080")
        .containsEntry("SPILLWAY_ADMIN_PORT", "9101")
        .containsEntry("SPILLWAY_STATE_DIR", "/state");
  }

  @Test
  void onlyServicesWithAPublicPortAreGivenOne() {
    Map<String, String> sink =
        ServiceLaunch.environment(
            PipelineService.ANALYTICS_SINK, new ServicePorts(9105, 8090), BACKENDS, Path.of("/s"));
    Map<String, String> saga =
        ServiceLaunch.environment(
            PipelineService.ORDER_PROCESSOR, new ServicePorts(9102, 0), BACKENDS, Path.of("/s"));
    assertThat(sink).containsEntry("SPILLWAY_REPORTS_PORT", "8090");
    assertThat(saga).doesNotContainKeys("SPILLWAY_REPORTS_PORT", "SPILLWAY_INGEST_PORT", "");
  }

  @Test
  void noSecretIsOnTheCommandLineOrInTheText() {
    List<String> command =
        ServiceLaunch.command(
            Path.of("/jdk"),
            Path.of("/root"),
            PipelineService.CDC_CONNECTOR,
            Path.of("/logs"),
            List.of("-XX:AOTCache=/c"));
    assertThat(String.join(" ", command)).doesNotContain("secret");
    assertThat(BACKENDS.toString()).doesNotContain("secret");
    assertThat(command)
        .startsWith("/jdk/bin/java")
        .contains("-Xmx320m", "-XX:AOTCache=/c")
        .endsWith("-jar", "/root/cdc-connector/target/cdc-connector.jar");
  }

  @Test
  void allHeapsTogetherAreSmall() {
    int heaps = 0;
    for (PipelineService service : PipelineService.values()) {
      heaps += service.heapMiB();
    }
    assertThat(heaps).isLessThanOrEqualTo(1_500);
  }
}
