package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.operate.core.ServedPort;
import io.spillway.stack.core.CertificateFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Certificates for people, and for machines. */
final class CertsText {
  private static final JsonMapper JSON = new JsonMapper();

  private CertsText() {}

  static List<String> table(List<CertificateFacts> certificates, Instant now) {
    TextTable table = new TextTable("who", "names", "from", "until", "days left", "serial");
    for (CertificateFacts each : certificates) {
      table.row(
          each.owner(),
          String.join(",", each.names()),
          each.from().truncatedTo(ChronoUnit.SECONDS),
          each.until().truncatedTo(ChronoUnit.SECONDS),
          each.daysLeft(now),
          each.serial());
    }
    return table.lines();
  }

  static String json(CertificateFacts certificate, Instant now) {
    ObjectNode json = JSON.createObjectNode().put("who", certificate.owner());
    certificate.names().forEach(json.putArray("names")::add);
    return json.put("from", certificate.from().toString())
        .put("until", certificate.until().toString())
        .put("daysLeft", certificate.daysLeft(now))
        .put("serial", certificate.serial())
        .toString();
  }

  static List<String> ports(List<ServedPort> ports) {
    TextTable table = new TextTable("who", "port", "serves", "serial");
    for (ServedPort each : ports) {
      table.row(each.port().owner(), each.port().port(), each.state(), each.served());
    }
    return table.lines();
  }

  static String json(ServedPort port) {
    return JSON.createObjectNode()
        .put("who", port.port().owner())
        .put("port", port.port().port())
        .put("new", port.isNew())
        .put("serial", port.served())
        .put("expected", port.expected())
        .toString();
  }
}
