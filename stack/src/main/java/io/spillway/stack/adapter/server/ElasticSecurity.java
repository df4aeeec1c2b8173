package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.UnprivilegedUser;
import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.adapter.tls.PasswordHashes;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.ElasticRights;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Certificates, accounts and roles of an Elasticsearch node, all in files of its configuration: so
 * they are there before its first answer, and no built-in account is.
 */
record ElasticSecurity(Path root, SecureHome home, Path config) {

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

  /** Writes what the lines of {@link #SECURED} name; the node reads only its own directory. */
  void write() throws IOException {
    PrivateFiles.write(config.resolve("ca.pem"), Files.readString(home.caFile()));
    writeCertificate(config);
    AccessFile file = AccessFiles.of(root);
    for (Map.Entry<String, String> each : accounts(file).entrySet()) {
      PrivateFiles.write(config.resolve(each.getKey()), each.getValue());
    }
  }

  /**
   * Writes accounts and roles anew while the node runs; it looks for other files every five
   * seconds. Passwords stay, for they come from the home.
   */
  void rewriteAccounts() throws IOException {
    Path next = Files.createDirectories(config.resolveSibling("tmp").resolve("accounts"));
    Map<String, String> files = accounts(AccessFiles.of(root));
    for (Map.Entry<String, String> each : files.entrySet()) {
      PrivateFiles.write(next.resolve(each.getKey()), each.getValue());
    }
    if (UnprivilegedUser.isNeeded()) {
      UnprivilegedUser.find().own(next);
    }
    for (String name : files.keySet()) {
      Files.move(next.resolve(name), config.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The accounts that the node is told of. */
  Set<String> users() throws IOException {
    return Files.readAllLines(config.resolve("users")).stream()
        .map(line -> line.split(":", 2)[0].strip())
        .filter(name -> !name.isEmpty() && !name.startsWith("#"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The files that say who has which role, and what a role may do: text by name. */
  private Map<String, String> accounts(AccessFile file) {
    return accounts(home, file);
  }

  /** The same with the passwords of any home. */
  static Map<String, String> accounts(SecureHome home, AccessFile file) {
    StringBuilder users = new StringBuilder();
    StringBuilder roles = new StringBuilder();
    StringBuilder usersRoles = new StringBuilder();
    for (StackAccount account : StackAccount.on(Server.ELASTICSEARCH)) {
      Set<Right> rights = file.rights(account.user(), Plane.ELASTICSEARCH);
      boolean superuser = ElasticRights.isSuperuser(rights);
      users.append(user(home, account));
      usersRoles.append(superuser ? "superuser" : account.user());
      usersRoles.append(':').append(account.user()).append('\n');
      if (!superuser) {
        roles.append(ElasticRights.role(account.user(), rights));
      }
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("users", users.toString());
    files.put("roles.yml", roles.toString());
    files.put("users_roles", usersRoles.toString());
    return files;
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

  private static String user(SecureHome home, StackAccount account) {
    String password = home.credentials(account, Server.ELASTICSEARCH).password();
    return account.user() + ":" + PasswordHashes.pbkdf2(password) + "\n";
  }
}
