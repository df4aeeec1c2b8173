package io.spillway.verify.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditHash;
import io.spillway.schemas.audit.AuditLink;
import io.spillway.schemas.audit.AuditLink.Previous;
import io.spillway.schemas.audit.AuditLink.Seen;
import io.spillway.schemas.audit.AuditRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of the audit topic in their order and tells what is wrong: every offset has a
 * record, every record its own hash, every entry the one before it in its chain where it says, and
 * every name of seen records those records. Keeps the hashes of the newest 100,000 records and one
 * link for each chain. Not thread-safe.
 */
public final class AuditVerification {
  private static final int HASHES = 100_000;
  private static final int SHOWN = 1_000;
  private static final String NONE = "none";

  private final long from;
  private final long to;
  private final Map<Long, AuditHead> expected = new TreeMap<>();
  private final TreeMap<Long, String> hashes = new TreeMap<>();
  private final Map<String, Last> chains = new HashMap<>();
  private final Set<String> unfinished = new LinkedHashSet<>();
  private final List<AuditViolation> violations = new ArrayList<>();
  private long violationCount;
  private long entries;
  private long unchained;
  private long cutChains;
  private long notCompared;
  private long next;
  private @Nullable Instant firstAt;

  private record Last(long sequence, Previous place) {}

  /**
   * Of a topic that holds these offsets.
   *
   * @param to exclusive
   * @param expected records that were noted elsewhere
   */
  public AuditVerification(long from, long to, Collection<AuditHead> expected) {
    this.from = from;
    this.to = to;
    this.next = from;
    expected.forEach(head -> this.expected.put(head.offset(), head));
  }

  /** The next record; one without a value has an empty one. */
  public void take(long offset, byte[] key, byte[] value) {
    if (offset != next) {
      violated(next, AuditFault.MISSING, Long.toString(next), Long.toString(offset));
    }
    next = offset + 1;
    String hash = AuditHash.of(value);
    hashes.put(offset, hash);
    if (hashes.size() > HASHES) {
      hashes.pollFirstEntry();
    }
    AuditHead head = expected.remove(offset);
    if (head != null && !head.hash().equals(hash)) {
      violated(offset, AuditFault.HEAD, head.hash(), hash);
    }
    try {
      entry(offset, new String(key, UTF_8), AuditRecord.parse(value), hash);
    } catch (IllegalArgumentException e) {
      violated(offset, AuditFault.UNREADABLE, "an audit entry", String.valueOf(e.getMessage()));
    }
  }

  private void entry(long offset, String key, AuditRecord record, String hash) {
    AuditEntry entry = record.entry();
    entries++;
    firstAt = firstAt == null ? entry.at() : firstAt;
    if (!key.equals(entry.id())) {
      violated(offset, AuditFault.KEY, entry.id(), key);
    }
    if (entry.stage() == AuditEntry.Stage.BEGUN) {
      unfinished.add(entry.id());
    } else {
      unfinished.remove(entry.id());
    }
    AuditLink link = record.link();
    if (link != null) {
      if (!hash.equals(record.hash())) {
        violated(offset, AuditFault.CHANGED, record.hash(), hash);
      }
      chained(offset, link, hash);
      seen(offset, link.seen());
    } else if (chains.isEmpty()) {
      unchained++;
    } else {
      violated(offset, AuditFault.UNCHAINED, "a chain", NONE);
    }
  }

  private void chained(long offset, AuditLink link, String hash) {
    Last last = chains.get(link.chain());
    if (last == null) {
      first(offset, link);
    } else if (link.sequence() != last.sequence() + 1) {
      violated(
          offset,
          AuditFault.SEQUENCE,
          Long.toString(last.sequence() + 1),
          Long.toString(link.sequence()));
    } else if (!last.place().equals(link.previous())) {
      violated(offset, AuditFault.PREVIOUS, text(link.previous()), text(last.place()));
    }
    // A repeated number is no place to go on from: the entry that came first may be the true one.
    if (last == null || link.sequence() > last.sequence()) {
      chains.put(link.chain(), new Last(link.sequence(), new Previous(offset, hash)));
    }
  }

  /** Of a chain that was not met before. */
  private void first(long offset, AuditLink link) {
    Previous previous = link.previous();
    if (previous != null && previous.offset() < from) {
      cutChains++;
    } else if (previous != null) {
      String found = hashes.getOrDefault(previous.offset(), NONE);
      violated(
          offset,
          AuditFault.PREVIOUS,
          text(previous),
          text(new Previous(previous.offset(), found)) + " of another chain");
    }
  }

  private static String text(@Nullable Previous place) {
    return place == null ? NONE : place.offset() + ":" + place.hash();
  }

  private void seen(long offset, @Nullable Seen seen) {
    if (seen == null) {
      return;
    }
    if (seen.to() > offset) {
      violated(
          offset, AuditFault.SEEN, "records up to offset " + seen.to(), "its own offset " + offset);
    } else if (seen.from() < Math.max(from, oldestHash())) {
      notCompared++;
    } else {
      String found = AuditHash.ofAll(hashes.subMap(seen.from(), seen.to()).values());
      if (!found.equals(seen.hash())) {
        violated(
            offset,
            AuditFault.SEEN,
            "offsets " + seen.from() + " to before " + seen.to() + " " + seen.hash(),
            found);
      }
    }
  }

  private long oldestHash() {
    return hashes.firstKey();
  }

  /** What was found; nothing may be taken after it. */
  public AuditReport end() {
    if (next < to) {
      violated(next, AuditFault.MISSING, Long.toString(next), "the end");
    }
    for (AuditHead head : expected.values()) {
      String found = head.offset() < from ? "removed, the first offset is " + from : NONE;
      violated(head.offset(), AuditFault.HEAD, head.hash(), found);
    }
    Map.Entry<Long, String> last = hashes.lastEntry();
    return new AuditReport(
        entries,
        chains.size(),
        unchained,
        from,
        to,
        Optional.ofNullable(firstAt),
        cutChains,
        notCompared,
        List.copyOf(unfinished),
        Optional.ofNullable(last).map(e -> new AuditHead(e.getKey(), e.getValue())),
        List.copyOf(violations),
        violationCount);
  }

  private void violated(long offset, AuditFault fault, String expected, String found) {
    violationCount++;
    if (violations.size() < SHOWN) {
      violations.add(new AuditViolation(offset, fault, expected, found));
    }
  }
}
