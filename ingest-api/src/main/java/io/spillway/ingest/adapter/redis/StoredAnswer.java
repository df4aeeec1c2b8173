package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spillway.ingest.core.Fingerprint;
import io.spillway.ingest.port.AnswerStore.Claim;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What Redis holds under a key: one letter, the fingerprint, and then the answer, or a number that
 * makes the claim unlike any other.
 */
final class StoredAnswer {
  private static final byte CLAIMED = 'P';
  private static final byte ANSWERED = 'A';
  private static final int HEAD = 1 + Fingerprint.BYTES;

  private StoredAnswer() {}

  static byte[] claimed(Claim.Granted claim) {
    return ByteBuffer.allocate(HEAD + Long.BYTES)
        .put(CLAIMED)
        .put(claim.order().fingerprint().toBytes())
        .putLong(claim.number())
        .array();
  }

  static byte[] answered(Fingerprint fingerprint, String text) {
    byte[] answer = text.getBytes(US_ASCII);
    return ByteBuffer.allocate(HEAD + answer.length)
        .put(ANSWERED)
        .put(fingerprint.toBytes())
        .put(answer)
        .array();
  }

  /** What another request left; unavailable when it is nothing that we wrote. */
  static Claim read(byte[] value) {
    if (value.length < HEAD || (value[0] != CLAIMED && value[0] != ANSWERED)) {
      return new Claim.Unavailable();
    }
    Fingerprint fingerprint = Fingerprint.ofBytes(Arrays.copyOfRange(value, 1, HEAD));
    return value[0] == CLAIMED
        ? new Claim.InFlight(fingerprint)
        : new Claim.Answered(fingerprint, new String(value, HEAD, value.length - HEAD, US_ASCII));
  }
}
