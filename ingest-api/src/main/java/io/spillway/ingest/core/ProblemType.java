package io.spillway.ingest.core;

/** Every way in which a request can fail. The URN is stable: clients may switch on it. */
public enum ProblemType {
  MALFORMED_JSON("malformed-json", 400, "Malformed JSON"),
  BAD_REQUEST("bad-request", 400, "Bad request"),
  INVALID_PARAMETER("invalid-parameter", 400, "Invalid parameter or header"),
  UNAUTHENTICATED("unauthenticated", 401, "No valid credentials"),
  FORBIDDEN("forbidden", 403, "Not allowed"),
  PRODUCT_LIMIT("product-limit", 403, "Too many products"),
  NOT_FOUND("not-found", 404, "Not found"),
  ORDER_NOT_FOUND("order-not-found", 404, "Order not found"),
  STOCK_NOT_FOUND("stock-not-found", 404, "Stock not found"),
  ADJUSTMENT_NOT_FOUND("adjustment-not-found", 404, "Adjustment not found"),
  PRODUCT_NOT_FOUND("product-not-found", 404, "Product not found"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
  REQUEST_TIMEOUT("request-timeout", 408, "Request timeout"),
  REQUEST_IN_FLIGHT("request-in-flight", 409, "Request in flight"),
  COMMAND_NOT_ALLOWED("command-not-allowed", 409, "Command not allowed"),
  EVENTS_GONE("events-gone", 410, "Events are not kept any more"),
  PRECONDITION_FAILED("precondition-failed", 412, "Precondition failed"),
  BODY_TOO_LARGE("body-too-large", 413, "Body too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported media type"),
  INVALID_ORDER("invalid-order", 422, "Invalid order"),
  INVALID_ADJUSTMENTS("invalid-adjustments", 422, "Invalid adjustments"),
  INVALID_COMMAND("invalid-command", 422, "Invalid command"),
  INVALID_PRODUCT("invalid-product", 422, "Invalid product"),
  IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "Idempotency key reused"),
  ADJUSTMENT_REFERENCE_REUSED("adjustment-reference-reused", 422, "Adjustment reference reused"),
  RATE_LIMITED("rate-limited", 429, "Rate limit exceeded"),
  INTERNAL("internal", 500, "Internal error"),
  OVERLOADED("overloaded", 503, "Overloaded"),
  LOG_UNAVAILABLE("log-unavailable", 503, "Kafka unavailable"),
  OUTCOME_UNKNOWN("outcome-unknown", 503, "Outcome unknown"),
  READS_UNAVAILABLE("reads-unavailable", 503, "Reads unavailable"),
  KEYS_UNAVAILABLE("keys-unavailable", 503, "Customers' keys unavailable"),
  WRITES_UNAVAILABLE("writes-unavailable", 503, "Writes unavailable"),
  IDENTITIES_UNAVAILABLE("identities-unavailable", 503, "Credentials cannot be verified");

  private final String code;
  private final int status;
  private final String title;

  ProblemType(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  /** The short name, which metrics carry. */
  public String code() {
    return code;
  }

  /** The stable {@code type} of RFC 9457. */
  public String urn() {
    return "urn:spillway:problem:" + code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The same short text for every occurrence. */
  public String title() {
    return title;
  }
}
