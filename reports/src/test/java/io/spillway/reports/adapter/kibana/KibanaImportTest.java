package io.spillway.reports.adapter.kibana;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.spillway.reports.core.Section;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KibanaImportTest {
  private final List<String> requests = new ArrayList<>();
  private HttpServer kibana;
  private int status = 200;
  private String answer = "{\"success\":true,\"successCount\":7}";

  @BeforeEach
  void start() throws IOException {
    kibana = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    kibana.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          requests.add(
              exchange.getRequestURI()
                  + "\n"
                  + exchange.getRequestHeaders().getFirst("kbn-xsrf")
                  + "\n"
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + "\n"
                  + body);
          byte[] bytes = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    kibana.start();
  }

  @AfterEach
  void stop() {
    kibana.stop(0);
  }

  private KibanaImport kibana(String credentials) {
    String url = "http://127.0.0.1:" + kibana.getAddress().getPort() + "/s/shop/";
    return new KibanaImport(URI.create(url), credentials);
  }

  @Test
  void aFileIsSentAsAFormOverWhatIsThere() throws Exception {
    try (KibanaImport kibana = kibana("elastic:secret")) {
      assertThat(kibana.section(Section.STOCK)).isEqualTo(7);
    }

    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith("/s/shop/api/saved_objects/_import?overwrite=true\nspillway\n")
        .contains("Basic ZWxhc3RpYzpzZWNyZXQ=", "filename=\"stock.ndjson\"")
        .contains("\"type\":\"dashboard\"", "spillway-low-stock");
  }

  @Test
  void whatKibanaDoesNotTakeIsTold() throws Exception {
    try (KibanaImport kibana = kibana("")) {
      answer = "{\"success\":false,\"errors\":[{\"id\":\"x\"}]}";
      assertThatThrownBy(() -> kibana.section(Section.SALES))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not take all of sales.ndjson");
      status = 401;
      assertThatThrownBy(() -> kibana.section(Section.SALES))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answered 401; give credentials in SPILLWAY_KIBANA_CREDENTIALS");
    }
  }
}
