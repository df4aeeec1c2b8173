package io.spillway.faults.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.runtime.config.TrustedCertificates;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Clients that trickle, clients that only hold their connections, and bodies that are no orders.
 * Each body must be refused with a 4xx problem; what it costs the others shows in their latency.
 */
final class HostileClients implements FaultAction {
  private static final int IDLE = 2_000;
  private static final int TRICKLING = 100;
  private static final int TOO_LARGE_BYTES = 5 << 20;

  private final ClientSession shop;
  private final List<Socket> sockets = new ArrayList<>();

  HostileClients(ClientSession shop, long seed) {
    this.shop = shop;
  }

  @Override
  public void inject() throws Exception {
    for (int i = 0; i < IDLE + TRICKLING; i++) {
      Socket socket = connect();
      if (socket != null && i >= IDLE) {
        trickle(socket);
      }
    }
    for (Map.Entry<String, byte[]> body : bodies().entrySet()) {
      requireRefused(body.getKey(), body.getValue());
    }
  }

  private void trickle(Socket socket) {
    try {
      socket
          .getOutputStream()
          .write(
              "POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{"
                  .getBytes(UTF_8));
    } catch (IOException away) {
      // The API may have been killed meanwhile, by another fault.
      shop.tally().refused("hostile connection");
    }
  }

  @Override
  public void heal() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException gone) {
        // The server has closed it: all the better.
      }
    }
  }

  private @Nullable Socket connect() {
    try {
      URI api = shop.api().uri().get();
      Socket socket =
          api.getScheme().equals("https")
              ? tls().getSocketFactory().createSocket(api.getHost(), api.getPort())
              : new Socket(api.getHost(), api.getPort());
      sockets.add(socket);
      return socket;
    } catch (IOException refused) {
      shop.tally().refused("hostile connection");
      return null;
    }
  }

  private SSLContext tls() {
    return TrustedCertificates.context(shop.api().caFile().get().orElse(null));
  }

  private Map<String, byte[]> bodies() {
    Map<String, byte[]> bodies = new TreeMap<>();
    bodies.put(
        "5 MiB", ("{\"customerId\":\"" + "c".repeat(TOO_LARGE_BYTES) + "\"}").getBytes(UTF_8));
    bodies.put("deep", ("[".repeat(100_000)).getBytes(UTF_8));
    bodies.put("NaN", order("NaN", "1").getBytes(UTF_8));
    bodies.put("infinite", order("1e999", "1").getBytes(UTF_8));
    bodies.put("negative", order("-1", "1").getBytes(UTF_8));
    bodies.put("overflow", order("1", "9223372036854775808").getBytes(UTF_8));
    bodies.put("fraction", order("1.5", "1").getBytes(UTF_8));
    String twice = order("1", "1").replace("{\"tenant\"", "{\"currency\":\"USD\",\"tenant\"");
    bodies.put("duplicate key", twice.getBytes(UTF_8));
    bodies.put("no UTF-8", new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'});
    bodies.put("empty", new byte[0]);
    bodies.put("cut off", order("1", "1").substring(0, 40).getBytes(UTF_8));
    return bodies;
  }

  private String order(String quantity, String unitAmount) {
    return String.format(
        Locale.ROOT,
        "{\"tenant\":\"%s\",\"customerId\":\"c\",\"currency\":\"EUR\","
            + "\"lines\":[{\"sku\":\"F-000\",\"quantity\":%s,\"unitAmount\":%s}]}",
        shop.tenant(),
        quantity,
        unitAmount);
  }

  private void requireRefused(String what, byte[] body) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create(shop.api().uri().get() + "/v1/orders").toURL().openConnection();
      if (connection instanceof HttpsURLConnection encrypted) {
        encrypted.setSSLSocketFactory(tls().getSocketFactory());
      }
      shop.api()
          .key()
          .get()
          .ifPresent(key -> connection.setRequestProperty("Authorization", "Bearer " + key));
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.setReadTimeout(20_000);
      connection.setFixedLengthStreamingMode(body.length);
      connection.getOutputStream().write(body);
      int status = connection.getResponseCode();
      shop.tally().refused("hostile " + status);
      String type = String.valueOf(connection.getContentType());
      if (status / 100 != 4 || !type.startsWith("application/problem+json")) {
        shop.tally().unexpected("a hostile body was answered " + status, what + " " + type);
      }
    } catch (IOException closed) {
      // A server may close while a body that it will not read is still being sent.
      shop.tally().refused("hostile body cut off");
    }
  }
}
