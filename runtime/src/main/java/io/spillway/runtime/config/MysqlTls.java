package io.spillway.runtime.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How connections to MySQL are encrypted.
 *
 * @param verify the server must prove that it is the host that was asked for; otherwise a
 *     connection is encrypted where the server offers it, and proves nothing
 * @param caFile certificates (PEM) that the server's one must come from; null for those that the
 *     JVM trusts
 */
public record MysqlTls(boolean verify, @Nullable Path caFile) {
  public static final MysqlTls PREFERRED = new MysqlTls(false, null);

  /** Reads {@code spillway.mysql.tls}. */
  static MysqlTls from(Settings settings) {
    String path = "spillway.mysql.tls";
    return switch (settings.text(path)) {
      case "preferred" -> PREFERRED;
      case "verify" -> new MysqlTls(true, settings.fileOrNone(TrustedCertificates.CA_FILE));
      case String other -> {
        settings.violation(path, "'" + other + "'", "preferred or verify");
        yield PREFERRED;
      }
    };
  }

  /** What the driver is told of it. */
  public Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    if (!verify) {
      properties.put("sslMode", "PREFERRED");
      // A password of caching_sha2_password needs the server's key where nothing is encrypted.
      properties.put("allowPublicKeyRetrieval", "true");
      return properties;
    }
    properties.put("sslMode", "VERIFY_IDENTITY");
    if (caFile != null) {
      Path store = TrustedCertificates.keyStoreFile(caFile);
      properties.put("trustCertificateKeyStoreUrl", store.toUri().toString());
      properties.put("trustCertificateKeyStoreType", TrustedCertificates.KEY_STORE_TYPE);
      properties.put("trustCertificateKeyStorePassword", TrustedCertificates.KEY_STORE_PASSWORD);
      properties.put("fallbackToSystemTrustStore", "false");
    }
    return properties;
  }

  /** The same as the part of a JDBC address, beginning with an ampersand. */
  String urlOptions() {
    return properties().entrySet().stream()
        .map(each -> "&" + each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining());
  }
}
