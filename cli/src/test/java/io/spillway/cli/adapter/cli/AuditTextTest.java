package io.spillway.cli.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.schemas.audit.AuditChain;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditLink.Seen;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.verify.core.audit.AuditHead;
import io.spillway.verify.core.audit.AuditReport;
import io.spillway.verify.core.audit.AuditVerification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTextTest {
  private static final AuditEntry ENTRY =
      new AuditEntry(
          "id-1",
          "discard",
          AuditEntry.Stage.DONE,
          "eve\n2026-11-28T10:00:00Z  done    replay  by admin",
          "acme",
          "dlq\u001b[1A",
          Instant.parse("2026-11-28T10:00:00Z"),
          Map.of("reason", "a\u202eb"));

  @Test
  void anEntryIsOneLineWhateverIsInIt() {
    assertThat(AuditText.line(ENTRY))
        .isEqualTo(
            "2026-11-28T10:00:00Z         done    discard        acme  dlq\\u001b[1A  by"
                + " eve\\u000a2026-11-28T10:00:00Z  done    replay  by admin  reason=a\\u202eb");
  }

  @Test
  void jsonKeepsTheTextAndHasNoControlCharacter() throws Exception {
    AuditRecord record = new AuditChain("c").next(ENTRY, new Seen(0, 0, "a"));
    String line = AuditText.json(record, 12);
    assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 127);
    JsonNode json = new JsonMapper().readTree(line);
    assertThat(json.get("who").asText()).isEqualTo(ENTRY.who());
    assertThat(json.get("details").get("reason").asText()).isEqualTo("a\u202eb");
    assertThat(json.get("offset").asLong()).isEqualTo(12);
    assertThat(json.get("hash").asText()).isEqualTo(record.hash());
  }

  @Test
  void aViolationNamesWhereWhatAndBothHashes() throws Exception {
    AuditRecord record = new AuditChain("c").next(ENTRY, new Seen(0, 0, "a"));
    String changed =
        new String(record.bytes(), StandardCharsets.UTF_8).replace("\"acme\"", "\"shop\"");
    AuditVerification verification = new AuditVerification(0, 1, List.of());
    verification.take(
        0, "id-1".getBytes(StandardCharsets.UTF_8), changed.getBytes(StandardCharsets.UTF_8));
    AuditReport report = verification.end();
    AuditHead head = report.head().orElseThrow();
    assertThat(AuditText.lines(report))
        .contains("head " + head)
        .anyMatch(line -> line.matches(" *0  the content .*" + record.hash() + " +" + head.hash()));
    JsonNode json = new JsonMapper().readTree(AuditText.json(report));
    assertThat(json.get("ok").asBoolean()).isFalse();
    JsonNode violation = json.get("violations").get(0);
    assertThat(violation.get("offset").asLong()).isZero();
    assertThat(violation.get("violation").asText()).isEqualTo("CHANGED");
    assertThat(violation.get("expected").asText()).isEqualTo(record.hash());
    assertThat(violation.get("found").asText()).isEqualTo(head.hash());
  }
}
