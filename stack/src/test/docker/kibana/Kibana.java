import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Not Kibana: answers its status once Elasticsearch answers, and takes saved objects as the import
 * API does: a form with one .ndjson file of JSON objects, and the header that Kibana insists on.
 * Of kibana.yml it reads lines KEY: "VALUE", and so what it needs to speak HTTPS and to log in; then
 * callers must have an account of Elasticsearch, too.
 */
class Kibana {
  private static final Path FILE = Path.of("/usr/share/kibana/config/kibana.yml");
  private static final URI ELASTICSEARCH = URI.create(System.getenv("ELASTICSEARCH_HOSTS"));

  private final Properties settings;
  private final HttpClient http;

  private Kibana(Properties settings) throws IOException, GeneralSecurityException {
    this.settings = settings;
    String ca = settings.getProperty("elasticsearch.ssl.certificateAuthorities");
    this.http =
        ca == null
            ? HttpClient.newHttpClient()
            : HttpClient.newBuilder().sslContext(context(null, trusting(ca))).build();
  }

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Properties settings = new Properties();
    if (Files.exists(FILE)) {
      for (String line : Files.readAllLines(FILE)) {
        if (line.contains(": ") && !line.startsWith("#")) {
          String[] parts = line.split(": ", 2);
          settings.setProperty(parts[0], parts[1].replaceAll("^[\\[\"]+|[\\]\"]+$", ""));
        }
      }
    }
    new Kibana(settings).start();
  }

  private void start() throws IOException, GeneralSecurityException {
    InetSocketAddress port = new InetSocketAddress(5601);
    HttpServer server;
    if (settings.containsKey("server.ssl.key")) {
      HttpsServer https = HttpsServer.create(port, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(context(own(), null)));
      server = https;
    } else {
      server = HttpServer.create(port, 0);
    }
    server.createContext("/api/status", this::status);
    server.createContext("/api/saved_objects/_import", this::imported);
    server.start();
  }

  private void status(HttpExchange exchange) throws IOException {
    String user = settings.getProperty("elasticsearch.username");
    String login =
        user == null ? "" : basic(user + ":" + settings.getProperty("elasticsearch.password"));
    int status = ask("/_cluster/health", login) == 200 ? 200 : 503;
    answer(
        exchange,
        status,
        "{\"status\":{\"overall\":{\"level\":\"%s\"}}}"
            .formatted(status == 200 ? "available" : "unavailable"));
  }

  private void imported(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    if (settings.containsKey("elasticsearch.username")
        && ask("/_security/_authenticate", login == null ? "" : login) != 200) {
      answer(exchange, 401, "{\"message\":\"Unauthorized\"}");
    } else if (!exchange.getRequestHeaders().containsKey("kbn-xsrf")) {
      answer(exchange, 400, "{\"message\":\"Request must contain a kbn-xsrf header.\"}");
    } else if (!body.contains("filename=\"") || !body.contains(".ndjson\"")) {
      answer(exchange, 400, "{\"message\":\"Invalid file extension\"}");
    } else {
      long objects = body.lines().filter(line -> line.startsWith("{") && line.endsWith("}")).count();
      System.out.println("imported " + objects + " objects");
      answer(exchange, 200, "{\"successCount\":%d,\"success\":true}".formatted(objects));
    }
  }

  private int ask(String path, String login) {
    HttpRequest.Builder request = HttpRequest.newBuilder(ELASTICSEARCH.resolve(path));
    if (!login.isEmpty()) {
      request.header("Authorization", login);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException unavailable) {
      // Not ready, as Kibana says it too.
      return 503;
    }
  }

  private static String basic(String account) {
    return "Basic "
        + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
  }

  private KeyManagerFactory own() throws IOException, GeneralSecurityException {
    String key =
        Files.readString(Path.of(settings.getProperty("server.ssl.key")))
            .replaceAll("-----[A-Z ]+-----|\\s", "");
    KeyStore store = store();
    store.setKeyEntry(
        "own",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
        new char[0],
        new Certificate[] {certificate(settings.getProperty("server.ssl.certificate"))});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys;
  }

  private static TrustManagerFactory trusting(String ca)
      throws IOException, GeneralSecurityException {
    KeyStore store = store();
    store.setCertificateEntry("ca", certificate(ca));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }

  private static SSLContext context(KeyManagerFactory keys, TrustManagerFactory trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys == null ? null : keys.getKeyManagers(),
        trust == null ? null : trust.getTrustManagers(),
        null);
    return context;
  }

  private static KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate certificate(String file) throws IOException, GeneralSecurityException {
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(Path.of(file)))) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
