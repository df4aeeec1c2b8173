package io.spillway.cli;

import static io.spillway.stack.core.StackAccount.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.config.MysqlTls;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.core.StackAccount;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What somebody changes by hand who may change everything, with each server's own words. */
record ServerRights(Backends backends, Path home, List<ServerState> servers) {
  /** A server's word for a right that is missing, where its client has no exception for it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  void allow(String user, String topic, String operation) throws Exception {
    try (Admin admin = admin()) {
      admin.createAcls(List.of(acl(user, topic, PatternType.LITERAL, operation))).all().get();
    }
  }

  void forbid(String user, String topic, String operation) throws Exception {
    try (Admin admin = admin()) {
      assertThat(
              admin
                  .deleteAcls(List.of(acl(user, topic, PatternType.LITERAL, operation).toFilter()))
                  .all()
                  .get())
          .as("%s %s %s", user, operation, topic)
          .hasSize(1);
    }
  }

  /** On the server of the first shard. */
  void mysql(String statement) throws SQLException {
    Backends.Shard shard = backends.shards().getFirst();
    Credentials admin = SecureHome.of(home).credentials(StackAccount.ADMIN, Server.MYSQL);
    String url =
        new ShardAddress(shard.host(), shard.port(), shard.schema())
            .jdbcUrl(new MysqlTls(true, backends.access().orElseThrow().caFile()));
    try (Connection connection = DriverManager.getConnection(url, admin.user(), admin.password());
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  void redis(String command) throws Exception {
    assertThat(new ServiceClients(backends, OPERATOR).redis(command)).isEqualTo("+OK");
  }

  /** Edits the roles of Elasticsearch; the node looks for that every five seconds. */
  void roles(UnaryOperator<String> edit) throws Exception {
    Path file = elasticsearch().resolve("roles.yml");
    String before = Files.readString(file);
    String after = edit.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  /** An account on each server that no file speaks of. */
  void guests() throws Exception {
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "guest",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096),
                      "guest")))
          .all()
          .get();
      admin.createAcls(List.of(acl("guest", "orders.", PatternType.PREFIXED, "READ"))).all().get();
    }
    mysql("CREATE USER 'guest'@'%' IDENTIFIED BY 'guest'");
    mysql("GRANT SELECT ON spillway_0.orders TO 'guest'@'%'");
    redis("ACL SETUSER guest on >guest ~* +get");
    Path users = elasticsearch().resolve("users");
    String operator = Files.readAllLines(users).getFirst();
    Files.writeString(
        users, operator.replaceFirst("^[^:]+", "guest") + "\n", StandardOpenOption.APPEND);
  }

  private static AclBinding acl(String user, String topic, PatternType type, String operation) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, type),
        new AccessControlEntry(
            "User:" + user, "*", AclOperation.fromString(operation), AclPermissionType.ALLOW));
  }

  private Admin admin() {
    return Admin.create(KafkaClients.common(BackendConfigs.kafka(backends), "server-rights"));
  }

  /** Beside the node's logs. */
  private Path elasticsearch() {
    Path log =
        servers.stream()
            .filter(server -> server.name().equals("elasticsearch"))
            .findAny()
            .orElseThrow()
            .log();
    return log.getParent().resolveSibling("config");
  }
}
