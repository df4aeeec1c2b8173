package io.spillway.cli;

import static io.spillway.cli.ComposeFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.ComposeWiring;
import io.spillway.stack.core.PipelineService;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** compose.yaml under compose.secure.yaml, with the files that {@code certs init} makes. */
class ComposeSecureTest {
  private static final Path ROOT = Path.of("..");
  private static final String SECRETS = "./compose/secrets/secure/";
  private static final String MOUNT = "/run/spillway/";
  private static final Pattern IN_CONTAINER = Pattern.compile(MOUNT + "([A-Za-z0-9._-]+)");

  @TempDir static Path directory;

  private static Map<String, Object> services;

  @BeforeAll
  static void makeFiles() throws IOException {
    ComposeWiring.makeSecrets(directory, List.of("orders.example.com"));
    Map<String, Object> project =
        ComposeFiles.merged(ROOT.resolve("compose.yaml"), ROOT.resolve("compose.secure.yaml"));
    services = map(project.get("services"));
    assertThat(project).as("secrets of the open accounts").doesNotContainKey("secrets");
  }

  @Test
  void everythingThatIsMountedIsThere() {
    for (String service : services.keySet()) {
      assertThat(sources(service)).as(service).isNotEmpty();
      for (String source : sources(service)) {
        assertThat(host(source)).as(service).exists();
      }
      assertThat(map(services.get(service))).as(service).doesNotContainKey("secrets");
    }
  }

  /** Also what the mounted files name themselves. */
  @Test
  void everyFileThatAContainerIsToldOfIsMounted() throws IOException {
    for (String service : services.keySet()) {
      List<String> texts = new ArrayList<>(List.of(services.get(service).toString()));
      for (String source : sources(service)) {
        if (Files.isRegularFile(host(source))) {
          texts.add(Files.readString(host(source)));
        }
      }
      try (Stream<Path> own = Files.list(containers().resolve(owner(service)))) {
        for (Path file : own.filter(Files::isRegularFile).toList()) {
          // The commands have the settings of all, and run as the operator alone.
          if (!owner(service).equals("cli") || file.endsWith("operator.properties")) {
            texts.add(Files.readString(file));
          }
        }
      }
      for (String text : texts) {
        Matcher named = IN_CONTAINER.matcher(text);
        while (named.find()) {
          assertThat(containers().resolve(owner(service)).resolve(named.group(1)))
              .as(service)
              .exists();
        }
      }
    }
  }

  @Test
  void everyServiceAsksForKeysAndHasItsOwnAccounts() throws IOException {
    for (PipelineService each : PipelineService.values()) {
      String service = each.serviceName();
      assertThat(environment(service))
          .as(service)
          .containsEntry("SPILLWAY_ACCESS_MODE", "required")
          .containsEntry("SPILLWAY_ADMIN_MODE", "required")
          .containsEntry("SPILLWAY_ADMIN_TOKEN_FILE", MOUNT + "admin.token")
          .containsEntry("SPILLWAY_SETTINGS_DIR", "/run/spillway")
          // It would win over the password of the settings.
          .containsEntry("SPILLWAY_MYSQL_PASSWORD_FILE", "");
      Properties settings = settings(service);
      assertThat(settings)
          .as(service)
          .containsEntry("spillway.kafka.protocol", "SASL_SSL")
          .containsEntry("spillway.kafka.user", service)
          .containsEntry("spillway.mysql.tls", "verify")
          .containsEntry("spillway.tls.ca-file", MOUNT + "ca.pem");
      assertThat(settings.stringPropertyNames().stream().filter(key -> key.endsWith("key-file")))
          .as(service + " speaks HTTPS")
          .hasSize(each.hasPublicPort() ? 1 : 0);
    }
    assertThat(environment("cli"))
        .containsEntry("SPILLWAY_API_KEY_FILE", MOUNT + "operator.key")
        .containsEntry("SPILLWAY_ADMIN_TOKEN_FILE", MOUNT + "admin.token");
  }

