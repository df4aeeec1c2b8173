package io.spillway.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.Settings;
import io.spillway.tools.adapter.http.HealthProbe;
import io.spillway.tools.core.Backends;
import io.spillway.tools.core.PipelineService;
import io.spillway.tools.core.ToolException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteConfigTest {
  private static Settings settings(String text) {
    return Settings.of(
        ConfigFactory.parseString(text)
            .withFallback(ConfigFactory.parseResources("reference.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve());
  }

  @Test
  void withoutAnAddressThePipelineIsThisMachines() {
    assertThat(RemoteConfig.from(settings(""))).isEmpty();
  }

  @Test
  void readsWhereEverythingIs() {
    Settings settings =
        settings(
            """
            spillway.tools.api-uri = "http://api:8080"
            spillway.tools.reports-uri = "http://sink:8090"
            spillway.tools.admin-uris = "ingest-api=http://api:9100, cdc-connector=http://cdc:9100"
            spillway.mysql.shards = "h:1/a,h:1/b"
            """);

    RemoteConfig config = RemoteConfig.from(settings).orElseThrow();

    settings.check();
    assertThat(config.api()).isEqualTo(URI.create("http://api:8080"));
    assertThat(config.admin())
        .containsEntry("ingest-api", URI.create("http://api:9100"))
        .containsEntry("cdc-connector", URI.create("http://cdc:9100"));
    assertThat(config.backends().shards())
        .extracting(Backends.Shard::number, Backends.Shard::schema)
        .containsExactly(tuple(0, "a"), tuple(1, "b"));
  }

  @Test
  void namesEachAddressThatIsNone() {
    Settings settings =
        settings(
            """
            spillway.tools.api-uri = "api:8080"
            spillway.tools.reports-uri = ""
            spillway.tools.admin-uris = "ingest-api"
            """);

    assertThat(RemoteConfig.from(settings)).isPresent();

    assertThatThrownBy(settings::check)
        .hasMessageContaining("spillway.tools.api-uri = 'api:8080'")
        .hasMessageContaining("spillway.tools.reports-uri = ''")
        .hasMessageContaining("spillway.tools.admin-uris = 'ingest-api'");
  }

  @Test
  void aPipelineThatRunsElsewhereIsNeitherStoppedNorTakenForReady() {
    Settings settings =
        settings(
            """
            spillway.tools.api-uri = "http://127.0.0.1:1"
            spillway.tools.reports-uri = "http://127.0.0.1:1"
            spillway.tools.admin-uris = "ingest-api=http://127.0.0.1:1"
            """);
    try (HealthProbe probe = new HealthProbe()) {
      RemotePipeline pipeline =
          new RemotePipeline(RemoteConfig.from(settings).orElseThrow(), probe);

      assertThatThrownBy(() -> pipeline.down(true))
          .isInstanceOf(ToolException.class)
          .hasMessageContaining("SPILLWAY_API_URI");
      assertThatThrownBy(() -> pipeline.up(List.of(PipelineService.INGEST_API)))
          .isInstanceOf(ToolException.class)
          .hasMessageContaining("ingest-api is not ready: no answer from http://127.0.0.1:1");
    }
  }
}
