package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TerminalText;
import io.spillway.cli.core.TextTable;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditLink;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.stack.core.ProgressText;
import io.spillway.verify.core.audit.AuditReport;
import io.spillway.verify.core.audit.AuditViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Audit entries and what a verification found, for people and for machines. */
final class AuditText {
  // Control characters that JSON allows must not reach a terminal either.
  private static final JsonMapper JSON =
      JsonMapper.builder().configure(JsonGenerator.Feature.ESCAPE_NON_ASCII, true).build();
  private static final int SHOWN = 100;
  private static final int UNFINISHED = 20;

  private AuditText() {}

  static String line(AuditEntry entry) {
    String details =
        entry.details().entrySet().stream()
            .map(detail -> detail.getKey() + "=" + detail.getValue())
            .collect(Collectors.joining(", "));
    return TerminalText.escaped(
            String.format(
                Locale.ROOT,
                "%-27s  %-6s  %-13s  %s  %s  by %s  %s",
                entry.at(),
                stage(entry),
                entry.action(),
                entry.tenant(),
                entry.target(),
                entry.who(),
                details))
        .stripTrailing();
  }

  static String json(AuditRecord record, long offset) {
    AuditEntry entry = record.entry();
    ObjectNode json = JSON.createObjectNode();
    json.put("offset", offset)
        .put("id", entry.id())
        .put("action", entry.action())
        .put("stage", stage(entry))
        .put("who", entry.who())
        .put("tenant", entry.tenant())
        .put("target", entry.target())
        .put("at", entry.at().toString());
    ObjectNode details = json.putObject("details");
    entry.details().forEach(details::put);
    AuditLink link = record.link();
    if (link != null) {
      json.put("chain", link.chain()).put("sequence", link.sequence()).put("hash", record.hash());
    }
    return text(json);
  }

  static List<String> lines(AuditReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s entries of %s chains, offsets %d to %d%s",
            ProgressText.count(report.entries()),
            ProgressText.count(report.chains()),
            report.from(),
            Math.max(report.from(), report.to() - 1),
            report.firstAt().map(at -> ", the oldest of " + at).orElse("")));
    note(lines, report.unchained(), "entries are older than the chains, and unprotected");
    note(lines, report.cutChains(), "chains begin before the first offset: removed by retention");
    note(lines, report.notCompared(), "names of seen records reach further back than can be read");
    if (!report.unfinished().isEmpty()) {
      note(lines, report.unfinished().size(), "acts were begun and have no end:");
      report.unfinished().stream()
          .limit(UNFINISHED)
          .forEach(id -> lines.add("  " + TerminalText.escaped(id)));
    }
    report.head().ifPresent(head -> lines.add("head " + head));
    if (!report.ok()) {
      violations(lines, report);
    }
    return lines;
  }

  private static void note(List<String> lines, long count, String text) {
    if (count > 0) {
      lines.add(ProgressText.count(count) + " " + text);
    }
  }

  private static void violations(List<String> lines, AuditReport report) {
    TextTable table = new TextTable("offset", "violation", "expected", "found");
    report.violations().stream()
        .limit(SHOWN)
        .forEach(
            violation ->
                table.row(
                    violation.offset(),
                    violation.fault().text(),
                    TerminalText.escaped(violation.expected()),
                    TerminalText.escaped(violation.found())));
    lines.add("");
    lines.addAll(table.lines());
    note(lines, report.violationCount() - SHOWN, "more");
  }

  static String json(AuditReport report) {
    ObjectNode json = JSON.createObjectNode();
    json.put("ok", report.ok());
    json.put("entries", report.entries());
    json.put("chains", report.chains());
    json.put("unchained", report.unchained());
    json.put("from", report.from());
    json.put("to", report.to());
    json.put("cutChains", report.cutChains());
    json.put("notCompared", report.notCompared());
    ArrayNode unfinished = json.putArray("unfinished");
    report.unfinished().forEach(unfinished::add);
    json.put("head", report.head().map(Object::toString).orElse(null));
    json.put("violationCount", report.violationCount());
    ArrayNode violations = json.putArray("violations");
    for (AuditViolation violation : report.violations()) {
      violations
          .addObject()
          .put("offset", violation.offset())
          .put("violation", violation.fault().name())
          .put("expected", violation.expected())
          .put("found", violation.found());
    }
    return text(json);
  }

  private static String stage(AuditEntry entry) {
    return entry.stage().name().toLowerCase(Locale.ROOT);
  }

  private static String text(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an audit entry could not be written as JSON", e);
    }
  }
}
