package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.tls.PasswordHashes;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Certificates, accounts and roles of an Elasticsearch node, all in files of its configuration: so
 * they are there before its first answer, and no built-in account is.
 */
record ElasticSecurity(SecureHome home, Path config) {
  private static final String SINK_ROLE = "spillway_sink";

  /** Lines of {@code elasticsearch.yml}. */
  static final String OPEN = "xpack.security.enabled: false\n";

  /** The same of a secured node. */
  static final String SECURED =
      """
      xpack.security.enabled: true
      xpack.security.autoconfiguration.enabled: false
      xpack.security.enrollment.enabled: false
      xpack.security.authc.reserved_realm.enabled: false
      xpack.security.authc.realms.file.accounts.order: 0
      xpack.security.authc.realms.native.none.order: 1
      xpack.security.authc.realms.native.none.enabled: false
      xpack.security.http.ssl.enabled: true
      xpack.security.http.ssl.key: node-key.pem
      xpack.security.http.ssl.certificate: node.pem
      xpack.security.http.ssl.certificate_authorities: [ca.pem]
      xpack.security.transport.ssl.enabled: true
      xpack.security.transport.ssl.key: node-key.pem
      xpack.security.transport.ssl.certificate: node.pem
      xpack.security.transport.ssl.certificate_authorities: [ca.pem]
      """;

  /** What the sink does with indices, templates and the cluster's health, and no more. */
  private static final String ROLES =
      SINK_ROLE
          + """
          :
            cluster: [monitor, manage_index_templates]
            indices:
              - names:
                  - audit
                  - "audit-*"
                  - orders
                  - "orders-*"
                  - order-lines
                  - "order-lines-*"
                  - stock
                  - "stock-*"
                  - products
                  - "products-*"
                  - "stage-lag"
                  - "stage-lag-*"
                privileges: [read, write, create_index, manage, view_index_metadata]
          """;

  /** Writes what the lines of {@link #SECURED} name; the node reads only its own directory. */
  void write() throws IOException {
    PrivateFiles.write(config.resolve("ca.pem"), Files.readString(home.caFile()));
    writeCertificate(config);
    PrivateFiles.write(config.resolve("roles.yml"), ROLES);
    PrivateFiles.write(
        config.resolve("users"), user(StackAccount.OPERATOR) + user(StackAccount.ANALYTICS_SINK));
    PrivateFiles.write(
        config.resolve("users_roles"),
        "superuser:"
            + StackAccount.OPERATOR.user()
            + "\n"
            + SINK_ROLE
            + ":"
            + StackAccount.ANALYTICS_SINK.user()
            + "\n");
  }

  /**
   * The certificate and its key, which a node that runs looks at every few seconds.
   *
   * @param directory that the node can read
   */
  void writeCertificate(Path directory) throws IOException {
    PrivateFiles.write(
        directory.resolve("node-key.pem"), Files.readString(home.key(ElasticsearchServer.NAME)));
    PrivateFiles.write(
        directory.resolve("node.pem"),
        Files.readString(home.certificate(ElasticsearchServer.NAME)));
  }

  private String user(StackAccount account) {
    String password = home.credentials(account, Server.ELASTICSEARCH).password();
    return account.user() + ":" + PasswordHashes.pbkdf2(password) + "\n";
  }
}
