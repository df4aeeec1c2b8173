package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.os.UnprivilegedUser;
import io.spillway.stack.adapter.tls.SecureHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The files of one stack: {@code kafka-0/}, {@code mysql-0/}, {@code redis/}, {@code
 * elasticsearch/}, {@code logs/}, {@code stack.properties} and {@code stack.lock}; of secured
 * servers also {@code tls/}, {@code accounts/} and {@code teams/}.
 */
public record StackHome(Path root) {
  private static final Path SYSTEM_DATA = Path.of("/var/lib/spillway");
  private static final String OWN_NAMES =
      "{kafka-[0-9]*,mysql-[0-9]*,redis,elasticsearch,logs,tls,accounts,teams,layout.*,stack.properties*}";

  Path data(String server) {
    return root.resolve(server);
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** Certificates and accounts, of secured servers only. */
  public SecureHome secured() {
    return SecureHome.of(root);
  }

  Path state() {
    return root.resolve("stack.properties");
  }

  Path lock() {
    return root.resolve("stack.lock");
  }

  /**
   * Where Elasticsearch works. It refuses to be root, so root runs it as another user, who must be
   * able to reach this directory: under a closed home (as root's own is) it lies in /var/lib.
   */
  Path elasticsearch() {
    return UnprivilegedUser.isNeeded() && !UnprivilegedUser.canReach(root)
        ? SYSTEM_DATA.resolve(digest()).resolve(ElasticsearchServer.NAME)
        : data(ElasticsearchServer.NAME);
  }

  /** Removes all data and logs, and nothing that is not a stack's. No server may be running. */
  public void wipe() throws IOException {
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> own = Files.newDirectoryStream(root, OWN_NAMES)) {
        for (Path path : own) {
          FileTree.delete(path);
        }
      }
    }
    FileTree.delete(SYSTEM_DATA.resolve(digest()));
  }

  /** A short name for this home, the same in every JVM. */
  String digest() {
    CRC32C checksum = new CRC32C();
    checksum.update(root.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}
