package io.spillway.stack.adapter.server;

import static io.spillway.stack.core.ComposePlan.CA_FILE;
import static io.spillway.stack.core.ComposePlan.ELASTICSEARCH;
import static io.spillway.stack.core.ComposePlan.KAFKA;
import static io.spillway.stack.core.ComposePlan.KIBANA;
import static io.spillway.stack.core.ComposePlan.MOUNT;
import static io.spillway.stack.core.ComposePlan.REDIS;

import io.spillway.stack.adapter.os.JavaArguments;
import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.adapter.tls.PasswordHashes;
import io.spillway.stack.core.ComposePlan;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the servers' containers are given: the same as the local stack's servers, at their places.
 */
record ComposeServers(ComposeSecrets files) {
  /** Kibana's account, which has a role that comes with Elasticsearch. */
  private static final String KIBANA_USER = "kibana-server";

  private static final String KIBANA_ROLE = "kibana_system";

  private static final String CURL = "curl.conf";

  void write() throws IOException {
    writeKafka();
    for (int server = 0; server < ComposePlan.MYSQL.size(); server++) {
      writeMysql(server);
    }
    writeRedis();
    writeElasticsearch();
    writeKibana();
  }

  private void writeKafka() throws IOException {
    files.giveAuthority(KAFKA);
    files.give(
        KAFKA,
        "keystore.pem",
        Files.readString(files.home().key(KAFKA))
            + Files.readString(files.home().certificate(KAFKA)));
    String listeners =
        """
        # With what the environment says; formatting reads this file alone, and needs the first lines.
        process.roles=broker,controller
        node.id=0
        controller.quorum.voters=0@kafka:9093
        controller.listener.names=CONTROLLER
        log.dirs=/var/lib/kafka/data
        listeners=CLIENT://:9092,CONTROLLER://:9093,BROKER://:9094,HOST://:19092
        advertised.listeners=CLIENT://kafka:9092,BROKER://kafka:9094,HOST://localhost:19092
        """;
    files.give(
        KAFKA,
        "server.properties",
        listeners
            + KafkaListeners.accounts(
                files.root(),
                List.of("CLIENT", "HOST"),
                List.of(KAFKA),
                MOUNT + "keystore.pem",
                CA_FILE));
    List<String> format =
        new ArrayList<>(
            List.of(
                "-cp",
                "/opt/kafka/libs/*",
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                KafkaServer.CLUSTER_ID,
                "--config",
                MOUNT + "server.properties"));
    format.addAll(KafkaListeners.formatOptions(files.home()));
    files.give(KAFKA, "format.args", JavaArguments.file(format));
  }

  private void writeMysql(int server) throws IOException {
    String container = ComposePlan.MYSQL.get(server);
    files.giveCertificate(container, "server");
    files.give(
        container,
        "accounts.sql",
        MysqlAccounts.of(files.root())
            .statements(MysqlServer.schemas(server, ComposePlan.SHARDS_PER_SERVER)));
    files.give(container, "root_password", password(StackAccount.ADMIN, Server.MYSQL) + "\n");
  }

  private void writeRedis() throws IOException {
    files.giveCertificate(REDIS, "server");
    files.give(
        REDIS,
        "redis.conf",
        RedisServer.secured(
                files.root(), 6379, CA_FILE, MOUNT + "server.pem", MOUNT + "server-key.pem")
            + "\ndir /data\n"
            + RedisServer.DURABLE);
    // For the health check.
    files.give(REDIS, "operator_password", password(StackAccount.OPERATOR, Server.REDIS) + "\n");
  }

  private void writeElasticsearch() throws IOException {
    files.giveCertificate(ELASTICSEARCH, "node");
    files.give(
        ELASTICSEARCH,
        "elasticsearch.yml",
        "# With what the environment says.\nnetwork.host: 0.0.0.0\n" + ElasticSecurity.SECURED);
    Map<String, String> accounts =
        ElasticSecurity.accounts(files.home(), AccessFiles.of(files.root()));
    for (Map.Entry<String, String> account : accounts.entrySet()) {
      files.give(ELASTICSEARCH, account.getKey(), account.getValue() + kibana(account.getKey()));
    }
    files.give(
        ELASTICSEARCH,
        CURL,
        curl(files.home().credentials(StackAccount.OPERATOR, Server.ELASTICSEARCH)));
  }

  private String kibana(String file) throws IOException {
    return switch (file) {
      case "users" -> KIBANA_USER + ":" + PasswordHashes.pbkdf2(kibana().password()) + "\n";
      case "users_roles" -> KIBANA_ROLE + ":" + KIBANA_USER + "\n";
      default -> "";
    };
  }

  private void writeKibana() throws IOException {
    files.giveCertificate(KIBANA, "server");
    files.give(
        KIBANA,
        "kibana.yml",
        String.format(
            Locale.ROOT,
            """
            server.host: "0.0.0.0"
            server.ssl.enabled: true
            server.ssl.certificate: "%1$sserver.pem"
            server.ssl.key: "%1$sserver-key.pem"
            elasticsearch.ssl.certificateAuthorities: ["%2$s"]
            elasticsearch.username: "%3$s"
            elasticsearch.password: "%4$s"
            xpack.security.encryptionKey: "%5$s"
            xpack.encryptedSavedObjects.encryptionKey: "%5$s"
            """,
            MOUNT,
            CA_FILE,
            kibana().user(),
            kibana().password(),
            files.secret("kibana.key")));
    files.give(KIBANA, CURL, curl(kibana()));
    String dashboards = "dashboards";
    files.giveAuthority(dashboards);
    files.give(
        dashboards,
        CURL,
        curl(files.home().credentials(StackAccount.OPERATOR, Server.ELASTICSEARCH)));
  }

  private Credentials kibana() throws IOException {
    return new Credentials(KIBANA_USER, files.secret("kibana.password"));
  }

  private String password(StackAccount account, Server server) {
    return files.home().credentials(account, server).password();
  }

  /** Options in a file, for everybody of a machine can read a command. */
  private static String curl(Credentials account) {
    return "cacert = \""
        + CA_FILE
        + "\"\nuser = \""
        + account.user()
        + ":"
        + account.password()
        + "\"\n";
  }
}
