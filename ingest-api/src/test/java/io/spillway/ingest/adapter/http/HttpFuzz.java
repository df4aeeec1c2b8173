package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.ingest.adapter.http.FuzzTenants.Caller;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests to every operation of openapi.yaml: valid, almost valid, hostile. A seed and a number
 * give the same bytes in every run.
 */
final class HttpFuzz {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "QUERY");
  private static final List<String> PATHS =
      List.of(
          "/v1/orders/../stock/A",
          "/v1/orders/%2e%2e/stock/A",
          "/v1/stock/..%2f..%2fetc",
          "/v1/stock/A%00B",
          "/v1/stock/%0d%0aX-Injected:%201",
          "/v1/stock/%c0%af",
          "/v1/stock/%ed%a0%80",
          "/v1/stock/%zz",
          "/v1/stock/;a=b/A",
          "/v1/stock//A",
          "/v1/stock/\u0001",
          "/v1/stock/\u00ff",
          "/v1/stock/" + "x".repeat(3_000),
          "/" + "x".repeat(9_000),
          "/v1/products/%2f",
          "/V1/ORDERS",
          "/v1/orders/",
          "/health/ready/..;/metrics",
          "//metrics",
          "/metrics/",
          "http://elsewhere/metrics",
          "*",
          "/?",
          "/%",
          "metrics");
  private static final List<String> QUERIES =
      List.of(
          "limit=0",
          "limit=99999999999999999999",
          "limit=-1",
          "after=AAAA",
          "after=" + "A".repeat(2_000),
          "status=%00",
          "from=2026-13-01T00:00:00Z",
          "from=9999-12-31T23:59:59Z&to=1970-01-01T00:00:00Z",
          "tenant=acme&tenant=other",
          "tenant=%F0%9F%98%80",
          "tenant=",
          "tenant",
          "=x",
          "&&&",
          "a=%",
          "a=%zz",
          "wait=PT0.01S",
          "wait=PT999999999999H",
          "wait=-PT1S",
          "wait=P1Y",
          "knownVersion=1",
          "sku=%ff%fe",
          "sku=..",
          "customerId=%0d%0aX-Injected:1",
          "customerId=" + "%C3%BC".repeat(200),
          "x=1;y=2");
  private static final List<String> HEADERS =
      List.of(
          "Content-Type: text/plain",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: ;;;",
          "Content-Encoding: gzip",
          "Content-Encoding: br",
          "Content-Encoding: gzip, gzip",
          "Idempotency-Key: k1",
          "Idempotency-Key: \"unended",
          "Idempotency-Key: \"a\\q\"",
          "Idempotency-Key: " + "k".repeat(300),
          "Idempotency-Key: \u00e9",
          "If-Match: \"1\"",
          "If-Match: *",
          "If-None-Match: W/\"1\", \"2\", *",
          "If-None-Match: " + "\"1\",".repeat(800),
          "traceparent: 00-00000000000000000000000000000000-0000000000000000-00",
          "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "traceparent: \u00ff",
          "Accept: text/html",
          "Accept: */*;q=x",
          "Accept-Encoding: gzip;q=0, *",
          "Expect: 100-continue",
          "Expect: nothing",
          "Upgrade: websocket",
          "Upgrade: h2c",
          "Connection: close",
          "Connection: keep-alive, upgrade, te",
          "Range: bytes=0-1",
          "Host: other",
          "Host: a:99999",
          "Host: ",
          "X-Forwarded-For: 1.2.3.4",
          "X-HTTP-Method-Override: DELETE",
          "X-Tenant: acme",
          "X: " + "x".repeat(4_000),
          "X: " + "x".repeat(9_000),
          "X y: 1",
          "X : 1",
          ": 1",
          "no colon",
          " folded",
          "X: a\u0000b",
          "X: a\rb",
          "Cookie: a=b; c=\"d",
          "Transfer-Encoding: identity",
          "Trailer: X");

  private final long seed;
  private final List<Operation> operations;
  private final List<Caller> callers;

  /**
   * An operation of openapi.yaml.
   *
   * @param statuses that it declares
   */
  record Operation(String method, String path, Set<Integer> statuses) {
    String name() {
      return method + ' ' + path;
    }
  }

  /**
   * A request as it is sent.
   *
   * @param operation that it means; null when it means none
   * @param whole whether it is one request to everybody; otherwise nothing can be sent after it,
   *     and it is not certain that anything is answered
   */
  record Request(
      byte[] bytes, String method, @Nullable Operation operation, Caller caller, boolean whole) {}

  HttpFuzz(long seed, List<Operation> operations, List<Caller> callers) {
    this.seed = seed;
    this.operations = operations;
    this.callers = callers;
  }

  /** One request, or several to be sent at once on one connection. */
  List<Request> exchange(long number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<Request> requests = new ArrayList<>();
    int pipelined = random.nextInt(20) == 0 ? 2 + random.nextInt(3) : 1;
    while (requests.size() < pipelined) {
      Request request = new Drafter(random).request();
      if (pipelined == 1 || request.whole()) {
        requests.add(request);
      }
    }
    return requests;
  }

  /** Drafts one request. */
  private final class Drafter {
    private final Random random;
    private final FuzzBodies bodies;
    private final List<String> headers = new ArrayList<>();
    private final Operation operation;
    private final String tenant;
    private @Nullable Operation meant;
    private String method;
    private String path;
    private String query;
    private String version = "HTTP/1.1";
    private Caller caller;
    private byte[] body;
    private boolean whole = true;

    Drafter(Random random) {
      this.random = random;
      this.bodies = new FuzzBodies(random);
      operation = pick(operations);
      meant = operation;
      tenant = pick(FuzzTenants.NAMES);
      caller = random.nextInt(3) == 0 ? pick(callers) : pick(ofTenant());
      method = operation.method();
      path =
          operation
              .path()
              .replace("{id}", FuzzTenants.order(tenant).toString())
              .replace("{sku}", method.equals("PUT") ? "S7" : encoded(FuzzTenants.sku(tenant)))
              .replace("{reference}", encoded(FuzzTenants.reference(tenant)));
      query = query();
      body = bodies.valid(operation.name(), tenant);
    }

    private List<Caller> ofTenant() {
      return callers.stream().filter(each -> each.tenants().contains(tenant)).toList();
    }

    private String query() {
      String named = "tenant=" + tenant;
      return switch (operation.name()) {
        case "GET /v1/orders" ->
            random.nextBoolean()
                ? named + "&customerId=" + encoded(FuzzTenants.customer(tenant)) + "&limit=2"
                : named + "&limit=" + (1 + random.nextInt(3));
        case "GET /v1/events" -> named + "&from=beginning&limit=" + (1 + random.nextInt(3));
        case "GET /v1/stock/adjustments/{reference}" ->
            named + "&sku=" + encoded(FuzzTenants.sku(tenant));
        case "GET /v1/stock/{sku}", "PUT /v1/products/{sku}", "GET /v1/products/{sku}" -> named;
        default -> "";
      };
    }

    Request request() {
      headers.add("Host: a");
      if (body.length > 0) {
        headers.add(
            "Content-Type: application/"
                + (operation.path().endsWith(":batch") ? "x-ndjson" : "json"));
      }
      int kind = random.nextInt(10);
      int faults = kind < 4 ? 0 : kind < 7 ? 1 : 1 + random.nextInt(4);
      for (int i = 0; i < faults; i++) {
        spoil();
      }
      byte[] bytes = random.nextInt(12) == 0 ? brokenFraming() : framed();
      return new Request(bytes, method, meant, caller, whole);
    }

    private void spoil() {
      switch (random.nextInt(12)) {
        case 0 -> {
          method = pick(METHODS);
          boolean head = method.equals("HEAD") && operation.method().equals("GET");
          boolean same = head || method.equals("OPTIONS") || method.equals(operation.method());
          meant = same ? meant : null;
        }
        case 1 -> {
          path = pick(PATHS);
          meant = null;
        }
        case 2 -> {
          path = path.replaceFirst("[^/]+$", anySegment());
          meant = null;
        }
        case 3, 4 -> query += (query.isEmpty() ? "" : "&") + pick(QUERIES);
        case 5, 6 -> headers.add(random.nextInt(headers.size() + 1), pick(HEADERS));
        case 7 -> headers.add(pick(headers));
        case 8, 9 -> body = bodies.spoilt(body);
        case 10 -> {
          headers.add("Content-Encoding: gzip");
          body = bodies.compressed(body);
        }
        default -> caller = pick(callers);
      }
    }

    private String anySegment() {
      StringBuilder segment = new StringBuilder();
      for (byte each : bodies.random(1 + random.nextInt(20))) {
        segment.append('%').append(Integer.toHexString(0x100 | each & 0xff).substring(1));
      }
      return segment.toString();
    }

    private byte[] framed() {
      boolean chunked = random.nextInt(8) == 0;
      if (chunked) {
        headers.add("Transfer-Encoding: chunked");
        return join(head(), chunks());
      }
      if (body.length > 0 || !method.equals("GET")) {
        headers.add("Content-Length: " + body.length);
      }
      return join(head(), body);
    }

    private byte[] chunks() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int at = 0; at < body.length; ) {
        int bytes = Math.min(body.length - at, 1 + random.nextInt(5_000));
        out.writeBytes((Integer.toHexString(bytes) + ";x=y\r\n").getBytes(ISO_8859_1));
        out.write(body, at, bytes);
        out.writeBytes("\r\n".getBytes(ISO_8859_1));
        at += bytes;
      }
      out.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
      return out.toByteArray();
    }

    /** What different readers could take for different requests, or for none. */
    private byte[] brokenFraming() {
      whole = false;
      meant = null;
      String smuggled = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
      return switch (random.nextInt(12)) {
        case 0 -> with("Content-Length: " + (body.length + 1 + random.nextInt(9_000)), body);
        case 1 -> with("Content-Length: " + body.length / 2, body);
        case 2 -> with("Content-Length: -1", body);
        case 3 -> with("Content-Length: 4\r\nContent-Length: 5", body);
        case 4 -> with("Content-Length: 4\r\nTransfer-Encoding: chunked", chunks());
        case 5 -> with("Transfer-Encoding: chunked", ("zz\r\n" + smuggled).getBytes(UTF_8));
        case 6 -> with("Transfer-Encoding: chunked, identity", chunks());
        case 7 -> with("Transfer-Encoding: chunked", truncated(chunks()));
        case 8 -> {
          version = pick(List.of("HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/1.", "", "http/1.1"));
          yield framed();
        }
        case 9 -> bodies.flipped(framed());
        case 10 -> truncated(framed());
        default -> bodies.random(1 + random.nextInt(500));
      };
    }

    private byte[] with(String framing, byte[] rest) {
      headers.add(framing);
      return join(head(), rest);
    }

    private byte[] truncated(byte[] bytes) {
      return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    private byte[] head() {
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(path);
      head.append(query.isEmpty() ? "" : "?" + query).append(' ').append(version).append("\r\n");
      caller.authorization().forEach(value -> headers.add("Authorization: " + value));
      headers.forEach(header -> head.append(header).append("\r\n"));
      return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private <T> T pick(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
