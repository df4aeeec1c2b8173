package io.spillway.access.adapter.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.spillway.access.OpenIdConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An OpenID Connect provider on a free port that checks what a client sends as a real one does: the
 * redirect, PKCE (S256), the client's secret, that codes and refresh tokens are used once. Its one
 * user is always logged in; what it says of that user can be changed, also to what is wrong.
 */
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "spillway-reports";
  public static final String SECRET = "s:crt%20ü";

  private final HttpServer server;
  private final ECKey key;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> sent = new ArrayList<>();

  /** Claims of the ID token, changed after everything else is set. */
  public volatile UnaryOperator<JWTClaimsSet> claims = set -> set;

  /** Who signs; another key than the published one makes invalid tokens. */
  public volatile ECKey signer;

  public volatile boolean down;
  public volatile boolean secret;
  public volatile boolean issuesRefreshTokens;
  public volatile boolean issuesIdTokens = true;
  public volatile boolean hasLogout;

  /** What stands in the metadata for the issuer when it is not this provider. */
  public volatile String otherIssuer = "";

  /** Seconds for which the access token is valid. */
  public volatile int lifetime = 300;

  /** Query of the answer to logins instead of a code, such as {@code error=access_denied}. */
  public volatile String loginAnswer = "";

  /** Whether the token endpoint begins an answer and does not end it. */
  public volatile boolean stalls;

  /** Characters that stand before each answer of the token endpoint. */
  public volatile int paddingBytes;

  public TestProvider() throws IOException, JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    signer = key;
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/.well-known/openid-configuration", e -> answer(e, 200, metadata()));
    server.createContext("/jwks", e -> answer(e, 200, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/authorize", unlessDown(this::authorize));
    server.createContext("/token", unlessDown(this::token));
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Settings of a client of this provider. */
  public OpenIdConfig config(URI reports) {
    return new OpenIdConfig(
        issuer(),
        CLIENT,
        secret ? Optional.of(SECRET) : Optional.empty(),
        reports,
        "Test ID",
        List.of("openid"),
        "tenant",
        "roles",
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        64 << 10,
        Duration.ofHours(8));
  }

  /** How often anything was asked of it. */
  public int asked() {
    return asked.get();
  }

  /** Everything that it has issued: no log and no page may show it. */
  public synchronized List<String> secrets() {
    return List.copyOf(sent);
  }

  public void revokeRefreshTokens() {
    refreshTokens.clear();
  }

  public static ECKey otherKey() throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String metadata() {
    String issuer = issuer();
    return """
        {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token","jwks_uri":"%s/jwks",
        "response_types_supported":["code"],"subject_types_supported":["public"],
        "id_token_signing_alg_values_supported":["ES256"]%s}"""
        .formatted(
            otherIssuer.isEmpty() ? issuer : otherIssuer,
            issuer,
            issuer,
            issuer,
            hasLogout ? ",\"end_session_endpoint\":\"" + issuer + "/logout\"" : "");
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
    if (!"code".equals(query.get("response_type"))
        || !CLIENT.equals(query.get("client_id"))
        || !("" + query.get("scope")).contains("openid")
        || !("" + query.get("redirect_uri")).endsWith(OpenIdConfig.CALLBACK_PATH)
        || !"S256".equals(query.get("code_challenge_method"))
        || query.get("code_challenge") == null
        || query.get("nonce") == null) {
      answer(exchange, 400, "{\"error\":\"invalid_request\"}");
      return;
    }
    String code = secret("code");
    codes.put(code, query);
    String answer = loginAnswer.isEmpty() ? "code=" + code : loginAnswer;
    String state = URLEncoder.encode(query.get("state"), UTF_8);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            query.get("redirect_uri") + "?" + answer + "&state=" + state + "&iss=" + issuer());
    answer(exchange, 302, "");
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    if (!isClient(exchange, form)) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    Map<String, String> login =
        "refresh_token".equals(form.get("grant_type")) ? refreshed(form) : redeemed(form);
    if (login == null) {
      answer(
          exchange,
          400,
          "{\"error\":\"invalid_grant\",\"error_description\":\"<b>used</b> or unknown\"}");
      return;
    }
    if (stalls) {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      return; // without closing
    }
    answer(exchange, 200, " ".repeat(paddingBytes) + tokens(login));
  }

  private boolean isClient(HttpExchange exchange, Map<String, String> form) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (!secret) {
      return header == null && CLIENT.equals(form.get("client_id"));
    }
    String pair = CLIENT + ":" + URLEncoder.encode(SECRET, UTF_8);
    return ("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))).equals(header);
  }

  private Map<String, String> redeemed(Map<String, String> form) {
    Map<String, String> login = codes.remove("" + form.get("code"));
    return login != null
            && login.get("redirect_uri").equals(form.get("redirect_uri"))
            && login.get("code_challenge").equals(challenge("" + form.get("code_verifier")))
        ? login
        : null;
  }

  private Map<String, String> refreshed(Map<String, String> form) {
    return refreshTokens.remove("" + form.get("refresh_token")) == null ? null : Map.of();
  }

  private String tokens(Map<String, String> login) throws IOException {
    String refresh = issuesRefreshTokens ? secret("refresh") : "";
    if (issuesRefreshTokens) {
      refreshTokens.put(refresh, "");
    }
    return "{\"access_token\":\""
        + secret("access")
        + "\",\"token_type\":\"Bearer\",\"expires_in\":"
        + lifetime
        + (issuesRefreshTokens ? ",\"refresh_token\":\"" + refresh + "\"" : "")
        + (issuesIdTokens ? ",\"id_token\":\"" + idToken(login.get("nonce")) + "\"" : "")
        + "}";
  }

  private String idToken(String nonce) throws IOException {
    Instant now = Instant.now();
    JWTClaimsSet set =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("ada")
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(3_600)))
            .claim("nonce", nonce)
            .claim("tenant", "default")
            .claim("roles", List.of("analyst"))
            .build();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), claims.apply(set));
    try {
      jwt.sign(new ECDSASigner(signer));
    } catch (JOSEException e) {
      throw new IOException(e);
    }
    return noted(jwt.serialize());
  }

  private String secret(String kind) {
    return noted(kind + "-" + issued.incrementAndGet() + "-of-this-login");
  }

  private synchronized String noted(String secret) {
    sent.add(secret);
    return secret;
  }

  /** What is down neither uses up a code nor a refresh token. */
  private HttpHandler unlessDown(HttpHandler handler) {
    return exchange -> {
      if (down) {
        answer(exchange, 503, "");
      } else {
        handler.handle(exchange);
      }
    };
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(down ? 503 : status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> parameters(String encoded) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : encoded.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts.length == 2 ? parts[1] : "", UTF_8));
    }
    return parameters;
  }
}