  @Test
  void nothingListensInClear() throws IOException {
    Properties kafka = new Properties();
    try (Reader in = Files.newBufferedReader(containers().resolve("kafka/server.properties"))) {
      kafka.load(in);
    }
    Map<String, String> protocols = new TreeMap<>();
    for (String pair : kafka.getProperty("listener.security.protocol.map").split(",", -1)) {
      protocols.put(pair.split(":", -1)[0], pair.split(":", -1)[1]);
    }
    assertThat(protocols.values()).isSubsetOf("SASL_SSL", "SSL");
    assertThat(protocols.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(kafka.getProperty("listeners").split(",", -1))
                .map(listener -> listener.replaceFirst("://.*", ""))
                .toList());
    assertThat(kafka).containsEntry("allow.everyone.if.no.acl.found", "false");
    assertThat(environment("kafka").keySet())
        .as("would win over the file")
        .noneMatch(key -> key.contains("LISTENER") && !key.contains("CONTROLLER"));
    assertThat(lines("redis/redis.conf")).contains("port 0", "tls-port 6379", "user default off");
    assertThat(lines("elasticsearch/elasticsearch.yml"))
        .contains("xpack.security.http.ssl.enabled: true", "xpack.security.enabled: true");
    assertThat(environment("elasticsearch")).containsEntry("xpack.security.enabled", "true");
    assertThat(lines("kibana/kibana.yml")).contains("server.ssl.enabled: true");
    assertThat(Files.readAllLines(ROOT.resolve("compose/mysql/secure.cnf")))
        .contains("require-secure-transport=ON");
    for (String service : services.keySet()) {
      Map<String, Object> all = map(services.get(service));
      String told = environment(service) + " " + all.get("command") + " " + all.get("healthcheck");
      // Admin ports alone speak in clear.
      assertThat(told.replaceAll("http://[a-z-]+:9100", ""))
          .as(service)
          .doesNotContain("http://", "redis://");
    }
  }

  @Test
  void noSecretIsWhereComposeShowsIt() throws IOException {
    Set<String> secrets = new HashSet<>();
    for (String account : List.of("admin", "operator", "cdc-connector", "ingest-api")) {
      Properties settings = settings("cli", account);
      settings.stringPropertyNames().stream()
          .filter(key -> key.endsWith("password"))
          .forEach(key -> secrets.add(settings.getProperty(key)));
    }
    for (String file : List.of("operator.key", "admin.token", "kibana.key", "kibana.password")) {
      secrets.add(Files.readString(directory.resolve(file)).strip());
    }
    assertThat(secrets).hasSizeGreaterThan(10);
    assertThat(services.toString()).doesNotContain(secrets);
    for (String service : services.keySet()) {
      environment(service)
          .forEach(
              (key, value) -> {
                if (key.matches(".*(PASSWORD|TOKEN|SECRET|KEY).*")) {
                  assertThat(value).as(service + " " + key).matches("(" + MOUNT + ".*)?");
                }
              });
    }
  }

  @Test
  void whatIsGivenToContainersIsBehindAClosedDirectory() throws IOException {
    assertThat(permissions(directory)).isEqualTo("rwx------");
    assertThat(permissions(containers())).isEqualTo("rwx------");
    String authority = Files.readString(directory.resolve("tls/ca-key.pem"));
    try (Stream<Path> given = Files.walk(containers())) {
      for (Path path : given.filter(path -> !path.equals(containers())).toList()) {
        boolean isDirectory = Files.isDirectory(path);
        assertThat(permissions(path))
            .as(path.toString())
            .isEqualTo(isDirectory ? "rwxr-xr-x" : "rw-r--r--");
        if (!isDirectory) {
          assertThat(Files.readString(path)).doesNotContain(authority);
        }
      }
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Path containers() {
    return directory.resolve("containers");
  }

  /** 'prepare' runs as the commands do. */
  private static String owner(String service) {
    return service.equals("prepare") ? "cli" : service;
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(containers().resolve(file));
  }

  private static Properties settings(String service) throws IOException {
    return settings(service, service);
  }

  private static Properties settings(String container, String account) throws IOException {
    Properties settings = new Properties();
    Path file = containers().resolve(container).resolve(account + ".properties");
    try (Reader in = Files.newBufferedReader(file)) {
      settings.load(in);
    }
    return settings;
  }

  private static Map<String, String> environment(String service) {
    Map<String, String> all = new TreeMap<>();
    Object environment = map(services.get(service)).getOrDefault("environment", Map.of());
    map(environment)
        .forEach(
            (key, value) -> {
              // A setting of whoever runs compose, without one.
              all.put(key, value.toString().replaceAll("\\$\\{[A-Z_]+:-(.*?)}", "$1"));
            });
    return all;
  }

  /** What a service mounts from the project. */
  private static List<String> sources(String service) {
    List<String> sources = new ArrayList<>();
    for (Object volume : (List<?>) map(services.get(service)).getOrDefault("volumes", List.of())) {
      String source =
          volume instanceof Map<?, ?>
              ? map(volume).get("source").toString()
              : volume.toString().split(":", 2)[0];
      if (source.startsWith("./")) {
        sources.add(source);
      }
    }
    return sources;
  }

  private static Path host(String source) {
    return source.startsWith(SECRETS)
        ? directory.resolve(source.substring(SECRETS.length()))
        : ROOT.resolve(source);
  }
}
