package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.ComposePlan;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.StackAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The files that {@code compose.secure.yaml} mounts, below one directory that nobody else on the
 * machine can enter: a home's certificates and accounts, and in {@code containers/NAME} what that
 * container is given. The users of containers are others than the directory's owner, so what is
 * given to one can be read by all who can reach it. Not thread-safe.
 */
public final class ComposeSecrets {
  private static final String ADMIN_TOKEN = "admin.token";
  private static final String MASTER_KEYS = "master.keys";
  private static final int SECRET_BYTES = 24;

  private final Path root;
  private final SecureHome home;

  /** The files below a directory, an absolute one. */
  public ComposeSecrets(Path root) {
    this.root = root;
    this.home = SecureHome.of(root);
  }

  /** Makes the directory. */
  public void open() throws IOException {
    PrivateFiles.createDirectory(root);
  }

  /**
   * Makes what is missing and writes what every container is given; {@code operator.key} and {@code
   * master.keys} must be there. Passwords and keys that are there stay.
   *
   * @param names DNS names that clients use beside the container's and {@code localhost}
   */
  public void write(List<String> names) throws IOException {
    home.prepare(
        ComposePlan.certified(), container -> ComposePlan.dnsNames(container, List.copyOf(names)));
    secret(ADMIN_TOKEN);
    new ComposeServers(this).write();
    for (PipelineService service : PipelineService.values()) {
      writeService(service);
    }
    writeCommands();
  }

  Path root() {
    return root;
  }

  SecureHome home() {
    return home;
  }

  /** A random text that a file of the directory keeps; made at the first time. */
  String secret(String name) throws IOException {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      byte[] bytes = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(bytes);
      PrivateFiles.write(file, HexFormat.of().formatHex(bytes) + "\n");
    }
    return Files.readString(file).strip();
  }

  /** Gives a file to a container. */
  void give(String container, String name, String text) throws IOException {
    PrivateFiles.createDirectory(root.resolve("containers"));
    PrivateFiles.createReadableDirectory(directory(container));
    PrivateFiles.writeReadable(directory(container).resolve(name), text);
  }

  private Path directory(String container) {
    return root.resolve("containers").resolve(container);
  }

  /** Gives a container its certificate, under a name, and the authority's. */
  void giveCertificate(String container, String name) throws IOException {
    give(container, name + ".pem", Files.readString(home.certificate(container)));
    give(container, name + "-key.pem", Files.readString(home.key(container)));
    giveAuthority(container);
  }

  void giveAuthority(String container) throws IOException {
    give(container, "ca.pem", Files.readString(home.caFile()));
  }

  private void writeService(PipelineService service) throws IOException {
    String name = service.serviceName();
    StackAccount account =
        StackAccount.of(name)
            .orElseThrow(() -> new IllegalStateException(name + " has no account"));
    giveAuthority(name);
    give(name, name + ".properties", home.settings(account, ComposePlan.tls(account)));
    giveCopy(name, ADMIN_TOKEN);
    if (service.hasPublicPort()) {
      giveCertificate(name, name);
    }
    if (service == PipelineService.INGEST_API) {
      giveCopy(name, MASTER_KEYS);
    }
  }

  /** Commands make accounts, too, so they know all of them. */
  private void writeCommands() throws IOException {
    String cli = "cli";
    giveAuthority(cli);
    for (StackAccount account : StackAccount.values()) {
      give(cli, account.user() + ".properties", home.settings(account, ComposePlan.tls(account)));
    }
    for (String file : List.of(ADMIN_TOKEN, MASTER_KEYS, "operator.key")) {
      giveCopy(cli, file);
    }
    Optional<Path> rights = AccessFiles.own(root);
    if (rights.isPresent()) {
      give(cli, AccessFiles.NAME, Files.readString(rights.get()));
    }
    // Places for what the container mounts inside of this directory.
    for (String place : List.of("teams", "logs")) {
      PrivateFiles.createReadableDirectory(directory(cli).resolve(place));
    }
    PrivateFiles.createDirectory(root.resolve("teams"));
  }

  private void giveCopy(String container, String name) throws IOException {
    give(container, name, Files.readString(root.resolve(name)));
  }
}
