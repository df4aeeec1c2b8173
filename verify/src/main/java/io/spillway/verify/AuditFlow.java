package io.spillway.verify;

import io.spillway.schemas.audit.AuditRecord;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.audit.AuditHead;
import io.spillway.verify.core.audit.AuditReport;
import io.spillway.verify.core.audit.AuditSelection;
import io.spillway.verify.core.audit.AuditVerification;
import io.spillway.verify.port.AuditTopic;
import java.util.Collection;
import java.util.function.ObjLongConsumer;

/** Reads the audit log: to show it, and to tell whether it is whole. */
public record AuditFlow(AuditTopic topic, Progress progress) {
  /**
   * Verifies all that the topic holds now.
   *
   * @param expected records that were noted elsewhere
   */
  public AuditReport verify(Collection<AuditHead> expected)
      throws UnavailableException, InterruptedException {
    AuditTopic.Extent extent = topic.extent(null);
    AuditVerification verification = new AuditVerification(extent.from(), extent.to(), expected);
    read(extent, verification::take);
    return verification.end();
  }

  /**
   * Hands on the selected entries with their offsets, oldest first; answers how many records were
   * left out because they are no entries.
   */
  public long list(AuditSelection selection, ObjLongConsumer<AuditRecord> sink)
      throws UnavailableException, InterruptedException {
    long[] unreadable = {0};
    read(
        topic.extent(selection.since()),
        (offset, _, value) -> {
          try {
            AuditRecord record = AuditRecord.parse(value);
            if (selection.takes(record.entry())) {
              sink.accept(record, offset);
            }
          } catch (IllegalArgumentException notAnEntry) {
            unreadable[0]++;
          }
        });
    return unreadable[0];
  }

  private void read(AuditTopic.Extent extent, AuditTopic.Sink sink)
      throws UnavailableException, InterruptedException {
    try (Progress.Meter meter = progress.meter("audit read", extent.to() - extent.from())) {
      topic.read(extent, sink, meter::at);
    }
  }
}
