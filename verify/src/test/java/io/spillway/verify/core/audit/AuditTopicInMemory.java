package io.spillway.verify.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.schemas.audit.AuditChain;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditHash;
import io.spillway.schemas.audit.AuditLink.Seen;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.verify.port.AuditTopic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** The audit topic in memory, written as writers do and damaged as nobody should. */
public final class AuditTopicInMemory implements AuditTopic {
  private record Stored(long offset, String key, byte[] value) {}

  private final List<Stored> records = new ArrayList<>();
  private long from;
  private long to;

  /** A process that writes; its chain begins with its first entry. */
  public final class Writer {
    private final AuditChain chain;

    private Writer(String id) {
      this.chain = new AuditChain(id);
    }

    public void write(String act) {
      write(entry(act, AuditEntry.Stage.BEGUN));
    }

    public void write(AuditEntry entry) {
      AuditRecord record = chain.next(entry, chain.mustSee() ? seen() : null);
      chain.written(record, append(entry.id(), record.bytes()));
    }
  }

  public Writer writer(String id) {
    return new Writer(id);
  }

  static AuditEntry entry(String act, AuditEntry.Stage stage) {
    return new AuditEntry(
        act, "replay", stage, "me", "*", "topic", Instant.EPOCH, Map.of("note", "plain"));
  }

  long append(String key, byte[] value) {
    records.add(new Stored(to, key, value));
    return to++;
  }

  private Seen seen() {
    List<Stored> newest =
        records.subList(Math.max(0, records.size() - AuditChain.SEEN_RECORDS), records.size());
    long first = newest.isEmpty() ? to : newest.getFirst().offset();
    return new Seen(
        first, to, AuditHash.ofAll(newest.stream().map(r -> AuditHash.of(r.value())).toList()));
  }

  int size() {
    return records.size();
  }

  AuditTopicInMemory copy() {
    AuditTopicInMemory copy = new AuditTopicInMemory();
    copy.records.addAll(records);
    copy.from = from;
    copy.to = to;
    return copy;
  }

  /** As retention does. */
  AuditTopicInMemory cutBefore(long offset) {
    records.removeIf(record -> record.offset() < offset);
    from = offset;
    return this;
  }

  AuditTopicInMemory remove(int index) {
    records.remove(index);
    return this;
  }

  AuditTopicInMemory insert(int index, String key, String value) {
    records.add(index, new Stored(0, key, value.getBytes(UTF_8)));
    return renumber();
  }

  AuditTopicInMemory swap(int a, int b) {
    Stored first = records.get(a);
    records.set(a, records.get(b));
    records.set(b, first);
    return renumber();
  }

  /** Changes a value, and nothing else. */
  AuditTopicInMemory change(int index, UnaryOperator<String> change) {
    Stored old = records.get(index);
    String value = change.apply(new String(old.value(), UTF_8));
    records.set(index, new Stored(old.offset(), old.key(), value.getBytes(UTF_8)));
    return this;
  }

  AuditTopicInMemory key(int index, String key) {
    Stored old = records.get(index);
    records.set(index, new Stored(old.offset(), key, old.value()));
    return this;
  }

  /** Changes a value and gives it the hash that belongs to it. */
  AuditTopicInMemory forge(int index, UnaryOperator<String> change) {
    change(index, change);
    String wrong = value(index).replaceFirst(".*\"hash\":\"([0-9a-f]{64})\"}$", "$1");
    String right = AuditHash.of(value(index).getBytes(UTF_8));
    return change(index, value -> value.replace(wrong + "\"}", right + "\"}"));
  }

  String value(int index) {
    return new String(records.get(index).value(), UTF_8);
  }

  /** Gives all records offsets without a gap, as a topic written anew has. */
  AuditTopicInMemory renumber() {
    for (int i = 0; i < records.size(); i++) {
      Stored old = records.get(i);
      records.set(i, new Stored(from + i, old.key(), old.value()));
    }
    to = from + records.size();
    return this;
  }

  @Override
  public Extent extent(@org.jspecify.annotations.Nullable Instant since) {
    return new Extent(from, to);
  }

  @Override
  public void read(Extent extent, Sink sink, LongConsumer offsetsRead) {
    for (Stored record : records) {
      sink.take(record.offset(), record.key().getBytes(UTF_8), record.value());
      offsetsRead.accept(record.offset() + 1 - extent.from());
    }
  }
}
