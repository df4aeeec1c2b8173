package io.spillway.verify.core;

import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the stores tell, each fact as small as its judges need it. Times are epoch milliseconds. */
public final class StoreFacts {
  private StoreFacts() {}

  /** A record of the intake; the fingerprint is the first 8 bytes of the submission's. */
  public record Submission(UUID id, long fingerprint) {}

  /** A record of the public events. */
  public record Event(UUID id, long version, OrderStatus status, boolean created) {}

  /**
   * A row of {@code orders}.
   *
   * @param holdUntil 0 when there is none
   * @param kept sum of {@link Digests#line} over the lines the order keeps, all but the refused
   * @param lines sums over its lines, as their documents should have them
   * @param contentHash null when it is not compared
   */
  public record Row(
      UUID id,
      OrderStatus status,
      long version,
      long holdUntil,
      long createdAt,
      long kept,
      LineSums lines,
      @Nullable String contentHash) {}

  /** Sums over documents or rows of lines; equal sums of equal sets, whatever the order. */
  public record LineSums(long count, long versions, long numbers, long quantities, long amounts) {
    public static final LineSums NONE = new LineSums(0, 0, 0, 0, 0);

    public LineSums plus(LineSums more) {
      return new LineSums(
          count + more.count,
          versions + more.versions,
          numbers + more.numbers,
          quantities + more.quantities,
          amounts + more.amounts);
    }

    /** One number, linear, so that the digests of the parts add up to that of the whole. */
    public long digest() {
      return versions * Digests.numbers(1)
          + numbers * Digests.numbers(2)
          + quantities * Digests.numbers(3)
          + amounts * Digests.numbers(4);
    }
  }

  public record Movement(
      UUID ref,
      int line,
      MovementKind kind,
      String sku,
      int quantity,
      MovementOutcome outcome,
      int availableAfter,
      int reservedAfter,
      long at) {
    /** This one movement as sums. */
    public MovementSums sums() {
      return new MovementSums(
          1, line, kind.code(), quantity, outcome.code(), availableAfter, reservedAfter);
    }
  }

  /** Sums over movements; kinds and outcomes count by their codes. */
  public record MovementSums(
      long count,
      long lines,
      long kinds,
      long quantities,
      long outcomes,
      long available,
      long reserved) {
    public static final MovementSums NONE = new MovementSums(0, 0, 0, 0, 0, 0, 0);

    public MovementSums plus(MovementSums more) {
      return new MovementSums(
          count + more.count,
          lines + more.lines,
          kinds + more.kinds,
          quantities + more.quantities,
          outcomes + more.outcomes,
          available + more.available,
          reserved + more.reserved);
    }

    public long digest() {
      return Digests.numbers(lines, kinds, quantities, outcomes, available, reserved);
    }
  }

  /** A document; its hash is null when it has none. */
  public record Document(long version, @Nullable String contentHash) {}

  public record Stock(long available, long reserved, long version, @Nullable String contentHash) {}

  /**
   * A SKU's applied movements, added up.
   *
   * @param movements how many
   * @param leftThisLevel how many of them left just what the row holds
   */
  public record StockSums(
      long adjusted,
      long reserved,
      long released,
      long fulfilled,
      long movements,
      long leftThisLevel) {
    public static final StockSums NONE = new StockSums(0, 0, 0, 0, 0, 0);
  }

  /** A dead letter; the order is null when its key names none. */
  public record DeadLetter(String topic, long offset, @Nullable UUID order, String cause) {}

  /** One balance of a service's counters. */
  public record Balance(String service, String equation, double left, double right) {}
}
