package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.core.ByteBudget;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole bodies, gzip or not: each up to its limit, whatever length it announces, and all that
 * are being read together up to another. Thread-safe; blocks the calling (virtual) thread.
 */
final class BodyReader {
  private static final int CHUNK_BYTES = 16 * 1_024;

  /**
   * How much of a body beyond its limit is read and dropped, so that the sender hears why: one
   * whose connection is closed while it still writes may not come to reading the answer.
   */
  private static final long DRAIN_BYTES = 8L << 20;

  /** JSON of one shape packs about 20 to 1; deflate can reach 1,000 to 1. */
  private static final int MAX_RATIO = 100;

  /** A gzip member ends with a checksum and a length (RFC 1952). */
  private static final int GZIP_TRAILER_BYTES = 8;

  private final ByteBudget receiving;

  BodyReader(ByteBudget receiving) {
    this.receiving = receiving;
  }

  /**
   * The body, decompressed and without a byte order mark; throws {@link RefusalException} when it
   * is too large, corrupt or does not arrive.
   */
  byte[] read(Context ctx, long limitBytes) {
    boolean gzip = isGzip(ctx);
    long announced = ctx.req().getContentLengthLong();
    byte[] body;
    try {
      InputStream in = ctx.req().getInputStream();
      if (announced > limitBytes) {
        drain(in, limitBytes + DRAIN_BYTES);
        throw tooLarge("The body exceeds the limit of " + limitBytes + " bytes.");
      }
      body = readUpTo(in, announced, limitBytes);
      if (body == null) {
        drain(in, DRAIN_BYTES);
        throw tooLarge("The body exceeds the limit of " + limitBytes + " bytes.");
      }
    } catch (IOException e) {
      throw badRequest("The body ended before its announced length or its last chunk.");
    }
    return withoutMark(gzip && body.length > 0 ? unzip(body, limitBytes) : body);
  }

  private static boolean isGzip(Context ctx) {
    String encoding = String.join(", ", Collections.list(ctx.req().getHeaders("Content-Encoding")));
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "", "identity" -> false;
      case "gzip", "x-gzip" -> true;
      default -> {
        ctx.header("Accept-Encoding", "gzip");
        throw new RefusalException(
            Problem.of(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Content-Encoding must be gzip, not '" + encoding + "'."));
      }
    };
  }

  private byte[] unzip(byte[] body, long limitBytes) {
    long ratioBytes = (long) body.length * MAX_RATIO;
    try (Gzip in = new Gzip(body)) {
      byte[] unzipped = readUpTo(in, -1, Math.min(limitBytes, ratioBytes));
      if (unzipped == null) {
        throw tooLarge(
            ratioBytes < limitBytes
                ? "The body decompresses to more than " + MAX_RATIO + " times its length."
                : "The decompressed body exceeds the limit of " + limitBytes + " bytes.");
      }
      if (!in.isAtEnd()) {
        throw new IOException("bytes after the last member");
      }
      return unzipped;
    } catch (IOException e) {
      throw badRequest("The body is not a complete gzip stream.");
    }
  }

  /** Holds the whole stream, so that nothing after it goes unnoticed. */
  private static final class Gzip extends GZIPInputStream {
    Gzip(byte[] body) throws IOException {
      super(new ByteArrayInputStream(body), body.length);
    }

    boolean isAtEnd() {
      return inf.getRemaining() == GZIP_TRAILER_BYTES;
    }
  }

  /**
   * Null when there is more. Counts bytes as they come: an announcement alone takes nothing from
   * other senders.
   */
  private byte @Nullable [] readUpTo(InputStream in, long announced, long limitBytes)
      throws IOException {
    int size = announced < 0 ? CHUNK_BYTES : Math.clamp(announced, 1, CHUNK_BYTES);
    ByteArrayOutputStream body = new ByteArrayOutputStream(size);
    byte[] chunk = new byte[size];
    long taken = 0;
    try {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (body.size() + read > limitBytes) {
          return null;
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
              "Too many bytes are being received; retry after 1 s.",
              Duration.ofSeconds(1)));
    }
  }

  private static void drain(InputStream in, long bytes) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long dropped = 0;
    for (int read = 0; read >= 0 && dropped < bytes; read = in.read(chunk)) {
      dropped += read;
    }
  }

  /** A byte order mark is no JSON; RFC 8259 lets a reader skip it. */
  private static byte[] withoutMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xef
            && body[1] == (byte) 0xbb
            && body[2] == (byte) 0xbf;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  private static RefusalException badRequest(String detail) {
    return new RefusalException(Problem.of(ProblemType.BAD_REQUEST, detail));
  }

  private static RefusalException tooLarge(String detail) {
    return new RefusalException(Problem.of(ProblemType.BODY_TOO_LARGE, detail));
  }
}
