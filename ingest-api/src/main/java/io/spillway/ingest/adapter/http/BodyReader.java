package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.core.ByteBudget;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads whole bodies: each up to its limit, whatever length it announces, and all that are being
 * read together up to another. Thread-safe; blocks the calling (virtual) thread.
 */
final class BodyReader {
  private static final int CHUNK_BYTES = 16 * 1_024;

  /**
   * How much of a body beyond its limit is read and dropped, so that the sender hears why: one
   * whose connection is closed while it still writes may not come to reading the answer.
   */
  private static final long DRAIN_BYTES = 8L << 20;

  private final ByteBudget receiving;

  BodyReader(ByteBudget receiving) {
    this.receiving = receiving;
  }

  /** The body; throws {@link RefusalException} when it is too large or does not arrive. */
  byte[] read(Context ctx, long limitBytes) {
    long announced = ctx.req().getContentLengthLong();
    try {
      InputStream in = ctx.req().getInputStream();
      if (announced > limitBytes) {
        throw tooLarge(in, limitBytes, limitBytes + DRAIN_BYTES);
      }
      return readUpTo(in, announced, limitBytes);
    } catch (IOException e) {
      throw new RefusalException(
          Problem.of(ProblemType.BAD_REQUEST, "The body did not arrive whole."));
    }
  }

  /** Counts bytes as they come: an announcement alone takes nothing from other senders. */
  private byte[] readUpTo(InputStream in, long announced, long limitBytes) throws IOException {
    int size = announced < 0 ? CHUNK_BYTES : Math.clamp(announced, 1, CHUNK_BYTES);
    ByteArrayOutputStream body = new ByteArrayOutputStream(size);
    byte[] chunk = new byte[size];
    long taken = 0;
    try {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (body.size() + read > limitBytes) {
          throw tooLarge(in, limitBytes, DRAIN_BYTES);
        }
        take(read);
        taken += read;
        body.write(chunk, 0, read);
      }
    } finally {
      receiving.giveBack(taken);
    }
    if (body.size() < announced) {
      throw new IOException("the body ended early");
    }
    return body.toByteArray();
  }

  private void take(long bytes) {
    if (!receiving.tryTake(bytes)) {
      throw new RefusalException(
          Problem.retry(
              ProblemType.OVERLOADED,
              "More is being received than can be held.",
              Duration.ofSeconds(1)));
    }
  }

  private static RefusalException tooLarge(InputStream in, long limitBytes, long drain)
      throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long dropped = 0;
    for (int read = 0; read >= 0 && dropped < drain; read = in.read(chunk)) {
      dropped += read;
    }
    return new RefusalException(
        Problem.of(
            ProblemType.BODY_TOO_LARGE, "The body must have at most " + limitBytes + " bytes."));
  }
}
