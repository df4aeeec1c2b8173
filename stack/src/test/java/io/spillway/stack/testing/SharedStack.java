package io.spillway.stack.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.stack.TestStack;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts what {@link OnSharedStack} asks for, empties it for each use, and ends it with the run.
 */
final class SharedStack implements ParameterResolver {
  private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestStack.class;
  }

  @Override
  public TestStack resolveParameter(ParameterContext parameter, ExtensionContext test) {
    OnSharedStack wanted =
        Objects.requireNonNull(test.getRequiredTestClass().getAnnotation(OnSharedStack.class));
    ExtensionContext.Store store =
        test.getRoot().getStore(ExtensionContext.Namespace.create(SharedStack.class));
    @Nullable Running running = store.get(Running.class, Running.class);
    if (running != null && running.covers(wanted)) {
      empty(running.stack);
      return running.stack;
    }
    if (running != null) {
      running.close();
    }
    Running started = Running.start(wanted);
    // What is in the root's store is closed after the last class.
    store.put(Running.class, started);
    return started.stack;
  }

  private record Running(TestStack stack, Set<Server> servers, int mysqlServers)
      implements AutoCloseable {
    static Running start(OnSharedStack wanted) {
      EnumSet<Server> servers = EnumSet.of(wanted.value()[0], wanted.value());
      Server first = servers.iterator().next();
      TestStack stack =
          TestStack.start(spec -> spec.mysqlServers(wanted.mysqlServers()).servers(servers), first);
      return new Running(stack, servers, wanted.mysqlServers());
    }

    boolean covers(OnSharedStack wanted) {
      return servers.containsAll(Set.of(wanted.value())) && mysqlServers >= wanted.mysqlServers();
    }

    @Override
    public void close() {
      stack.close();
    }
  }

  private static void empty(TestStack stack) {
    Set<Server> kinds =
        stack.status().stream().map(status -> status.kind()).collect(Collectors.toSet());
    Endpoints endpoints = stack.endpoints();
    try {
      if (kinds.contains(Server.KAFKA)) {
        deleteTopics(endpoints.kafka());
      }
      for (MysqlEndpoint server : endpoints.mysqlServers()) {
        dropTables(server);
      }
      if (kinds.contains(Server.REDIS)) {
        flush(URI.create(endpoints.redis()));
      }
      if (kinds.contains(Server.ELASTICSEARCH)) {
        deleteIndices(endpoints.elasticsearch());
      }
    } catch (Exception e) {
      throw new IllegalStateException("the shared servers could not be emptied", e);
    }
  }

  /** With their records go the positions of all groups. */
  private static void deleteTopics(String kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      admin.deleteTopics(admin.listTopics().names().get()).all().get();
      // The controller answers before the broker has heard of it.
      Awaitility.await()
          .atMost(GONE_WITHIN)
          .until(() -> admin.listTopics().names().get().isEmpty());
    }
  }

  private static void dropTables(MysqlEndpoint server) throws SQLException {
    String url =
        "jdbc:mysql://%s:%d/?allowPublicKeyRetrieval=true".formatted(server.host(), server.port());
    try (Connection connection =
            DriverManager.getConnection(url, server.adminUser(), server.adminPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_log_bin = 0");
      for (String schema : server.schemas()) {
        statement.execute("DROP DATABASE " + schema);
        statement.execute("CREATE DATABASE " + schema);
      }
    }
  }

  private static void flush(URI redis) throws IOException {
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readNBytes(3), UTF_8);
      if (!answer.equals("+OK")) {
        throw new IOException("Redis answered " + answer + " to FLUSHALL");
      }
    }
  }

  private static void deleteIndices(String elasticsearch) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String index : ask(http, "GET", elasticsearch + "/_cat/indices?h=index").split("\\s+")) {
        if (!index.isBlank()) {
          ask(http, "DELETE", elasticsearch + "/" + index);
        }
      }
      ask(http, "DELETE", elasticsearch + "/_index_template/*");
    }
  }

  private static String ask(HttpClient http, String method, String uri)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException("%s %s: %s".formatted(method, uri, answer.body()));
    }
    return answer.body();
  }
}
