package io.spillway.client;

/**
 * The API gave no final answer within the attempts. What was asked for may have happened: ask again
 * under the same idempotency key.
 */
public final class OrderApiUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String idempotencyKey;

  OrderApiUnavailableException(String message, String idempotencyKey, Throwable cause) {
    super(message, cause);
    this.idempotencyKey = idempotencyKey;
  }

  OrderApiUnavailableException(String message, String idempotencyKey) {
    super(message);
    this.idempotencyKey = idempotencyKey;
  }

  /** The key of the request; empty for a read and for a batch. */
  public String idempotencyKey() {
    return idempotencyKey;
  }
}
