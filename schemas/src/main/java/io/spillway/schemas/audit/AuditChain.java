package io.spillway.schemas.audit;

import io.spillway.schemas.audit.AuditLink.Previous;
import io.spillway.schemas.audit.AuditLink.Seen;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of one chain. Where a write's outcome is unknown the chain ends: a next entry
 * could name one that never came to be, or come to lie beside it. Not thread-safe.
 */
public final class AuditChain {
  /** So many records, at most, an entry names as seen. */
  public static final int SEEN_RECORDS = 500;

  private static final int SEEN_EVERY = 50;

  private final String id;
  private long sequence;
  private @Nullable Previous previous;

  /** Begins a chain; {@code id} is random. */
  public AuditChain(String id) {
    this.id = id;
  }

  /** Whether the next entry names what the topic holds: the first, and then every 50th. */
  public boolean mustSee() {
    return sequence % SEEN_EVERY == 0;
  }

  /** The next record, to be written before another is asked for. */
  public AuditRecord next(AuditEntry entry, @Nullable Seen seen) {
    return AuditRecord.of(entry, new AuditLink(id, sequence, previous, seen));
  }

  /** Notes that the record is durable, and where. */
  public void written(AuditRecord record, long offset) {
    sequence++;
    previous = new Previous(offset, record.hash());
  }
}
