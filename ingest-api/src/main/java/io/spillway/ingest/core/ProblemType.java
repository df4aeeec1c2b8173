package io.spillway.ingest.core;

/** Every way in which a request can fail. The URN is stable: clients may switch on it. */
public enum ProblemType {
  MALFORMED_JSON("malformed-json", 400, "The body is not well-formed JSON"),
  BAD_REQUEST("bad-request", 400, "The request cannot be read"),
  INVALID_PARAMETER("invalid-parameter", 400, "A parameter is not valid"),
  NOT_FOUND("not-found", 404, "There is nothing at this address"),
  ORDER_NOT_FOUND("order-not-found", 404, "No such order"),
  STOCK_NOT_FOUND("stock-not-found", 404, "No stock is kept of this SKU"),
  ADJUSTMENT_NOT_FOUND("adjustment-not-found", 404, "No such adjustment has been settled"),
  PRODUCT_NOT_FOUND("product-not-found", 404, "No such product"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This address does not know the method"),
  REQUEST_TIMEOUT("request-timeout", 408, "The request did not arrive in time"),
  REQUEST_IN_FLIGHT("request-in-flight", 409, "The same order is being taken right now"),
  COMMAND_NOT_ALLOWED("command-not-allowed", 409, "The order's status does not allow this"),
  PRECONDITION_FAILED("precondition-failed", 412, "The product has another version"),
  BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The content type is not taken here"),
  INVALID_ORDER("invalid-order", 422, "The order is not valid"),
  INVALID_ADJUSTMENTS("invalid-adjustments", 422, "The adjustments are not valid"),
  INVALID_COMMAND("invalid-command", 422, "The command is not valid"),
  INVALID_PRODUCT("invalid-product", 422, "The product is not valid"),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency-key-reused", 422, "The idempotency key belongs to another order"),
  RATE_LIMITED("rate-limited", 429, "This tenant sends more orders than it may"),
  INTERNAL("internal", 500, "Something went wrong on our side"),
  OVERLOADED("overloaded", 503, "Too much is on its way already"),
  LOG_UNAVAILABLE("log-unavailable", 503, "Orders cannot be recorded right now"),
  OUTCOME_UNKNOWN("outcome-unknown", 503, "It is not known whether this was recorded"),
  READS_UNAVAILABLE("reads-unavailable", 503, "This cannot be read right now"),
  WRITES_UNAVAILABLE("writes-unavailable", 503, "This cannot be written right now");

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
