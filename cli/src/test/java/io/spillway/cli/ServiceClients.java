package io.spillway.cli;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlTls;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.ServerAccess;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.StackAccount;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the holder of a service's file of settings could do with each server. */
record ServiceClients(Backends backends, StackAccount account) {
  /** Reads the beginning of a topic. */
  void read(String topic) {
    Map<String, Object> properties = KafkaClients.reader(kafka(), "service-clients");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      List<TopicPartition> first = List.of(new TopicPartition(topic, 0));
      consumer.assign(first);
      consumer.seekToBeginning(first);
      consumer.poll(Duration.ofSeconds(20));
    }
  }

  /** Appends a record that nobody could read, where {@link #read} begins. */
  void write(String topic) throws Throwable {
    Map<String, Object> properties = KafkaClients.producer(kafka(), "service-clients");
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[0])).get();
    } catch (ExecutionException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  /** Runs a statement on the first shard. */
  void sql(String statement) throws SQLException {
    Backends.Shard shard = backends.shards().getFirst();
    String user = setting("spillway.mysql.user", "spillway.mysql.cdc.user");
    String password = setting("spillway.mysql.password", "spillway.mysql.cdc.password");
    String url =
        new ShardAddress(shard.host(), shard.port(), shard.schema())
            .jdbcUrl(new MysqlTls(true, caFile()));
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  /** The first line that Redis answers to a command. */
  String redis(String command) throws IOException {
    RedisConfig redis = new RedisConfig(backends.redis(), access("spillway.redis"));
    URI uri = URI.create(redis.uri());
    try (Socket socket =
        TrustedCertificates.context(caFile())
            .getSocketFactory()
            .createSocket(uri.getHost(), uri.getPort())) {
      Account own = redis.access().account();
      String sent = "AUTH " + own.user() + " " + own.password() + "\r\n" + command + "\r\nQUIT\r\n";
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.UTF_8));
      byte[] answers = socket.getInputStream().readAllBytes();
      List<String> lines = new String(answers, StandardCharsets.UTF_8).lines().toList();
      return lines.get(1);
    }
  }

  /** The status that Elasticsearch answers. */
  int elasticsearch(String method, String path) throws IOException, InterruptedException {
    ElasticConfig elastic =
        new ElasticConfig(backends.elasticsearch(), access("spillway.elasticsearch"));
    try (HttpClient http =
        HttpClient.newBuilder().sslContext(TrustedCertificates.context(caFile())).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(elastic.uri() + path))
              .header("Authorization", elastic.authorization().orElseThrow())
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private KafkaConfig kafka() {
    return new KafkaConfig(backends.kafka(), KafkaConfig.SASL_SSL, access("spillway.kafka"));
  }

  private ServerAccess access(String path) {
    return new ServerAccess(
        caFile(), new Account(setting(path + ".user"), setting(path + ".password")));
  }

  private Path caFile() {
    return backends.access().orElseThrow().caFile();
  }

  /** The first of these that the file has. */
  private String setting(String... paths) {
    var file =
        ConfigFactory.parseFile(
            backends
                .access()
                .orElseThrow()
                .settings()
                .resolve(account.user() + ".properties")
                .toFile());
    for (String path : paths) {
      if (file.hasPath(path)) {
        return file.getString(path);
      }
    }
    throw new AssertionError(account + " has no " + String.join(" or ", paths));
  }
}
