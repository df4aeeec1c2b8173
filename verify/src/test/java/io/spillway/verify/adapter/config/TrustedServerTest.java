package io.spillway.verify.adapter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.ServerAccess;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.elastic.ElasticHttp;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of the stack, and clients that trust its authority or another. */
class TrustedServerTest {
  private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private SecureHome home;
  private HttpsServer server;
  private volatile String authorization = "";

  @BeforeEach
  void start() throws Exception {
    home = SecureHome.of(directory.resolve("ours"));
    home.prepare(List.of("elasticsearch"));
    server = HttpsServer.create(new InetSocketAddress(0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/",
        exchange -> {
          authorization = "" + exchange.getRequestHeaders().getFirst("Authorization");
          exchange.sendResponseHeaders(200, ANSWER.length);
          exchange.getResponseBody().write(ANSWER);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void isBelievedByThoseWhoTrustItsAuthority() throws Exception {
    try (ElasticHttp http = client(home.caFile(), "127.0.0.1")) {
      assertThat(http.ask("GET", "/", "").isObject()).isTrue();
    }
    assertThat(authorization)
        .isEqualTo(
            "Basic "
                + Base64.getEncoder().encodeToString("user:word".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void isNotBelievedByOthers() throws Exception {
    SecureHome another = SecureHome.of(directory.resolve("another"));
    another.prepare(List.of());
    try (ElasticHttp http = client(another.caFile(), "127.0.0.1")) {
      assertThatThrownBy(() -> http.ask("GET", "/", "")).isInstanceOf(UnavailableException.class);
    }
    try (ElasticHttp http = client(null, "127.0.0.1")) {
      assertThatThrownBy(() -> http.ask("GET", "/", "")).isInstanceOf(UnavailableException.class);
    }
    assertThat(authorization).as("no password was sent").isEmpty();
  }

  @Test
  void isNotBelievedUnderAnotherAddress() throws Exception {
    // The same machine, but no name of the certificate.
    try (ElasticHttp http = client(home.caFile(), "127.0.0.2")) {
      assertThatThrownBy(() -> http.ask("GET", "/", "")).isInstanceOf(UnavailableException.class);
    }
    assertThat(authorization).isEmpty();
  }

  @Test
  void keyStoresOfOneFileAreOneFile() throws Exception {
    Path store = TrustedCertificates.keyStoreFile(home.caFile());
    assertThat(TrustedCertificates.keyStoreFile(home.caFile())).isEqualTo(store);
    KeyStore read = KeyStore.getInstance(TrustedCertificates.KEY_STORE_TYPE);
    try (InputStream in = Files.newInputStream(store)) {
      read.load(in, TrustedCertificates.KEY_STORE_PASSWORD.toCharArray());
    }
    assertThat(read.size()).isEqualTo(1);
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    assertThatThrownBy(() -> TrustedCertificates.context(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty.pem");
  }

  private ElasticHttp client(Path caFile, String host) {
    return new ElasticHttp(
        new ElasticConfig(
            "https://" + host + ":" + server.getAddress().getPort(),
            new ServerAccess(caFile, new Account("user", "word"))));
  }

  private SSLContext context() throws Exception {
    String key =
        Files.readString(home.key("elasticsearch")).replaceAll("-----[A-Z ]*-----|\\s", "");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(home.certificate("elasticsearch"))) {
      store.setKeyEntry(
          "key",
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
          new char[0],
          new Certificate[] {CertificateFactory.getInstance("X.509").generateCertificate(in)});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
