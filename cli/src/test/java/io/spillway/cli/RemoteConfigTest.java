package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.MysqlTls;
import io.spillway.runtime.config.Settings;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccess;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            spillway.cli.api-uri = "http://api:8080"
            spillway.cli.reports-uri = "http://sink:8090"
            spillway.cli.admin-uris = "ingest-api=http://api:9100, cdc-connector=http://cdc:9100"
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
  void reachesSecuredServersWithTheAccountOfCommands(@TempDir Path directory) throws IOException {
    Path caFile = Files.writeString(directory.resolve("ca.pem"), "");
    Settings settings = settings(secured("spillway.tls.ca-file = \"" + caFile + "\""));

    Backends backends = RemoteConfig.from(settings).orElseThrow().backends();

    settings.check();
    StackAccess access = backends.access().orElseThrow();
    assertThat(access.caFile()).isEqualTo(caFile);
    assertThat(access.operator(Server.KAFKA)).isEqualTo(new Credentials("op", "of-kafka"));
    assertThat(access.operator(Server.REDIS)).isEqualTo(new Credentials("op", "of-redis"));
    assertThat(BackendConfigs.kafka(backends).protocol()).isEqualTo("SASL_SSL");
    assertThat(BackendConfigs.elastic(backends).access().account())
        .isEqualTo(new Account("op", "of-elastic"));
    assertThat(BackendConfigs.mysql(backends, 1).tls()).isEqualTo(new MysqlTls(true, caFile));
  }

  @Test
  void trustsTheServersAuthorityForTheApiUnlessItHasAnother(@TempDir Path directory)
      throws IOException {
    Path servers = Files.writeString(directory.resolve("ca.pem"), "");
    Path api = Files.writeString(directory.resolve("api-ca.pem"), "");
    String address =
        """
        spillway.cli.api-uri = "https://api:8443"
        spillway.cli.reports-uri = "https://sink:8444"
        """;
    String caFile = "spillway.tls.ca-file = \"" + servers + "\"\n";
    String apiCaFile = "spillway.cli.api-ca-file = \"" + api + "\"\n";

    assertThat(apiCaFile(address)).isEmpty();
    assertThat(apiCaFile(address + caFile)).contains(servers);
    assertThat(apiCaFile(address + caFile + apiCaFile)).contains(api);
    assertThatThrownBy(() -> apiCaFile(address + "spillway.cli.api-ca-file = /nowhere"))
        .hasMessageContaining("spillway.cli.api-ca-file = '/nowhere': expected a file");
  }

  private static Optional<Path> apiCaFile(String text) {
    Settings settings = settings(text);
    RemoteConfig config = RemoteConfig.from(settings).orElseThrow();
    settings.check();
    return config.apiCaFile();
  }

  @Test
  void refusesServersOfWhichSomeAreSecured() {
    Settings settings = settings(secured(""));

    RemoteConfig.from(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining("servers that are all secured")
        .hasMessageContaining("spillway.tls.ca-file");
  }

  private static String secured(String more) {
    return """
        spillway.cli.api-uri = "http://api:8080"
        spillway.cli.reports-uri = "http://sink:8090"
        spillway.kafka { protocol = SASL_SSL, user = op, password = of-kafka }
        spillway.mysql { tls = verify, user = op, password = of-mysql }
        spillway.redis { uri = "rediss://r:1", user = op, password = of-redis }
        spillway.elasticsearch { uri = "https://e:1", user = op, password = of-elastic }
        """
        + more;
  }

  @Test
  void namesEachAddressThatIsNone() {
    Settings settings =
        settings(
            """
            spillway.cli.api-uri = "api:8080"
            spillway.cli.reports-uri = ""
            spillway.cli.admin-uris = "ingest-api"
            """);

    assertThat(RemoteConfig.from(settings)).isPresent();

    assertThatThrownBy(settings::check)
        .hasMessageContaining("spillway.cli.api-uri = 'api:8080'")
        .hasMessageContaining("spillway.cli.reports-uri = ''")
        .hasMessageContaining("spillway.cli.admin-uris = 'ingest-api'");
  }

  @Test
  void aPipelineThatRunsElsewhereIsNeitherStoppedNorTakenForReady() {
    Settings settings =
        settings(
            """
            spillway.cli.api-uri = "http://127.0.0.1:1"
            spillway.cli.reports-uri = "http://127.0.0.1:1"
            spillway.cli.admin-uris = "ingest-api=http://127.0.0.1:1"
            """);
    try (HealthProbe probe = new HealthProbe()) {
      RemotePipeline pipeline =
          new RemotePipeline(RemoteConfig.from(settings).orElseThrow(), probe);

      assertThatThrownBy(() -> pipeline.down(true))
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("SPILLWAY_API_URI");
      assertThatThrownBy(() -> pipeline.up(List.of(PipelineService.INGEST_API), RunMode.TOGETHER))
          .isInstanceOf(OperationException.class)
          .hasMessageContaining("ingest-api is not ready: no response from http://127.0.0.1:1");
    }
  }
}
