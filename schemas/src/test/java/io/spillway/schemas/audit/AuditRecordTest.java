package io.spillway.schemas.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.schemas.audit.AuditLink.Previous;
import io.spillway.schemas.audit.AuditLink.Seen;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRecordTest {
  private static final Seen SEEN = new Seen(3, 5, "b".repeat(64));
  private final AuditChain chain = new AuditChain("c-1");

  @Test
  void theFormOfAnEntryIsFixed() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("z", "first, though z");
    details.put("a", "\"\\/\b\t\n\f\r\u0001\u007f\u2028ü€\ud83d\ude00");
    AuditRecord record =
        chain.next(
            AuditEntry.begun(
                "id-1",
                "replay",
                "me@here",
                "acme",
                "t/g",
                Instant.parse("2026-11-28T10:00:00Z"),
                details),
            SEEN);
    String unhashed =
        "{\"id\":\"id-1\",\"action\":\"replay\",\"stage\":\"begun\",\"who\":\"me@here\","
            + "\"tenant\":\"acme\",\"target\":\"t/g\",\"at\":\"2026-11-28T10:00:00Z\","
            + "\"details\":{\"z\":\"first, though z\",\"a\":"
            + "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001\u007f\u2028ü€\ud83d\ude00\"},"
            + "\"chain\":{\"id\":\"c-1\",\"sequence\":0,"
            + "\"seen\":{\"from\":3,\"to\":5,\"hash\":\""
            + "b".repeat(64)
            + "\"}}}";
    // Computed with sha256sum: who verifies without this code comes to the same.
    String hash = "0d630d799a44d2e50e79ab700669d23dd8617ec8e1938b9d8846d9d8f6373f6a";
    assertThat(new String(record.bytes(), UTF_8))
        .isEqualTo(unhashed.substring(0, unhashed.length() - 1) + ",\"hash\":\"" + hash + "\"}");
    assertThat(AuditHash.of(record.bytes())).isEqualTo(record.hash()).isEqualTo(hash);
    assertThat(AuditRecord.parse(record.bytes())).isEqualTo(record);
  }

  @Test
  void theNextEntryNamesTheOneBefore() {
    AuditRecord first = chain.next(entry(), SEEN);
    chain.written(first, 5);
    AuditRecord second = chain.next(entry().ended(Outcome.done(7), Instant.EPOCH), null);
    assertThat(second.link())
        .isEqualTo(new AuditLink("c-1", 1, new Previous(5, first.hash()), null));
    assertThat(AuditRecord.parse(second.bytes())).isEqualTo(second);
    assertThat(second.entry().details()).containsEntry("outcome", "7");
  }

  @Test
  void anEntryThatWasNotWrittenIsNotNamed() {
    chain.next(entry(), SEEN);
    AuditLink link = chain.next(entry(), SEEN).link();
    assertThat(link).isEqualTo(new AuditLink("c-1", 0, null, SEEN));
  }

  @Test
  void everyFiftiethEntryNamesWhatItsWriterSaw() {
    for (int i = 0; i < 120; i++) {
      assertThat(chain.mustSee()).as("entry %s", i).isEqualTo(i % 50 == 0);
      chain.written(chain.next(entry(), SEEN), i);
    }
  }

  @Test
  void anEntryOfBeforeChainsIsReadWithoutALink() {
    AuditRecord record =
        AuditRecord.parse(
            bytes(
                "{\"id\":\"1\",\"action\":\"replay\",\"stage\":\"done\",\"who\":\"me\","
                    + "\"at\":\"2026-01-01T00:00:00Z\",\"details\":{\"topic\":\"t\"}}"));
    assertThat(record.link()).isNull();
    assertThat(record.entry().tenant()).isEqualTo("*");
    assertThat(record.entry().details()).containsEntry("topic", "t");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        // A member that no hash covers, or that says something twice.
        "{|{\"note\":\"x\",",
        "\"chain\":{|\"chain\":{\"note\":\"x\",",
        "\"stage\":\"begun\"|\"stage\":\"done\",\"stage\":\"begun\"",
        // The same in other bytes.
        ",\"who\"|, \"who\"",
        "\"me\"|\"\\u006de\"",
        "\"sequence\":0|\"sequence\":00",
        // No entry at all.
        "\"id\":\"1\"|\"id\":1",
        "\"stage\":\"begun\"|\"stage\":\"gone\"",
        "\"sequence\":0|\"sequence\":1",
        "\"at\":\"1970|\"at\":\"soon 1970",
      },
      delimiter = '|')
  void anotherFormIsRefused(String from, String to) {
    String value = new String(chain.next(entry(), SEEN).bytes(), UTF_8);
    assertThat(value).contains(from);
    String other =
        value.replaceFirst(
            java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
    assertThatThrownBy(() -> AuditRecord.parse(bytes(other)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "null", "[]", "{}", "{\"id\":\"1\"", "\"text\""})
  void whatIsNoEntryIsRefused(String value) {
    assertThatThrownBy(() -> AuditRecord.parse(bytes(value)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatHasNoHashOfItsOwnIsHashedAsItIs() {
    // printf 'abc' | sha256sum
    assertThat(AuditHash.of(bytes("abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .isEqualTo(AuditHash.sha256(bytes("abc")));
    String almost = "{\"a\":1,\"hash\":\"" + "g".repeat(64) + "\"}";
    assertThat(AuditHash.of(bytes(almost))).isEqualTo(AuditHash.sha256(bytes(almost)));
  }

  @Test
  void anOutcomeThatIsTooLongIsCut() {
    AuditEntry ended = entry().ended(Outcome.failed("x".repeat(10_000)), Instant.EPOCH);
    assertThat(ended.details().get("outcome")).hasSize(4_000);
    assertThatThrownBy(
            () ->
                AuditEntry.begun(
                    "1", "a", "w", "*", "t", Instant.EPOCH, Map.of("k", "x".repeat(4_001))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AuditEntry entry() {
    return AuditEntry.begun("1", "replay", "me", "*", "t", Instant.EPOCH, Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
