package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bodies of requests: valid ones of each operation, and ways to spoil one. */
final class FuzzBodies {
  /** Texts that have broken something somewhere. */
  static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\\u0000",
          "\\ud800",
          "\\udc00\\ud800",
          "\u202e\u200f\u2066",
          "\u200d\ufeff",
          "e\u0301\u0301\u0301",
          "\ufdfa",
          "\ud83d\udc69\u200d\ud83d\udc67",
          "\\r\\nX-Injected: 1\\r\\n\\r\\n",
          "\\u001b[2J\\u001b]0;x\\u0007",
          "=cmd|'/C calc'!A0",
          "<script>alert(1)</script>",
          "' OR '1'='1' -- ",
          "${jndi:ldap://x}",
          "%00%0d%0a",
          "../../etc/passwd",
          "{{7*7}}",
          "a".repeat(70_000),
          "\ud83d\ude00".repeat(300));

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "-1",
          "1e400",
          "1E-7",
          "0.1",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "1" + "0".repeat(999),
          "1" + "0".repeat(2_000),
          "NaN",
          "Infinity",
          "01",
          "+1",
          "0x10",
          "[]",
          "{}",
          "[".repeat(31) + "]".repeat(31),
          "[".repeat(5_000),
          "{\"a\":".repeat(2_000),
          "{\"a\":1,\"a\":2}",
          "/*c*/1",
          "'a'",
          "\"\\x\"",
          "\"unended");

  private final Random random;

  FuzzBodies(Random random) {
    this.random = random;
  }

  /** A body that the operation takes from a caller of the tenant. */
  byte[] valid(String operation, String tenant) {
    String text =
        switch (operation) {
          case "POST /v1/orders" -> order(tenant, false);
          case "POST /v1/orders:batch" -> batch(tenant);
          case "POST /v1/stock/adjustments" -> adjustments(tenant);
          case "PUT /v1/products/{sku}" ->
              "{\"name\":\"n" + random.nextInt(9) + "\",\"attributes\":{\"a\":\"b\"}}";
          case "POST /v1/orders/{id}/extend" -> "{\"by\":\"PT" + (1 + random.nextInt(90)) + "M\"}";
          case "POST /v1/orders/{id}/cancel" -> random.nextBoolean() ? "" : "{\"reason\":\"r\"}";
          case "POST /v1/orders/{id}/confirm", "POST /v1/orders/{id}/fulfil" ->
              random.nextBoolean() ? "" : "{}";
          default -> "";
        };
    return text.getBytes(UTF_8);
  }

  private String order(String tenant, boolean inBatch) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i <= random.nextInt(4); i++) {
      lines.append(i == 0 ? "" : ",").append("{\"sku\":\"S").append(random.nextInt(20));
      lines.append("\",\"quantity\":").append(1 + random.nextInt(9));
      lines.append(",\"unitAmount\":").append(random.nextInt(1_000)).append('}');
    }
    return "{\"tenant\":\""
        + tenant
        + "\",\"customerId\":\"c"
        + random.nextInt(50)
        + "\",\"currency\":\"EUR\",\"lines\":["
        + lines
        + "]"
        + (random.nextInt(4) == 0 ? ",\"attributes\":{\"k\":\"v\"}" : "")
        + (random.nextInt(4) == 0 ? ",\"holdFor\":\"PT15M\",\"allowPartial\":true" : "")
        + (inBatch ? ",\"idempotencyKey\":\"b" + random.nextInt(1_000) + '"' : "")
        + '}';
  }

  private String batch(String tenant) {
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i <= random.nextInt(6); i++) {
      byte[] line = order(tenant, random.nextBoolean()).getBytes(UTF_8);
      batch.append(new String(random.nextInt(4) == 0 ? spoilt(line) : line, UTF_8));
      batch.append(random.nextInt(5) == 0 ? "\r\n\n" : "\n");
    }
    return batch.toString();
  }

  private String adjustments(String tenant) {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i <= random.nextInt(4); i++) {
      list.append(i == 0 ? "" : ",").append("{\"tenant\":\"").append(tenant);
      list.append("\",\"sku\":\"S").append(random.nextInt(20)).append("\",\"delta\":");
      list.append(random.nextInt(100)).append(",\"reference\":\"r");
      list.append(random.nextInt(1_000_000)).append("\"}");
    }
    return list.append(']').toString();
  }

  /** The body with one fault, or none that a reader would call one. */
  byte[] spoilt(byte[] body) {
    String text = new String(body, UTF_8);
    return switch (random.nextInt(13)) {
      case 0 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
      case 1 -> flipped(body);
      case 2, 3 -> text.replaceFirst("\"[^\"]*\"", quoted(pick(TEXTS))).getBytes(UTF_8);
      case 4, 5 ->
          text.replaceFirst(":(\\d+|\"[^\"]*\")", ":" + quotedGroup(pick(VALUES))).getBytes(UTF_8);
      case 6 ->
          text.replaceFirst("\\{", quotedGroup("{\"zz\":" + pick(VALUES) + ',')).getBytes(UTF_8);
      case 7 -> text.replaceFirst(",", quotedGroup(",\"" + pick(TEXTS) + "\":0,")).getBytes(UTF_8);
      case 8 -> ("\ufeff" + text).getBytes(UTF_8);
      case 9 -> pick(VALUES).getBytes(UTF_8);
      case 10 -> (text + text).getBytes(UTF_8);
      case 11 -> (text + " ".repeat(random.nextInt(150_000))).getBytes(UTF_8);
      default -> random(random.nextInt(300));
    };
  }

  /** What a sender may claim to be gzip. */
  byte[] compressed(byte[] body) {
    return switch (random.nextInt(6)) {
      case 0 -> {
        byte[] whole = gzip(body);
        yield Arrays.copyOf(whole, random.nextInt(whole.length));
      }
      case 1 -> flipped(gzip(body));
      case 2 -> gzip(new byte[1 + random.nextInt(2_000_000)]);
      case 3 -> body;
      default -> gzip(body);
    };
  }

  byte[] random(int bytes) {
    byte[] body = new byte[bytes];
    random.nextBytes(body);
    return body;
  }

  byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    for (int i = 0; flipped.length > 0 && i <= random.nextInt(3); i++) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private String quoted(String text) {
    return quotedGroup('"' + text + '"');
  }

  private static String quotedGroup(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
