package io.spillway.analytics.core.document;

import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditLink;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.schemas.documents.Indices;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An entry of the audit log as a document, to search in; the topic is what is verified. */
public final class AuditDocuments {
  /** Always the same, so that of two entries with one place in a chain the first one stays. */
  private static final long VERSION = 1;

  private AuditDocuments() {}

  /** Of the record at an offset of the topic. */
  public static Document of(AuditRecord record, long offset) {
    AuditEntry entry = record.entry();
    String stage = entry.stage().name().toLowerCase(Locale.ROOT);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", entry.id());
    fields.put("action", entry.action());
    fields.put("stage", stage);
    fields.put("who", entry.who());
    fields.put("tenant", entry.tenant());
    fields.put("target", entry.target());
    fields.put("at", entry.at());
    fields.put("details", new TreeMap<>(entry.details()));
    fields.put("offset", offset);
    AuditLink link = record.link();
    String id = entry.id() + '/' + stage;
    if (link != null) {
      fields.put("chain", link.chain());
      fields.put("sequence", link.sequence());
      fields.put("hash", record.hash());
      id = link.chain() + '/' + link.sequence();
    }
    return new Document(Indices.monthly(Indices.AUDIT, entry.at()), id, VERSION, fields);
  }
}
