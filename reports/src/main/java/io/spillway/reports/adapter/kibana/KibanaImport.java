package io.spillway.reports.adapter.kibana;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.reports.core.Section;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Brings the saved objects of the jar into a Kibana; again is harmless. */
public final class KibanaImport implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String BOUNDARY = "spillway-saved-objects";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI kibana;
  private final Optional<String> authorization;

  /**
   * An import into one Kibana.
   *
   * @param url with the base path and the space, if there are any
   * @param credentials {@code user:password}, or an API key in its encoded form; empty for none
   */
  public KibanaImport(URI url, String credentials) {
    this.kibana = url;
    this.authorization =
        credentials.isEmpty()
            ? Optional.empty()
            : Optional.of(
                credentials.contains(":")
                    ? "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8))
                    : "ApiKey " + credentials);
  }

  /**
   * Imports one section's dashboard and all that belongs to it, over what is there.
   *
   * @return how many objects Kibana took
   * @throws IOException naming what Kibana answered, when it did not take all of them
   */
  public int section(Section section) throws IOException, InterruptedException {
    String name = section.id() + ".ndjson";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address())
            .timeout(TIMEOUT)
            // Kibana demands it of every client that is no browser of its own.
            .header("kbn-xsrf", "spillway")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(form(name, resource(name))));
    authorization.ifPresent(value -> request.header("Authorization", value));
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(told(answer.statusCode(), answer.body()));
    }
    JsonNode result = new JsonMapper().readTree(answer.body());
    if (!result.path("success").asBoolean()) {
      throw new IOException("Kibana did not take all of " + name + ": " + start(answer.body()));
    }
    return result.path("successCount").asInt();
  }

  @Override
  public void close() {
    http.close();
  }

  private URI address() {
    String base = kibana.toString();
    String path = "/api/saved_objects/_import?overwrite=true";
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private String told(int status, String body) {
    String advice =
        status == 401 || status == 403
            ? "; give credentials in SPILLWAY_KIBANA_CREDENTIALS (user:password or an API key)"
            : "";
    return "Kibana at " + kibana + " answered " + status + advice + ": " + start(body);
  }

  private static String start(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500);
  }

  private static byte[] form(String fileName, String ndjson) {
    String body =
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + fileName
            + "\"\r\nContent-Type: application/x-ndjson\r\n\r\n"
            + ndjson
            + "\r\n--"
            + BOUNDARY
            + "--\r\n";
    return body.getBytes(UTF_8);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = KibanaImport.class.getResourceAsStream("/kibana/" + name)) {
      if (in == null) {
        throw new IOException("the jar lacks kibana/" + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
